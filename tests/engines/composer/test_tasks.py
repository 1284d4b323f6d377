# SPDX-License-Identifier: GPL-3.0-or-later
"""What each task of the composer promises: what it changes, what it leaves, and that it is the same every time."""

import msgspec
import numpy as np
import pytest
from songs import project_from

from musicstudio.core.errors import InputError
from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.composer.score.rebuilding import plan_of
from musicstudio.engines.composer.tasks.regenerate import with_prompt
from musicstudio.engines.composer.tasks.sing import write_singing
from musicstudio.engines.contract import ClipReady, GenerationOptions, Request, ScoreReady, Task
from musicstudio.instruments import catalogue
from musicstudio.project.model import Key, Note, Track

TUNE = tuple(
    Note(i * 480, 480, pitch)
    for i, pitch in enumerate((60, 62, 64, 65, 67, 67, 69, 67, 72, 71, 69, 67, 65, 64, 62, 60))
)


def run(task, **fields):
    return run_to_end(Composer().run(Request(task, **fields)))


@pytest.fixture(scope="module")
def written():
    return run(Task.COMPOSE, prompt="pop song at 110 bpm", seed=3, options=GenerationOptions(duration_s=70.0))


@pytest.fixture(scope="module")
def song(written):
    return project_from(written)


def notes_of(result):
    return [(part.name, cell.section_id, cell.notes) for part in result.parts for cell in part.cells]


def test_composing_writes_a_whole_song_and_no_sound(written):
    assert len(written.parts) >= 6
    assert all(cell.audio is None and cell.notes for part in written.parts for cell in part.cells)
    assert written.sections[-1].end_ticks == sum(section.length_ticks for section in written.sections)
    assert written.title and written.chords
    assert {bus.id for bus in written.buses} == {"bus-reverb", "bus-delay"}
    assert written.tempo_map.seconds_at(written.sections[-1].end_ticks) == pytest.approx(70.0, abs=1e-3)


def test_the_recipe_says_how_it_was_made(written):
    recipe = written.recipe
    assert (recipe.engine, recipe.task, recipe.prompt, recipe.seed) == ("composer", "compose", "pop song at 110 bpm", 3)
    assert recipe.is_ai and recipe.licence and "wrote the prompt" in recipe.human
    assert recipe.parameters["conditioning"]["bpm"] == pytest.approx(110.0)
    assert msgspec.json.decode(msgspec.json.encode(recipe.parameters)) == recipe.parameters


def test_the_same_request_gives_the_same_notes_and_another_seed_others(written):
    again = run(Task.COMPOSE, prompt="pop song at 110 bpm", seed=3, options=GenerationOptions(duration_s=70.0))
    other = run(Task.COMPOSE, prompt="pop song at 110 bpm", seed=4, options=GenerationOptions(duration_s=70.0))
    assert notes_of(again) == notes_of(written) and again.title == written.title
    assert notes_of(other) != notes_of(written)


@pytest.mark.parametrize(
    ("prompt", "allowed"),
    [
        ("piano and strings only, a sad piece", {"keys", "strings"}),
        ("solo cello, dark", {"strings"}),
        ("rock, no drums, no synths", None),
    ],
)
def test_only_who_is_wanted_plays(prompt, allowed):
    result = run(Task.COMPOSE, prompt=prompt, seed=2, options=GenerationOptions(duration_s=30.0))
    roles = {catalogue.load()[part.instrument].role for part in result.parts}
    if allowed:
        assert roles <= allowed
    else:
        assert not roles & {"drums", "percussion", "synth", "pad", "arp"}


def test_a_wanted_instrument_plays():
    result = run(Task.COMPOSE, prompt="house with a banjo", seed=2, options=GenerationOptions(duration_s=40.0))
    assert any(part.instrument == "banjo" and any(cell.notes for cell in part.cells) for part in result.parts)


def test_generating_plays_every_cell_and_ends_on_time():
    job = Composer().run(Request(Task.GENERATE, prompt="calm folk, 9 seconds", seed=1))
    ready, score, fractions = set(), None, []
    try:
        while True:
            step = next(job)
            fractions.append(step.fraction)
            if isinstance(step.partial, ScoreReady):
                score = step.partial.result
            if isinstance(step.partial, ClipReady):
                ready.add((step.partial.part_index, step.partial.cell_index))
    except StopIteration as stop:
        result = stop.value
    assert fractions == sorted(fractions)
    assert score is not None and notes_of(score) == notes_of(result)
    assert ready == {(p, c) for p, part in enumerate(result.parts) for c in range(len(part.cells))}
    for part in result.parts:
        for cell in part.cells:
            assert cell.audio.dtype == np.float32 and cell.audio.shape[0] == 2
            end_s = result.tempo_map.seconds_at(cell.start_ticks) - cell.lead_s + cell.audio.shape[1] / 48_000
            assert end_s <= 9.0 + 1e-4
            assert np.isfinite(cell.audio).all() and np.abs(cell.audio[:, -1]).max() < 1e-3


def test_the_same_seed_sounds_the_same_to_the_byte():
    ask = {"prompt": "lo-fi loop", "seed": 5, "options": GenerationOptions(duration_s=6.0)}
    first, second = run(Task.GENERATE, **ask), run(Task.GENERATE, **ask)
    for part, other in zip(first.parts, second.parts, strict=True):
        assert all(a.audio.tobytes() == b.audio.tobytes() for a, b in zip(part.cells, other.cells, strict=True))


def test_a_loop_has_no_seam():
    result = run(Task.GENERATE, prompt="ambient loop", seed=5, options=GenerationOptions(duration_s=8.0, is_loop=True))
    frames = round(result.tempo_map.seconds_at(result.sections[-1].end_ticks) * 48_000)
    mix = np.zeros((2, frames), np.float32)
    for part in result.parts:
        for cell in part.cells:
            start = round((result.tempo_map.seconds_at(cell.start_ticks) - cell.lead_s) * 48_000)
            assert start >= 0 and start + cell.audio.shape[1] <= frames
            mix[:, start : start + cell.audio.shape[1]] += cell.audio
    steps = np.abs(np.diff(mix, axis=1)).max()
    assert np.abs(mix[:, 0] - mix[:, -1]).max() <= steps
    assert np.abs(mix[:, :2400]).max() > 1e-3


def test_closing_the_job_stops_it():
    job = Composer().run(Request(Task.GENERATE, prompt="rock", seed=1, options=GenerationOptions(duration_s=20.0)))
    for _ in range(6):
        next(job)
    job.close()
    with pytest.raises(StopIteration):
        next(job)


@pytest.mark.parametrize("difference", [0.1, 0.5, 0.9])
def test_regenerating_gives_only_the_cells_asked_for(song, written, difference):
    section = song.sections[1]
    result = run(Task.REGENERATE, song=song, section_ids=(section.id,), seed=9, difference=difference)
    assert {cell.section_id for part in result.parts for cell in part.cells} == {section.id}
    playing = {part.name for part in written.parts if any(cell.section_id == section.id for cell in part.cells)}
    assert {part.name for part in result.parts} == playing
    assert all(part.track_id for part in result.parts)
    assert all(cell.start_ticks == section.start_ticks for part in result.parts for cell in part.cells)
    assert all(cell.audio is not None for part in result.parts for cell in part.cells)


def test_one_track_regenerated_keeps_the_chords(song):
    track = next(track for track in song.tracks if track.role == "bass")
    result = run(Task.REGENERATE, song=song, section_ids=(song.sections[1].id,), track_ids=(track.id,), seed=9)
    assert [part.track_id for part in result.parts] == [track.id]
    assert result.chords == ()


def test_a_slight_variation_stays_nearer_than_a_new_idea(song):
    track = next(track for track in song.tracks if track.role == "keys")
    section = song.sections[1]
    before = {
        (n.start_ticks // 120, n.pitch) for n in next(c for c in track.clips if c.section_id == section.id).take.notes
    }

    def kept(difference):
        result = run(
            Task.REGENERATE, song=song, section_ids=(section.id,), track_ids=(track.id,), seed=9, difference=difference
        )
        after = {(n.start_ticks // 120, n.pitch) for n in result.parts[0].cells[0].notes}
        return len(before & after) / max(1, len(before | after))

    assert kept(0.1) > kept(0.9)


def test_a_range_gives_cells_of_just_that_range(song):
    first, second = song.sections[1], song.sections[2]
    span = (first.start_ticks + 3840, second.start_ticks + 3840)
    result = run(Task.REGENERATE, song=song, range_ticks=span, seed=9)
    for part in result.parts:
        assert all(
            span[0] <= cell.start_ticks and cell.start_ticks + cell.length_ticks <= span[1] for cell in part.cells
        )
        assert all(note.start_ticks < cell.length_ticks for cell in part.cells for note in cell.notes)


def test_takes_differ_by_seed(song):
    ask = {"song": song, "section_ids": (song.sections[1].id,), "track_ids": (song.tracks[1].id,), "difference": 0.9}
    assert notes_of(run(Task.REGENERATE, seed=1, **ask)) != notes_of(run(Task.REGENERATE, seed=2, **ask))
    assert notes_of(run(Task.REGENERATE, seed=1, **ask)) == notes_of(run(Task.REGENERATE, seed=1, **ask))


def test_a_layer_is_one_new_part_that_knows_its_place(song):
    result = run(Task.LAYER, song=song, prompt="add a muted trumpet", seed=2)
    assert [part.instrument for part in result.parts] == ["muted_trumpet"]
    assert result.parts[0].track_id == ""
    ids = {section.id for section in song.sections}
    assert result.parts[0].cells and all(cell.section_id in ids for cell in result.parts[0].cells)


def test_a_layer_can_take_the_place_of_a_track(song):
    track = next(track for track in song.tracks if track.role == "keys")
    result = run(Task.LAYER, song=song, prompt="organ", track_ids=(track.id,), seed=2)
    assert [(part.track_id, part.instrument) for part in result.parts] == [(track.id, "organ")]


def test_restyling_keeps_melody_chords_and_form(song):
    result = run(Task.RESTYLE, song=song, prompt="acoustic folk", seed=2)
    assert result.sections == song.sections
    assert [(c.start_ticks, c.root, c.quality) for c in result.chords] == [
        (c.start_ticks, c.root, c.quality) for c in song.chords
    ]
    assert result.conditioning["styles"][0][0] == "folk"
    assert result.key == song.key


@pytest.mark.parametrize("at", [-1, 0, 1])
def test_extending_adds_bars_where_asked(song, at):
    tick = -1 if at < 0 else song.sections[at].start_ticks
    result = run(Task.EXTEND, song=song, extend_bars=8, extend_at_tick=tick, seed=2)
    old_end, new_end = song.sections[-1].end_ticks, result.sections[-1].end_ticks
    assert new_end - old_end == 8 * 3840
    fresh = [section for section in result.sections if section.id not in {s.id for s in song.sections}]
    assert sum(section.length_ticks for section in fresh) == 8 * 3840
    assert fresh[0].start_ticks == (old_end if tick < 0 else tick)
    assert {cell.section_id for part in result.parts for cell in part.cells} <= {section.id for section in fresh}
    assert result.parts and all(part.track_id for part in result.parts)
    assert sum(chord.length_ticks for chord in result.chords) == new_end


def test_harmonizing_keeps_every_note_of_the_melody():
    result = run(Task.HARMONIZE, melody=TUNE, prompt="acoustic folk", seed=2)
    lead = next(part for part in result.parts if part.player.startswith("lead"))
    played = tuple(
        msgspec.structs.replace(n, start_ticks=n.start_ticks + c.start_ticks) for c in lead.cells for n in c.notes
    )
    assert played == TUNE
    assert result.key == Key(0) and result.chords and len(result.parts) > 2


def test_three_intensities_are_the_same_piece_bar_for_bar():
    levels = [
        run(Task.COMPOSE, prompt="battle music, intensity layers, 20 seconds", seed=2, variation=i) for i in range(3)
    ]
    assert len({(level.tempo_map, level.key, level.chords, len(level.sections)) for level in levels}) == 1
    counts = [sum(len(cell.notes) for part in level.parts for cell in part.cells) for level in levels]
    assert counts[0] < counts[1] < counts[2]


def test_a_calmer_layer_has_the_very_notes_of_the_fullest_where_it_plays():
    calm, alert, full = (
        run(Task.COMPOSE, prompt="battle music, intensity layers, 20 seconds", seed=2, variation=i) for i in range(3)
    )
    for level in (calm, alert):
        for part in level.parts:
            twin = next(each for each in full.parts if each.name == part.name)
            cells = {cell.section_id: cell for cell in twin.cells}
            for cell in part.cells:
                mine = [(note.start_ticks, note.length_ticks, note.pitch) for note in cell.notes]
                theirs = [(n.start_ticks, n.length_ticks, n.pitch) for n in cells[cell.section_id].notes]
                assert mine == theirs


def test_bad_requests_are_refused_in_words(song):
    with pytest.raises(InputError, match="melody"):
        run(Task.HARMONIZE, prompt="folk")
    with pytest.raises(InputError, match="sections"):
        run(Task.REGENERATE, prompt="folk")
    with pytest.raises(InputError, match="style"):
        run(Task.RESTYLE, song=song)
    with pytest.raises(InputError, match="bars"):
        run(Task.EXTEND, song=song, extend_bars=0)
    with pytest.raises(InputError, match="sections"):
        run(Task.SING, lyrics="la la")


def test_a_word_with_a_regeneration_lifts_the_energy_and_keeps_the_style(song):
    plan = plan_of(song, 1)
    louder = with_prompt(plan, Request(Task.REGENERATE, prompt="much louder and more energetic", song=song))
    assert louder.conditioning.styles == plan.conditioning.styles
    assert louder.sections[1].section.energy > plan.sections[1].section.energy
    jazzy = with_prompt(plan, Request(Task.REGENERATE, prompt="as jazz", song=song))
    assert jazzy.conditioning.styles[0][0] == "jazz_swing"


def test_a_tracks_tune_is_sung_note_for_note(song):
    lead = next(track for track in song.tracks if track.kind == "instrument" and track.role in ("lead", "keys"))
    sung = written_singing(song, lead, "[Verse]\nLanterns drift across the evening\nEvery window holds a name")
    vocal = sung.parts[0]
    assert (vocal.kind, vocal.role) == ("vocal", "vocals")
    tune = {cell.start_ticks + note.start_ticks for cell in vocal.cells for note in cell.notes}
    played = {
        song.tempo_map.ticks_at(clip.origin_s) + note.start_ticks for clip in lead.clips for note in clip.take.notes
    }
    words = [note.lyric for cell in vocal.cells for note in cell.notes if note.lyric not in ("", "_")]
    assert tune and words[0].startswith("Lan")
    assert len(tune & played) >= 0.8 * len(tune), "syllables begin where the notes do"


def test_singing_needs_words_and_notes(song):
    silent = Track("silent", "Flute", "instrument", "lead", "flute")
    with pytest.raises(InputError, match="notes"):
        written_singing(msgspec.structs.replace(song, tracks=(*song.tracks, silent)), silent, "la la la")
    lead = next(track for track in song.tracks if track.kind == "instrument")
    with pytest.raises(InputError, match="words"):
        written_singing(song, lead, "[Verse]")


def written_singing(song, track, lyrics):
    """What would be sung, on paper."""
    return write_singing(Request(Task.SING, lyrics=lyrics, song=song, track_ids=(track.id,)))
