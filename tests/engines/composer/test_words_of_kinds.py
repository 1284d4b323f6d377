# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinds of wish that wordings seen for the first time showed: each is in the notes, or told."""

import pytest
from songs import project_from

from musicstudio.core.progress import run_to_end
from musicstudio.core.theory.chords import parse_chord
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.composer.kit_pieces import PITCHES
from musicstudio.engines.composer.prompt.lexicon import ELECTRONICS
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.tasks.regenerate import rewrite
from musicstudio.engines.composer.words.reading import read_prompt
from musicstudio.engines.contract import Request, Task


def sheet_of(prompt):
    return read_prompt(prompt, load_styles().styles).sheet


def made(prompt, **fields):
    return run_to_end(Composer().run(Request(Task.COMPOSE, prompt=prompt, seed=1, **fields)))


def notes_of(result, role):
    return [
        (cell.start_ticks + note.start_ticks, note.pitch)
        for part in result.parts
        if part.role == role
        for cell in part.cells
        for note in cell.notes
    ]


@pytest.mark.parametrize(
    ("words", "bpm"),
    [("♩ = 96", 96), ("♩=132", 132), ("crotchet equals 72", 72), ("quarter note = 84", 84), ("minim = 50", 100),
     ("dotted quarter = 60", 90)],
)  # fmt: skip
def test_a_tempo_may_be_written_as_a_note_value(words, bpm):
    assert sheet_of(f"folk, {words}").bpm.value == bpm


@pytest.mark.parametrize("row", ["Em9 A13", "Dm9 G13 Cmaj9 A7", "Bbmaj7 F/A Gm7 Ebmaj7", "Csus4 F9 Am7b5 D7b9"])
def test_chords_are_read_as_players_write_them(row):
    assert sheet_of(f"neo soul with chords {row}").harmony.value == row


def test_each_section_stands_on_its_own_chords():
    result = made("verse: Am F C G; chorus: F C G Am, indie folk, 100 bpm")
    for kind, symbols in (("verse", "Am F C G"), ("chorus", "F C G Am")):
        roots = [parse_chord(symbol).root for symbol in symbols.split()]
        for section in (s for s in result.sections if s.kind == kind):
            chords = [c for c in result.chords if section.start_ticks <= c.start_ticks < section.end_ticks]
            assert [c.root for c in chords[:4]] == roots
    assert all(each.is_kept for each in result.sheet.made if each.name == "chords")


def test_the_pieces_of_a_kit_come_one_after_the_other():
    result = made("techno 130 bpm: kick only for the first 8 bars, then hats, then bass line")
    drums, bar = notes_of(result, "drums"), 3840
    assert {pitch for tick, pitch in drums if tick < 8 * bar - 100} <= PITCHES["kick"]
    hats = [tick for tick, pitch in drums if pitch in PITCHES["hi-hats"]]
    assert 8 * bar - 960 <= min(hats) < 12 * bar
    assert min(tick for tick, _ in notes_of(result, "bass")) >= 15 * bar
    assert all(each.is_kept for each in result.sheet.made), result.sheet.made


def test_a_piece_that_no_quiet_groove_has_is_played_alone_all_the_same():
    result = made("techno, hypnotic, kick only for 16 bars then acid bass")
    first = {pitch for tick, pitch in notes_of(result, "drums") if tick < 16 * 3840 - 100}
    assert first and first <= PITCHES["kick"]


@pytest.mark.parametrize("words", ["unplugged", "acoustic only", "no electronics at all"])
def test_acoustic_music_needs_no_current(words):
    result = made(f"country, {words}, guitars and bass")
    assert not {part.instrument for part in result.parts if any(cell.notes for cell in part.cells)} & set(ELECTRONICS)


@pytest.mark.parametrize(
    "words",
    ["chorus twice as loud as the verse", "the verse is half as loud as the chorus", "a verse softer than the chorus"],
)  # fmt: skip
def test_a_section_is_as_strong_beside_another_as_was_said(words):
    asked = {each.kind: each.energy for each in sheet_of(f"pop song, {words}").sections}
    assert asked["chorus"] > asked["verse"] + 0.4


def test_players_are_compared_too():
    manners = {each.name: each.manner for each in sheet_of("rock, drums louder than the bass").players}
    assert manners == {"drums": ("loud",), "bass": ("soft",)}


@pytest.mark.parametrize(
    ("prompt", "length_s"),
    [("a tune of around 30 sec", 30.0), ("happy music, about 40 seconds", 40.0),
     ("it loops seamlessly after 48 seconds", 48.0)],
)  # fmt: skip
def test_a_length_is_no_moment(prompt, length_s):
    assert sheet_of(prompt).length_s.value == length_s


def test_what_happens_around_a_time_is_no_length():
    assert not sheet_of("drums enter around 30 seconds").length_s.is_set


def test_a_breakdown_at_a_time_lasts_to_the_next_one():
    sheet = sheet_of("house. Breakdown at 1:00 where everything drops out apart from the pads. Drop at 1:16. 2 min")
    cue = next(cue for cue in sheet.cues if cue.verb == "only")
    assert (cue.players, cue.start.seconds, cue.end.seconds) == (("pad",), 60.0, 76.0)


def test_sections_in_brackets_are_the_form():
    assert sheet_of("[Intro - 8 bars] pads [Build] snares [Drop] big lead").kinds.value == ("intro", "build", "drop")


@pytest.mark.parametrize(
    ("prompt", "told"), [("metal, drop D", "drop D"), ("two bars of drums before each verse", "before each verse")]
)
def test_what_places_nothing_is_told(prompt, told):
    assert told in [span.text for span in sheet_of(prompt).unanswered]


def test_each_of_two_solos_is_somebodys():
    cues = [c for c in sheet_of("blues with two solos, first the organ, later the guitar").cues if c.verb == "solo"]
    assert [(cue.start.number, cue.players) for cue in cues] == [(1, ("organ",)), (2, ("guitar",))]


@pytest.fixture(scope="module")
def song():
    prompt = (
        "rock with distorted guitar, bass, drums and flute melody, 100 bpm, C major, 40 seconds, form: verse, chorus"
    )
    return project_from(made(prompt))


def edited(song, words, role):
    section = next(s for s in song.sections if s.kind == "chorus")
    ids = tuple(track.id for track in song.tracks if track.role == role or track.player.partition("/")[0] == role)
    request = Request(Task.REGENERATE, prompt=words, song=song, section_ids=(section.id,), track_ids=ids[:1], seed=3)
    part = rewrite(request).parts[0]
    before = [
        note for clip in song.track(part.track_id).clips if clip.section_id == section.id for note in clip.take.notes
    ]
    return before, [note for cell in part.cells for note in cell.notes]


def test_power_chords_are_roots_and_fifths(song):
    _, after = edited(song, "power chords", "guitar")
    struck = {}
    for note in after:
        struck.setdefault(note.start_ticks, set()).add(note.pitch)
    assert struck and all(len(each) == 2 and max(each) - min(each) == 7 for each in struck.values())


def test_the_same_rhythm_on_other_notes(song):
    before, after = edited(song, "same rhythm, different notes", "lead")
    assert [note.start_ticks for note in before] == [note.start_ticks for note in after]
    assert [note.pitch for note in before] != [note.pitch for note in after]


def test_a_song_becomes_a_waltz_and_keeps_its_tune(song):
    result = run_to_end(Composer().run(Request(Task.RESTYLE, prompt="as a waltz", song=song, seed=3)))
    meter = result.tempo_map.meter_at(0)
    assert (meter.numerator, meter.denominator) == (3, 4)
    assert [len(s.melody) for s in result.sections] == [len(s.melody) for s in song.sections]
    for old, new in zip(song.sections, result.sections, strict=True):
        assert new.start_ticks * 4 == old.start_ticks * 3
        assert [note.pitch for note in new.melody] == [note.pitch for note in old.melody]
    assert not any("waltz" in notice for notice in result.notices)


def test_a_number_behind_a_style_is_its_tempo_and_808s_are_no_seconds():
    assert sheet_of("electropop 118").bpm.value == 118
    assert not sheet_of("trap with hard 808s").length_s.is_set


def test_players_who_stop_at_a_time_come_back_at_another():
    cues = sheet_of("synth pop, drums stop at 0:30 and come back at 0:38").cues
    assert [(c.verb, c.players, c.start.seconds, c.end.seconds) for c in cues] == [("out", ("drums",), 30.0, 38.0)]
