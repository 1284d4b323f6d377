# SPDX-License-Identifier: GPL-3.0-or-later
"""Faders: told from the notes, so that parts sit where their job puts them and all styles are about as loud."""

import numpy as np
import pytest

from musicstudio.engines.composer.arrangement import MIX_LUFS, arrange, choose_parts, play_part
from musicstudio.engines.composer.arrangement.loudness import estimated_lufs
from musicstudio.engines.composer.styles import load_styles
from musicstudio.instruments import catalogue
from musicstudio.instruments.levels import PHRASE_TEMPO, TARGET_LUFS, typical_phrase
from musicstudio.project.model import Note

HELD = (Note(0, 3840, 60, 92), Note(3840, 3840, 64, 92))


def arranged(make_song, styles, style):
    plan = make_song(style)
    return plan, arrange(plan, choose_parts(plan.conditioning, styles(style), 1), styles(style), 1)


def mix_lufs(plan, scores, section):
    """Level of all parts together, were they unrelated signals."""
    levels = [
        estimated_lufs(s.part.instrument, s.cells[section], plan.tempo_map.bpm_at(0)) + s.part.strip.gain_db
        for s in scores
        if s.cells[section]
    ]
    return 10 * np.log10(sum(10 ** (level / 10) for level in levels))


def test_a_typical_phrase_has_the_loudness_that_instruments_are_trimmed_to():
    for name in ("grand_piano", "violin", "kit_jazz", "sub_bass"):
        phrase = typical_phrase(catalogue.load()[name])
        assert estimated_lufs(name, phrase, PHRASE_TEMPO.bpm_at(0)) == pytest.approx(TARGET_LUFS, abs=0.01)


def test_louder_more_and_longer_notes_are_louder():
    soft = estimated_lufs("string_ensemble", HELD, 120.0)
    assert (
        estimated_lufs("string_ensemble", tuple(Note(n.start_ticks, n.length_ticks, n.pitch, 120) for n in HELD), 120.0)
        > soft + 3
    )
    assert estimated_lufs("string_ensemble", (*HELD, Note(0, 7680, 67, 92)), 120.0) > soft + 1
    assert estimated_lufs("string_ensemble", (), 120.0) == -70.0


@pytest.mark.parametrize("style", tuple(load_styles().styles))
def test_every_style_is_about_as_loud_in_its_fullest_section(make_song, styles, style):
    plan, scores = arranged(make_song, styles, style)
    assert mix_lufs(plan, scores, 4) == pytest.approx(MIX_LUFS, abs=1.5)


@pytest.mark.parametrize("style", ["pop", "rock", "house", "soul"])
def test_drums_bass_and_tune_stand_before_the_rest(make_song, styles, style):
    plan, scores = arranged(make_song, styles, style)
    level = {
        s.part.name: estimated_lufs(s.part.instrument, s.cells[4], plan.tempo_map.bpm_at(0)) + s.part.strip.gain_db
        for s in scores
        if s.cells[4]
    }
    front = [level[s.part.name] for s in scores if s.part.role in ("drums", "bass", "lead")]
    back = [level[s.part.name] for s in scores if s.part.role in ("pad", "percussion", "arp") and s.cells[4]]
    assert min(front) > max(back, default=-70.0)


def test_a_part_that_joins_a_song_is_balanced_too(make_song, styles):
    plan, scores = arranged(make_song, styles, "pop")
    others, joining = scores[:-1], scores[-1].part
    parts = tuple(score.part for score in scores)
    joined = play_part(plan, parts, styles("pop"), others, len(parts) - 1, (2, 4), 1)
    assert abs(joined.part.strip.gain_db - joining.strip.gain_db) < 4
