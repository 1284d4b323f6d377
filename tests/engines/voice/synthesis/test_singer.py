# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole voice, measured on what comes out."""

import msgspec
import numpy as np
import pytest

from musicstudio.core.errors import InputError
from musicstudio.core.progress import run_to_end
from musicstudio.engines.voice.synthesis.phrase_cache import PhraseCache
from musicstudio.engines.voice.synthesis.singer import PhraseReady, sing
from musicstudio.engines.voice.text.model import Expression, SungNote
from musicstudio.engines.voice.text.words import syllabify
from tests.engines.voice.pitch import mean_error_cents

QUARTER_S = 0.5


def seconds_at(tick):
    return tick / 960 * QUARTER_S


def tune(words, pitches, start=960):
    syllables = [s for word in words.split() for s in syllabify(word)]
    return tuple(
        SungNote(start + i * 960, 960, pitch, 90, s.text, s.phonemes)
        for i, (s, pitch) in enumerate(zip(syllables, pitches, strict=True))
    )


FIRST = tune("See the stars tonight", (48, 50, 52, 55, 53))
SECOND = tune("Sailing home", (52, 50, 48), start=960 * 8)


def sung(notes=FIRST, voice="joe", **options):
    options.setdefault("cache", PhraseCache())
    return run_to_end(sing(notes, seconds_at, voice, 1, **options))


@pytest.fixture(scope="module")
def first():
    return sung()


def level_db(audio, begin_s, end_s):
    return 10 * np.log10(np.mean(audio[:, round(begin_s * 48_000) : round(end_s * 48_000)] ** 2) + 1e-12)


def test_the_track_is_float32_at_a_sane_level_and_ends_silent(first):
    assert first.audio.dtype == np.float32 and first.audio.shape[0] == 1
    assert 0.05 < np.abs(first.audio).max() < 0.9
    assert np.abs(first.audio[:, -480:]).max() < 1e-3 and np.abs(first.audio[:, :48]).max() < 1e-3


def test_held_notes_are_in_tune(first):
    assert len(first.pitch_report.notes) >= 4
    assert mean_error_cents(first.pitch_report) < 10


def test_the_vowel_is_on_the_beat_and_its_consonant_before(first):
    quiet, consonant, vowel = (
        level_db(first.audio, first.lead_s + at, first.lead_s + at + 0.03) for at in (0.3, 0.44, 0.55)
    )
    assert quiet < consonant - 3 and consonant < vowel - 3


def test_a_song_that_begins_at_once_has_its_consonant_before_tick_0():
    early = sung(tune("Stars", (50,), start=0))
    assert 0.04 < early.lead_s < 0.8
    assert level_db(early.audio, early.lead_s - 0.05, early.lead_s) > -60


def test_the_same_request_gives_the_same_samples(first):
    assert np.array_equal(sung().audio, first.audio)


def test_editing_one_note_sings_one_phrase_again():
    cache = PhraseCache()
    before = run_to_end(sing(FIRST + SECOND, seconds_at, "joe", 1, cache=cache))
    edited = (*FIRST, *SECOND[:-1], msgspec.structs.replace(SECOND[-1], pitch=45))
    kept = {key: cache.get(key) for key in list(cache._phrases)}
    after = run_to_end(sing(edited, seconds_at, "joe", 1, cache=cache))
    assert len(cache._phrases) == len(kept) + 1
    end = round((before.lead_s + seconds_at(960 * 6)) * 48_000)
    assert np.array_equal(before.audio[:, :end], after.audio[:, :end])
    assert not np.array_equal(before.audio[:, end:], after.audio[:, end:])


def test_phrases_are_heard_as_they_are_ready_and_a_job_can_stop():
    job = sing(FIRST + SECOND, seconds_at, "joe", 1, cache=PhraseCache())
    first = next(step.partial for step in job if step.partial is not None)
    assert isinstance(first, PhraseReady) and first.index == 0 and first.audio.shape[1] > 48_000
    job.close()


def test_a_higher_voice_has_higher_formants_at_the_same_pitch(first):
    def centroid(audio):
        power = np.abs(np.fft.rfft(audio.mean(axis=0))) ** 2
        return np.sum(power * np.arange(len(power))) / np.sum(power) / len(audio[0])

    assert centroid(sung(voice="ada").audio) > 1.05 * centroid(first.audio)


def test_a_choir_is_wide_and_other_deliveries_sound():
    choir = sung(voice="choir").audio
    assert choir.shape[0] == 2 and np.corrcoef(choir)[0, 1] < 0.95
    for voice in ("joe-rap", "joe-spoken"):
        assert np.abs(sung(voice=voice).audio).max() > 0.05


def test_expression_changes_the_sound():
    still = sung(FIRST[:2], expression=Expression(vibrato=0, legato=0, dynamics=0, breath=0, drift=0))
    assert not np.array_equal(still.audio, sung(FIRST[:2]).audio)
    assert np.abs(still.audio[:, : round((still.lead_s + 0.35) * 48_000)]).max() < 1e-3


def test_nothing_to_sing_and_unknown_voices_are_clear():
    with pytest.raises(InputError, match="nothing to sing"):
        sung(())
    with pytest.raises(InputError, match="There are: joe"):
        sung(voice="nobody")


def test_notes_out_of_range_are_told():
    assert "outside Joe's comfortable range" in sung(tune("Ah", (80,))).notices[0]
