# SPDX-License-Identifier: GPL-3.0-or-later
"""Lyrics make the form, every word is sung in its section, and the words survive a new tune."""

import pytest
from songs import project_from

from musicstudio.core.errors import InputError
from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.composer.tasks import harmonize
from musicstudio.engines.composer.tasks.write_song import understand_request
from musicstudio.engines.composer.vocals.lyric_form import lyric_form
from musicstudio.engines.composer.vocals.singing import sing_given
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.project.model import Key, Note

LYRICS = """[Verse 1]
Walking down the empty street tonight
Shadows dance beneath the yellow light

[Chorus]
Oh carry me home
Over the water and stone

[Verse 2]
Morning comes with silver in its hand
Footprints fading slowly in the sand

[Chorus]
"""


def run(task, **fields):
    return run_to_end(Composer().run(Request(task, **fields)))


@pytest.fixture(scope="module")
def song():
    return run(Task.COMPOSE, prompt="indie folk, female voice", lyrics=LYRICS, seed=2)


def words_of(cell):
    return "".join(
        note.lyric.replace("-", "") if note.lyric.endswith("-") else note.lyric + " " for note in cell.notes
    ).lower()


def test_the_form_follows_the_lyric(song):
    kinds = [section.kind for section in song.sections]
    assert kinds == ["intro", "verse", "chorus", "verse", "chorus", "outro"]


def test_every_line_is_sung_in_its_section(song):
    vocal = next(part for part in song.parts if part.kind == "vocal")
    sung = {cell.section_id: words_of(cell) for cell in vocal.cells}
    verse, chorus = song.sections[1], song.sections[2]
    assert "empty street tonight" in sung[verse.id]
    assert "carry me home" in sung[chorus.id]
    assert vocal.instrument == "ada" and vocal.role == "vocals"


def test_a_repeated_chorus_repeats(song):
    vocal = next(part for part in song.parts if part.kind == "vocal")
    by_section = {cell.section_id: cell.notes for cell in vocal.cells}
    assert by_section[song.sections[2].id] == by_section[song.sections[4].id]


def test_a_new_tune_keeps_the_words_and_their_rhythm(song):
    from musicstudio.engines.composer.score.rebuilding import plan_of, vocal_scores_of
    from musicstudio.engines.composer.tasks.regenerate_vocals import regenerate_vocals
    from musicstudio.engines.composer.tasks.targets import find_targets

    document = project_from(song)
    track = next(track for track in document.tracks if track.kind == "vocal")
    request = Request(Task.REGENERATE, song=document, section_ids=(song.sections[1].id,), track_ids=(track.id,), seed=8)
    plan = plan_of(document, 2)
    before = vocal_scores_of(document, plan)[track.id].cells[1]
    after = regenerate_vocals(document, plan, find_targets(request, plan), request)[1][track.id].cells[1]
    assert [(n.start_ticks, n.lyric) for n in after] == [(n.start_ticks, n.lyric) for n in before]
    assert [n.pitch for n in after] != [n.pitch for n in before]


def test_a_short_length_leaves_lyrics_out_and_says_so():
    form = lyric_form(LYRICS, (4, 4), 100.0, bars=10)
    assert sum(block.bars for block in form.blocks) == 10
    assert any("left out" in notice for notice in form.notices)


def test_lyrics_without_words_are_told():
    result = run(
        Task.COMPOSE,
        prompt="pop",
        lyrics="[Verse]\n\U0001f600 \U0001f3b5\n",
        seed=1,
        options=GenerationOptions(duration_s=20.0),
    )
    assert not any(part.kind == "vocal" for part in result.parts)
    assert result.notices


def test_a_voice_without_words_sings_open_vowels():
    result = run(
        Task.COMPOSE, prompt="dream pop with a female voice", seed=1, options=GenerationOptions(duration_s=30.0)
    )
    vocal = next(part for part in result.parts if part.kind == "vocal")
    assert {note.lyric for cell in vocal.cells for note in cell.notes} <= {"ooh", "ah", "la"}


def test_an_unknown_voice_is_refused():
    with pytest.raises(InputError, match="voice"):
        run(Task.COMPOSE, prompt="pop", lyrics=LYRICS, options=GenerationOptions(voice="nobody"))


def test_a_length_beyond_the_words_is_filled_with_a_solo_and_the_chorus_again():
    form = lyric_form(LYRICS, (4, 4), 100.0, bars=64)
    assert sum(block.bars for block in form.blocks) == 64
    kinds = [block.kind for block in form.blocks]
    assert kinds[-3:] == ["solo", "chorus", "outro"] and form.blocks[0].bars <= 8 and form.blocks[-1].bars <= 16
    sung_first = form.lines[kinds.index("chorus")]
    assert form.lines[-2] == sung_first


def sung_melody(pitches, lyrics, voice="joe", key=None):
    """(what is sung, what was told) of a melody of quarters with words."""
    tune = tuple(Note(i * 960, 900, pitch) for i, pitch in enumerate(pitches))
    request = Request(Task.HARMONIZE, "folk", lyrics, 1, GenerationOptions(voice=voice, key=key), melody=tune)
    found = understand_request(request)
    request, told = harmonize.in_reach_of_voice(request, found)
    return sing_given(harmonize.plan_around(request, found), request.lyrics, request.melody), told


def notes_of(cells):
    return [note for cell in cells for note in cell or ()]


SCALE = (60, 62, 64, 65, 67, 65, 64, 62) * 2


def test_a_melody_with_words_is_sung_as_given():
    sung, told = sung_melody(SCALE, "Sing a song of six-pence now\nall the birds are gone")
    notes = notes_of(sung.score.cells)
    assert [note.length_ticks for note in notes] == [900] * 16 and not told
    assert len({note.pitch - given for note, given in zip(notes, SCALE, strict=True)}) == 1
    assert notes[0].lyric == "Sing"


def test_notes_of_a_given_melody_with_words_in_parentheses_are_sung_by_the_answering_voice():
    sung, _ = sung_melody(SCALE[:8], "Sing a song (a song) of six-pence")
    lead, answer = notes_of(sung.score.cells), notes_of(sung.answers)
    assert [note.lyric for note in answer] == ["a", "song"] and len(lead) == 6
    assert sorted(note.start_ticks for note in (*lead, *answer)) == [i * 960 for i in range(8)]


@pytest.mark.parametrize("key", [None, Key(10, "major")])
def test_a_given_melody_out_of_reach_moves_to_another_key_unless_one_was_asked(key):
    sung, told = sung_melody((58, 62, 65, 70), "Stay with me now", "ada", key)
    pitches = [note.pitch for note in notes_of(sung.score.cells)]
    assert [pitch - pitches[0] for pitch in pitches] == [0, 4, 7, 12]
    if key:
        assert pitches[0] % 12 == 58 % 12 and not told and sung.plan.conditioning.key == key
    else:
        assert min(pitches) >= 50 and max(pitches) <= 65 and "Ada reaches it" in told[0]


def test_ten_thousand_words_are_refused_in_a_sentence():
    with pytest.raises(InputError, match="minutes"):
        run(Task.COMPOSE, prompt="pop", lyrics="\n".join(["again and again and on and on"] * 1500), seed=1)


def test_a_lyric_without_tags_becomes_verses_of_a_few_lines():
    form = lyric_form("\n".join(f"line number {i} of the song" for i in range(20)), (4, 4), 100.0)
    sung = [lines for lines in form.lines if lines]
    assert len(sung) == 3 and max(map(len, sung)) <= 8
    assert {block.kind for block in form.blocks} == {"intro", "verse", "outro"}


def test_the_band_makes_room_for_the_singer(song):
    for part in song.parts:
        duckers = [device for device in part.strip.devices if device.kind == "ducker"]
        assert len(duckers) == (part.role in ("keys", "guitar", "strings", "brass", "synth", "arp", "pad", "lead"))
        assert len({device.id for device in part.strip.devices}) == len(part.strip.devices)


def test_choruses_are_sung_in_two_voices_that_agree_with_the_chords(song):
    lead = next(part for part in song.parts if part.role == "vocals")
    backing = next(part for part in song.parts if part.role == "backing" and part.kind == "vocal")
    assert backing.instrument != lead.instrument and backing.strip.gain_db < lead.strip.gain_db
    kinds = {section.id: section.kind for section in song.sections}
    assert {kinds[cell.section_id] for cell in backing.cells} == {"chorus"}
    sung = {cell.section_id: cell.notes for cell in lead.cells}
    for cell in backing.cells:
        tune = sung[cell.section_id]
        assert [(n.start_ticks, n.lyric) for n in cell.notes] == [(n.start_ticks, n.lyric) for n in tune]
        steps = {(high.pitch - low.pitch) % 12 for high, low in zip(cell.notes, tune, strict=True)}
        assert steps <= {3, 4, 5, 7, 8, 9}
