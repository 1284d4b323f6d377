# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sheet asks is in the notes: who plays, who leads, when, how strong, in which direction, and to the second."""

import numpy as np
import pytest

from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.contract import Request, Task
from musicstudio.instruments.render import render_notes
from musicstudio.project.model import Note, Tempo, TempoMap

TICKS = 960


def made(prompt, seed=1):
    return run_to_end(Composer().run(Request(Task.COMPOSE, prompt=prompt, seed=seed)))


def notes(part):
    return [
        (cell.start_ticks + n.start_ticks, n.length_ticks, n.pitch, n.velocity)
        for cell in part.cells
        for n in cell.notes
    ]


def sounding(result):
    return {part.instrument for part in result.parts if notes(part)}


def leaders(result):
    return {part.instrument for part in result.parts if part.player.startswith("lead")}


def seconds(result, tick):
    return result.tempo_map.seconds_at(tick)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_closed_band_has_nobody_else(seed):
    assert sounding(made("string trio in A minor", seed)) == {"violin", "viola", "cello"}
    assert sounding(made("jazz trio", seed)) == {"grand_piano", "acoustic_bass", "kit_brush"}


@pytest.mark.parametrize(
    ("prompt", "roles"),
    [
        ("jazz trio without drums", {"keys", "bass"}),
        ("string quartet, no viola", {"strings"}),
        ("drumless power trio", {"guitar", "bass"}),
    ],
)
def test_a_band_plays_without_the_member_that_is_refused(prompt, roles):
    result = made(prompt)
    assert {part.role for part in result.parts if notes(part)} == roles
    assert "viola" not in sounding(result)


def test_an_open_band_plays_without_those_who_are_refused():
    assert "drums" not in {part.role for part in made("big band, no drums").parts}
    assert "kit_jazz" in sounding(made("big band, no trombone"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_soft_piano_piece_is_led_by_the_piano_and_stays_small(seed):
    result = made("tender piano", seed)
    assert leaders(result) == {"grand_piano"}
    assert len(sounding(result)) <= 3 and "drums" not in {part.role for part in result.parts}


def test_who_is_asked_to_lead_leads_alone():
    assert leaders(made("bossa nova, the trumpet carries the tune")) == {"trumpet"}


def test_entrances_come_in_their_order():
    result = made("begin with harp, then cello, then everybody")
    first = {part.instrument: min(n[0] for n in notes(part)) for part in result.parts if notes(part)}
    others = [tick for name, tick in first.items() if name not in ("harp", "cello")]
    assert first["harp"] < first["cello"] < min(others)


def test_a_hit_falls_on_its_time_at_a_tempo_that_was_asked():
    result = made("rock, 97 bpm, 30 seconds, hit at 0:11")
    assert result.tempo_map.bpm_at(0) == pytest.approx(97.0, abs=0.01)
    playing = [part for part in result.parts if any(abs(seconds(result, n[0]) - 11.0) < 2.0 for n in notes(part))]
    struck = [part for part in playing if any(abs(seconds(result, n[0]) - 11.0) < 0.002 for n in notes(part))]
    assert len(struck) * 2 > len(playing)
    assert seconds(result, result.sections[-1].end_ticks) == pytest.approx(30.0, abs=1e-6)


def test_nobody_sounds_in_a_stop():
    result = made("funk, everything stops at 0:20 for one bar, 40 seconds")
    inside = [
        n
        for part in result.parts
        for n in notes(part)
        if seconds(result, n[0] + n[1]) > 20.1 and seconds(result, n[0]) < 21.0
    ]
    assert not inside


def strength(result, kind):
    section = next(s for s in result.sections if s.kind == kind)
    found = [n for part in result.parts for n in notes(part) if section.start_ticks <= n[0] < section.end_ticks]
    return sum((n[3] / 100) ** 3.4 * min(n[1], 1920) for n in found) / section.length_ticks


def test_sections_are_as_strong_as_they_were_asked_to_be():
    result = made("hushed verse, gigantic chorus, subdued bridge")
    assert strength(result, "verse") * 2 < strength(result, "chorus") > strength(result, "bridge") * 2
    assert [s.kind for s in result.sections].count("chorus") > 1  # a song still gets what a song needs


def test_a_tune_goes_where_it_was_asked_to_go():
    result = made("folk, climbing melody in the verse, falling tune in the chorus")
    for section in result.sections:
        if section.kind in ("verse", "chorus") and len(section.melody) > 3:
            slope = np.corrcoef([n.start_ticks for n in section.melody], [n.pitch for n in section.melody])[0, 1]
            assert slope > 0.4 if section.kind == "verse" else slope < -0.4


def test_tempo_meter_and_key_change_on_the_way():
    faster = made("starts at 80 bpm, speeds up to 120 in the second half, 40 seconds")
    assert [round(t.bpm) for t in faster.tempo_map.tempos] == [80, pytest.approx(120, abs=6)]
    assert seconds(faster, faster.sections[-1].end_ticks) == pytest.approx(40.0, abs=1e-6)
    waltz = made("pop, switch to 3/4 for the bridge")
    assert {(m.numerator, m.denominator) for m in waltz.tempo_map.meters} == {(4, 4), (3, 4)}
    lifted = made("pop in C major, key change up a whole tone for the final chorus")
    last = [s for s in lifted.sections if s.kind == "chorus"][-1]
    roots = {c.root for c in lifted.chords if last.start_ticks <= c.start_ticks < last.end_ticks}
    assert (roots & {2, 9, 7} and not roots <= {0, 5, 7, 9, 4, 2}) or 6 in roots or 1 in roots


@pytest.mark.parametrize("noise", ["rain", "vinyl", "waves", "wind", "fire", "hiss"])
def test_a_noise_sounds_and_is_the_same_again(noise):
    tempo_map = TempoMap((Tempo(0, 120.0),))
    arguments = (f"texture_{noise}", (Note(0, 8 * TICKS, 60, 80),), tempo_map, 0, 5)
    first, second = render_notes(*arguments).audio, render_notes(*arguments).audio
    assert first.shape == (2, 192_000) and np.array_equal(first, second)
    assert 0.001 < np.sqrt(np.mean(first**2)) < 0.2 and np.abs(first).max() < 1.0


def test_a_noise_asked_for_has_a_row():
    assert {"texture_vinyl", "texture_rain"} <= {part.instrument for part in made("lo-fi with crackle and rain").parts}


def fader(result):
    """(seconds, dB) of the master's fader as drawn."""
    (lane,) = [lane for lane in result.master.automation if lane.target == "fader_db"]
    return [(seconds(result, point.tick), point.value) for point in lane.points]


def test_a_fade_out_lies_on_the_masters_fader_and_is_silent_at_the_end():
    result = made("40 seconds of guitar that fades out over the last ten seconds")
    points = fader(result)
    assert points[0] == (pytest.approx(30.0, abs=0.01), 0.0)
    assert points[-1] == (pytest.approx(40.0, abs=0.01), -60.0)


def test_a_fade_in_opens_the_fader_and_both_stand_side_by_side():
    points = fader(made("synthwave, 60 seconds, fades in over 5 seconds, long fade-out at the end"))
    assert points[0] == (0.0, -60.0)
    assert (pytest.approx(5.0, abs=0.01), 0.0) in points and points[-1][1] == -60.0
    assert [at for at, _ in points] == sorted(at for at, _ in points)


def test_no_fade_where_it_is_refused_or_where_a_player_fades():
    for prompt in ("funk, no fade-out", "pop, the strings fade out in the bridge"):
        assert not made(prompt).master.automation
