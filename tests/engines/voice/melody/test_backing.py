# SPDX-License-Identifier: GPL-3.0-or-later
"""Harmony parts, doubles and the vocal strip."""

from musicstudio.engines.voice.melody.backing import DOUBLE_TICKS, double, harmonize, performance_seed
from musicstudio.engines.voice.melody.write_melody import chord_at, pitch_classes
from musicstudio.engines.voice.synthesis.strip import suggest_mix
from musicstudio.engines.voice.text.model import SungNote
from musicstudio.mixing.devices import device_spec
from musicstudio.project.model import Chord, Key

CHORDS = (Chord(0, 3840, 0, "maj"), Chord(3840, 3840, 9, "min"))
LEAD = tuple(
    SungNote(i * 960, 960, pitch, 90, "la", ("l", "ɑː")) for i, pitch in enumerate((60, 62, 64, 67, 64, 62, 60, 57))
)


def test_harmony_is_a_chord_tone_about_a_third_away_with_the_leads_words():
    for above in (True, False):
        part = harmonize(LEAD, CHORDS, Key(0), 40, 80, above)
        for lead, note in zip(LEAD, part, strict=True):
            assert (note.start_ticks, note.phonemes) == (lead.start_ticks, lead.phonemes)
            assert 3 <= abs(note.pitch - lead.pitch) <= 9 and (note.pitch > lead.pitch) == above
        inside = [note.pitch % 12 in pitch_classes(chord_at(CHORDS, note.start_ticks)) for note in part]
        assert sum(inside) >= 7


def test_harmony_stays_in_the_singers_range():
    assert all(55 <= note.pitch <= 68 for note in harmonize(LEAD, CHORDS, Key(0), 55, 68))


def test_a_double_is_nearly_the_lead_and_the_same_every_time():
    again = double(LEAD, 5)
    assert again == double(LEAD, 5) != double(LEAD, 6)
    late = [b.start_ticks - a.start_ticks for a, b in zip(LEAD, again, strict=True)]
    assert all(DOUBLE_TICKS[0] <= ticks <= DOUBLE_TICKS[1] for ticks in late) and len(set(late)) > 3


def test_a_double_is_another_take_of_the_same_voice():
    lead = performance_seed(7, "joe", "singer")
    assert lead == performance_seed(7, "joe", "") != performance_seed(7, "joe", "singer/double")
    assert lead != performance_seed(7, "ada", "singer")


def test_the_suggested_strip_exists_in_the_mixer():
    for role in ("vocals", "backing"):
        for delivery in ("sung", "rap"):
            for device in suggest_mix(role, delivery).devices:
                spec = device_spec(device.kind)
                assert all(
                    spec.param(name).min <= value <= spec.param(name).max for name, value in device.params.items()
                )
