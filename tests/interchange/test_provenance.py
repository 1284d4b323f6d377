# SPDX-License-Identifier: GPL-3.0-or-later
"""Credits: five roles, licences, and what people did, from the recipes of what is heard."""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from musicstudio.interchange.provenance import (
    AI,
    HUMAN,
    IMPORTED,
    NONE,
    ROLES,
    credits_of,
    disclosed_roles,
    disclosure_sentence,
    write_credits,
)
from musicstudio.project.document import Document
from musicstudio.project.edits import clips, song
from musicstudio.project.model import Project, Recipe
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
    sheet = credits_of(document.project, document.history)
    assert [entry.what for entry in sheet.log] == ["Start", "Rename song", "Move clip"]
    assert sheet.log[0].at == "2023-11-14 22:13:20"


def test_credits_are_written_for_programs_and_for_people(tmp_path: Path) -> None:
    sheet = credits_of(with_recipes(bass=MACHINE, drums=MACHINE, vocal=RECORDED))
    as_json, as_text = write_credits(tmp_path, sheet)
    content = msgspec.json.decode(as_json.read_bytes())
    assert content["roles"]["vocals"] == HUMAN
    assert content["sounds"][0]["seed"] == 7
    text = as_text.read_text()
    assert "instrumentation: AI" in text and "“a calm song”" in text and "CC0-1.0" in text
