# SPDX-License-Identifier: GPL-3.0-or-later
"""Credits: five roles, licences, and what people did, from the recipes of what is heard."""

from pathlib import Path

import msgspec
import pytest
from lxml import html
from msgspec.structs import replace

from musicstudio.interchange.acts import PERSON, acts_of
from musicstudio.interchange.credits_file import write_credits
from musicstudio.interchange.provenance import (
    AI,
    HUMAN,
    IMPORTED,
    NONE,
    ROLES,
    credits_of,
    digital_source_type,
    disclosed_roles,
    disclosure_sentence,
)
from musicstudio.project.document import Document
from musicstudio.project.edits import clips, notes, song, strips, takes, tempo
from musicstudio.project.model import Project, Recipe, Take
from tests.project.songs import HASHES, small_song

MACHINE = Recipe("composer", "1.0", "generate", "a calm song", 7, "lead sheet", "abc", "CC0-1.0", is_ai=True)
RECORDED = Recipe("recording", human=("sang",))


def with_recipes(**recipes: Recipe) -> Project:
    """The small song, each named row made by a recipe."""
    rows = tuple(
        replace(
            row,
            clips=tuple(
                replace(clip, takes=tuple(replace(take, recipe_id=row.id) for take in clip.takes)) for clip in row.clips
            ),
        )
        for row in small_song().tracks
    )
    return replace(small_song(), tracks=rows, recipes=recipes)


def test_a_song_by_hand_discloses_nothing() -> None:
    assert disclosure_sentence(with_recipes(bass=RECORDED, drums=RECORDED, vocal=RECORDED)) == ""


def test_sounds_of_which_nothing_is_on_record_are_not_claimed_to_be_a_persons() -> None:
    assert disclosed_roles(small_song())["instrumentation"] == IMPORTED


@pytest.mark.parametrize("process", ["separation", "cleaning", "stretch"])
def test_processed_sound_is_the_work_of_what_it_was_made_from(process: str) -> None:
    stem = Recipe(process, is_ai=True, inputs=(HASHES[0],))
    project = with_recipes(vocal=stem, bass=MACHINE, drums=MACHINE)
    assert disclosed_roles(project)["vocals"] == IMPORTED
    sung = replace(project.sources[HASHES[0]], recipe_id="take")
    known = replace(project, sources=project.sources | {HASHES[0]: sung}, recipes=project.recipes | {"take": RECORDED})
    assert disclosed_roles(known)["vocals"] == HUMAN


def test_a_generated_band_with_a_recorded_singer() -> None:
    roles = disclosed_roles(with_recipes(bass=MACHINE, drums=MACHINE, vocal=RECORDED))
    assert set(roles) == set(ROLES)
    assert (roles["vocals"], roles["instrumentation"], roles["composition"], roles["lyrics"]) == (
        HUMAN,
        AI,
        "human and AI",
        NONE,
    )


def test_edited_notes_make_it_the_work_of_both() -> None:
    edited = replace(MACHINE, human=("edited 3 notes",))
    assert (
        disclosed_roles(with_recipes(bass=edited, drums=MACHINE, vocal=RECORDED))["instrumentation"] == "human and AI"
    )


def test_muted_clips_do_not_count() -> None:
    project = clips.mute_clips(["bass-verse", "bass-chorus"], True)(with_recipes(bass=MACHINE))
    assert disclosed_roles(project)["instrumentation"] == IMPORTED


def test_lyrics_are_a_persons_unless_a_machine_wrote_them() -> None:
    project = song.set_lyrics("la la")(with_recipes(song=replace(MACHINE, human=("gave the lyrics",))))
    assert disclosed_roles(replace(project, song_recipe_id="song"))["lyrics"] == HUMAN
    unsung = replace(project, recipes={"song": MACHINE}, song_recipe_id="song")
    assert disclosed_roles(unsung)["lyrics"] == AI


def test_one_sound_that_may_not_be_sold_marks_the_song() -> None:
    noncommercial = replace(MACHINE, is_commercial_use_allowed=False, licence="CC-BY-NC-4.0")
    sheet = credits_of(with_recipes(bass=noncommercial, drums=MACHINE))
    assert not sheet.is_commercial_use_allowed
    assert sheet.licences == ("CC-BY-NC-4.0", "CC0-1.0")


def test_the_log_tells_every_step_in_order() -> None:
    document = Document(with_recipes(bass=MACHINE), clock=lambda: 1_700_000_000.0)
    document.transact("Rename song", song.set_title("Mine"))
    document.transact("Move clip", clips.move_clips(["vocal-1"], 1.0))
    sheet = credits_of(document.project, document.history_states)
    assert [entry.what for entry in sheet.log] == ["Start", "Rename song", "Move clip"]
    assert sheet.log[0].at == "2023-11-14 22:13:20"


def test_credits_are_written_for_programs_and_for_people(tmp_path: Path) -> None:
    sheet = credits_of(with_recipes(bass=MACHINE, drums=MACHINE, vocal=RECORDED), artist="Mara Lind")
    as_json, as_text, as_page = (write_credits(tmp_path / f"a{end}", sheet) for end in (".json", ".txt", ".html"))
    content = msgspec.json.decode(as_json.read_bytes())
    assert content["roles"]["vocals"] == HUMAN
    assert content["sounds"][0]["seed"] == 7
    text = as_text.read_text()
    assert "instrumentation: AI" in text and "“a calm song”" in text and "CC0-1.0" in text
    page = html.fromstring(as_page.read_text())
    assert "by Mara Lind" in page.findtext(".//h1")
    rows = {row.findtext("th"): row.findtext("td") for row in page.iter("tr")}
    assert rows["vocals"] == HUMAN and rows["instrumentation"] == AI
    assert not page.findall(".//script") and "http" not in as_page.read_text().replace(sheet.digital_source_type, "")


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "a & b", "\u202eabc", "\x00"])
def test_a_title_cannot_become_a_part_of_the_page(title: str, tmp_path: Path) -> None:
    sheet = credits_of(replace(with_recipes(bass=MACHINE), title=title))
    page = html.fromstring(write_credits(tmp_path / "a.html", sheet).read_text())
    assert not page.findall(".//script")


def generated(document: Document) -> None:
    """What a generation does in one step: rows, words, mix, all with its recipe."""
    made = with_recipes(bass=MACHINE, drums=MACHINE, vocal=MACHINE, song=MACHINE)
    louder = strips.set_gain(["bass"], -3.0)
    full = replace(louder(made), lyrics="rain and rain", song_recipe_id="song")
    document.transact("New song", lambda _: full)
    document.amend("Set the loudness", song.set_master_gain(7.0))


def started() -> Document:
    return Document(Project("song"))


def test_an_untouched_generation_is_nobody_elses_work() -> None:
    document = started()
    generated(document)
    roles = disclosed_roles(document.project, document.history_states)
    assert set(roles.values()) == {AI}
    assert [(act.kind, act.by) for act in acts_of(document.history_states)] == [("generated", "composer 1.0")]
    kind = digital_source_type(document.project, document.history_states)
    assert kind.endswith("/trainedAlgorithmicMedia")


TOUCHES = {
    "cut": clips.move_clips(["bass-verse"], 0.5),
    "mixed": strips.set_gain(["bass"], -9.0),
    "wrote": song.set_lyrics("sun and sun"),
    "composed": notes.move_notes("bass-verse", {0}, 240, 2),
    "arranged": tempo.set_tempo(99.0),
    "chose": takes.choose_take("bass-verse", "another"),
}


@pytest.mark.parametrize("kind", TOUCHES)
def test_each_thing_that_a_person_does_is_told_by_what_it_changed(kind: str) -> None:
    document = started()
    generated(document)
    if kind == "chose":
        document.transact("Load", takes.add_take("bass-verse", Take("another", recipe_id="bass"), is_chosen=False))
    document.transact("Anything at all", TOUCHES[kind])
    acts = acts_of(document.history_states)
    assert kind in {act.kind for act in acts if act.by == PERSON}
    roles = disclosed_roles(document.project, document.history_states)
    assert ("human" in roles["post-production"]) == (kind in ("cut", "mixed"))
    assert ("human" in roles["lyrics"]) == (kind == "wrote")
    assert ("human" in roles["composition"]) == (kind == "composed")


def test_what_changes_no_music_is_no_work_on_it() -> None:
    document = started()
    generated(document)
    document.transact("Rename", song.set_title("Mine"))
    document.amend("Set the loudness", song.set_master_gain(9.0))
    document.transact("Solo", strips.set_solo(["bass"], True))
    assert {act.by for act in acts_of(document.history_states)} == {"composer 1.0"}
    assert disclosed_roles(document.project, document.history_states)["post-production"] == AI


def test_undone_steps_are_not_told() -> None:
    document = started()
    generated(document)
    document.transact("Volume", strips.set_gain(["bass"], -9.0))
    document.undo()
    assert not any(act.is_persons for act in acts_of(document.history_states))


def test_an_instrumental_with_a_choir_in_it_has_no_vocals() -> None:
    project = with_recipes(bass=MACHINE, drums=MACHINE, vocal=MACHINE)
    rows = [replace(row, kind="instrument", role="choir") if row.id == "vocal" else row for row in project.tracks]
    roles = disclosed_roles(replace(project, tracks=tuple(rows), lyrics="never sung"))
    assert roles["vocals"] == roles["lyrics"] == NONE
    assert "vocals" not in disclosure_sentence(replace(project, tracks=tuple(rows)))


def test_a_remix_of_ones_own_recording_is_not_called_ai() -> None:
    stem = Recipe("separation", is_ai=True, inputs=(HASHES[0],))
    project = with_recipes(vocal=stem, bass=stem, drums=stem, own=RECORDED)
    sung = replace(project.sources[HASHES[0]], recipe_id="own")
    project = replace(project, sources=project.sources | {HASHES[0]: sung})
    document = Document(project)
    document.transact("Volume", strips.set_gain(["bass"], -9.0))
    roles = disclosed_roles(document.project, document.history_states)
    assert AI not in " ".join(roles.values()) and roles["post-production"] == HUMAN
    assert disclosure_sentence(document.project, document.history_states) == ""
    assert digital_source_type(document.project).endswith("/digitalCapture")
