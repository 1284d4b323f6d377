# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits by words: what the words name changes, and nothing else."""

import msgspec
import pytest
from songs import project_from

from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.arrangement.naming import is_named
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.tasks.extend import lengthen
from musicstudio.engines.composer.tasks.layer import add_part
from musicstudio.engines.composer.tasks.regenerate import rewrite
from musicstudio.engines.composer.words.changes import read_change
from musicstudio.engines.contract import Request, Task

PROMPT = (
    "pop song with piano, acoustic guitar, strings, electric bass and drums, flute melody, 100 bpm, C major, "
    "60 seconds, "
    "form: verse, chorus, verse"
)


@pytest.fixture(scope="module")
def song():
    return project_from(run_to_end(Composer().run(Request(Task.COMPOSE, prompt=PROMPT, seed=5))))


def edited(song, words, kind="chorus", tracks=(), **fields):
    section = next(s for s in song.sections if s.kind == kind)
    ids = tuple(t.id for t in song.tracks if t.player.partition("/")[0] in tracks or t.role in tracks)
    return rewrite(
        Request(Task.REGENERATE, prompt=words, song=song, section_ids=(section.id,), track_ids=ids, seed=3, **fields)
    )


def track_of(song, part):
    return song.track(part.track_id)


def notes_of(part):
    return [note for cell in part.cells for note in cell.notes]


def before_of(song, part):
    start = part.cells[0].start_ticks
    place = song.tempo_map.seconds_at(start)
    clip = next(c for c in track_of(song, part).clips if abs(c.start_s - place) < 0.01)
    return list(clip.take.notes)


def test_who_is_refused_falls_silent_and_nobody_else_changes(song):
    result = edited(song, "lose the drums, no piano")
    assert {track_of(song, part).role for part in result.parts} <= {"drums", "percussion", "keys"}
    assert not any(notes_of(part) for part in result.parts)


def test_a_player_who_is_added_joins_in_that_section_only(song):
    (part,) = edited(song, "add a cello").parts
    (cell,) = part.cells
    assert (part.instrument, part.track_id, cell.section_id) == ("cello", "", song.sections[1].id)
    assert cell.notes


def test_who_takes_a_part_over_plays_its_rhythm(song):
    result = edited(song, "swap the piano for an organ")
    silent = next(part for part in result.parts if part.track_id)
    organ = next(part for part in result.parts if not part.track_id)
    starts = sorted(note.start_ticks for note in before_of(song, silent))
    assert not notes_of(silent) and organ.instrument == "organ"
    assert sorted(note.start_ticks for note in notes_of(organ)) == starts


def test_the_same_notes_only_quieter(song):
    for part in edited(song, "much quieter").parts:
        old, new = before_of(song, part), notes_of(part)
        assert [(n.start_ticks, n.pitch) for n in new] == [(n.start_ticks, n.pitch) for n in old]
        assert sum(n.velocity for n in new) < 0.7 * sum(n.velocity for n in old)


def test_an_octave_higher(song):
    (part,) = edited(song, "an octave higher", tracks=("lead",)).parts
    assert [n.pitch - 12 for n in notes_of(part)] == [n.pitch for n in before_of(song, part)]


def test_new_chords_are_in_the_result_and_the_tune_stays_when_kept(song):
    result = edited(song, "keep the melody but reharmonize it")
    section = song.sections[1]
    before = [(c.root, c.quality) for c in song.chords if section.start_ticks <= c.start_ticks < section.end_ticks]
    assert result.chords and [(c.root, c.quality) for c in result.chords] != before
    assert not any(track_of(song, part).player.startswith("lead") for part in result.parts)
    assert sum(chord.length_ticks for chord in result.chords) == section.length_ticks


def test_what_a_selection_cannot_change_is_told(song):
    assert any("tempo" in notice for notice in edited(song, "at 140 bpm").notices)
    assert any("tabla" in notice for notice in edited(song, "with a tabla").notices)
    assert any("frobnicate" in notice for notice in edited(song, "frobnicate it").notices)


@pytest.mark.parametrize(
    "words", ["", "no drums, ???", "\x00", "swap the for the", "x" * 500, "keep everything", "🎵 🎵"]
)
def test_any_words_give_an_answer(song, words):
    edited(song, words)


def tune_of(song):
    lead = next(t for t in song.tracks if t.player.startswith("lead"))
    return {
        (round((song.tempo_map.ticks_at(c.origin_s) + n.start_ticks) / 120), n.pitch % 12)
        for c in lead.clips
        for n in c.take.notes
    }


def shared_with_tune(song, part):
    notes = [(round((c.start_ticks + n.start_ticks) / 120), n.pitch % 12) for c in part.cells for n in c.notes]
    return sum(note in tune_of(song) for note in notes) / len(notes)


def test_a_counter_melody_is_its_own_and_a_double_is_the_tune(song):
    (own,) = add_part(Request(Task.LAYER, prompt="soft oboe countermelody", song=song, seed=2)).parts
    (double,) = add_part(Request(Task.LAYER, prompt="oboe doubling the melody", song=song, seed=2)).parts
    assert shared_with_tune(song, own) < 0.35 < 0.8 < shared_with_tune(song, double)


def test_long_notes_are_long_and_stay_where_they_were_asked(song):
    (part,) = add_part(
        Request(Task.LAYER, prompt="warm string pad, long notes, in the chorus", song=song, seed=2)
    ).parts
    lengths = sorted(note.length_ticks for note in notes_of(part))
    assert lengths[len(lengths) // 2] >= 1440
    assert {cell.section_id for cell in part.cells} == {song.sections[1].id}


def test_bars_kinds_and_players_of_an_extension_are_as_said(song):
    result = lengthen(
        Request(
            Task.EXTEND, prompt="8 bars bridge with strings only", song=song, extend_bars=4, extend_at_tick=-1, seed=2
        )
    )
    known = {section.id for section in song.sections}
    fresh = [section for section in result.sections if section.id not in known]
    assert [(s.kind, s.length_ticks) for s in fresh] == [("bridge", 8 * 3840)]
    playing = [part for part in result.parts if notes_of(part)]
    assert playing and all(is_named("strings", part.role, part.instrument) for part in playing)


def test_words_of_an_edit_are_accounted_for():
    change, _ = read_change("no drums, blorf, an octave higher, in French", load_styles().styles)
    assert [(span.text, span.outcome) for span in change.unanswered] == [
        ("blorf", "not_understood"),
        ("in French", "cannot"),
    ]
    assert msgspec.json.decode(msgspec.json.encode(change), type=type(change)) == change
