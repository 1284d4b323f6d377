# SPDX-License-Identifier: GPL-3.0-or-later
"""No edit leaves sound standing that a third-party instrument would play otherwise now."""

import pytest
from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.project.document import Document
from musicstudio.project.edits import strips, tracks
from musicstudio.project.edits.clips import move_clips
from musicstudio.project.edits.takes import set_take_source
from musicstudio.project.model import AutomationPoint, Device, Project, Source
from tests.project.songs import small_song

SYNTH = Device("vst", "plugin", {"cutoff": 0.2})
CUTOFF = "vst.cutoff"


def sources(document: Document) -> set[str]:
    """Of the clips of the bass that hold notes."""
    takes = [clip.take for clip in document.project.track("bass").clips]
    return {take.source for take in takes if take.notes}


@pytest.fixture
def document() -> Document:
    """The bass is played by a plug-in, and was rendered."""
    made = Document(small_song())
    made.transact("Plug-in", tracks.set_instrument_plugin("bass", SYNTH))
    play(made)
    assert sources(made) == {"played"}
    return made


def play(document: Document) -> None:
    def edit(project: Project) -> Project:
        for clip in project.track("bass").clips:
            source = Source("played", 48_000, 48_000, 2)
            project = set_take_source(clip.id, clip.take.id, clip.take.notes, source, 0.0)(project)
        return project

    document.amend("Play notes", edit)


def test_a_setting_that_is_turned_has_the_notes_played_anew_and_undo_gives_the_sound_back(document: Document) -> None:
    document.transact("Turn", tracks.turn_instrument("bass", {"cutoff": 0.7}))
    assert sources(document) == {""}
    assert document.project.track("bass").instrument_plugin.params == {"cutoff": 0.7}
    document.undo()
    assert sources(document) == {"played"}


def test_while_it_is_turned_the_old_sound_is_heard(document: Document) -> None:
    gesture = document.gesture("Turn")
    gesture.preview(tracks.turn_instrument("bass", {"cutoff": 2.0}))
    assert sources(document) == {"played"}
    gesture.commit()
    assert document.project.track("bass").instrument_plugin.params == {"cutoff": 1.0}
    assert sources(document) == {""}


@pytest.mark.parametrize(("track_id", "values"), [("bass", {"resonance": 0.5}), ("vocal", {"cutoff": 0.5})])
def test_a_setting_that_is_not_there_is_refused(document: Document, track_id: str, values: dict[str, float]) -> None:
    with pytest.raises(EditError, match="not played by an instrument with such a setting"):
        document.transact("Turn", tracks.turn_instrument(track_id, values))


def test_automation_of_a_setting_has_the_notes_played_anew_and_other_automation_not(document: Document) -> None:
    document.transact("Volume", strips.set_automation_point("bass", "gain_db", AutomationPoint(0, -6.0)))
    assert sources(document) == {"played"}
    document.transact("Cutoff", strips.set_automation_point("bass", CUTOFF, AutomationPoint(0, 0.1)))
    assert sources(document) == {""}


def test_a_clip_moves_with_its_sound_unless_a_setting_is_automated(document: Document) -> None:
    moved = {clip.id for clip in document.project.track("bass").clips[:1]}
    document.transact("Move", move_clips(moved, 1.0))
    assert sources(document) == {"played"}
    document.transact("Cutoff", strips.set_automation_point("bass", CUTOFF, AutomationPoint(0, 0.1)))
    play(document)
    document.transact("Move", move_clips(moved, 1.0))
    first, *others = document.project.track("bass").clips
    assert first.take.source == ""
    assert {clip.take.source for clip in others} <= {"played"}


def test_automation_goes_with_its_instrument_and_comes_along_with_a_copy(document: Document) -> None:
    document.transact("Cutoff", strips.set_automation_point("bass", CUTOFF, AutomationPoint(0, 0.1)))
    document.transact("Copy", tracks.duplicate_track("bass", "bass-2"))
    copy = document.project.track("bass-2")
    assert [lane.target for lane in copy.strip.automation] == [f"{copy.instrument_plugin.id}.cutoff"]
    document.transact("Own", tracks.set_instrument("bass", "finger_bass"))
    assert document.project.track("bass").strip.automation == ()


def test_what_is_drawn_for_a_singer_has_the_row_sung_anew_and_undo_gives_the_sound_back() -> None:
    song = small_song()
    rows = tuple(replace(row, kind="vocal", instrument="joe") if row.id == "bass" else row for row in song.tracks)
    document = Document(replace(song, tracks=rows))
    before = sources(document)
    document.transact("Louder", strips.set_automation("bass", "gain_db", (AutomationPoint(0, -3.0),)))
    assert sources(document) == before
    document.transact("Bend", strips.set_automation("bass", "sung.bend_cents", (AutomationPoint(0, 50.0),)))
    assert sources(document) == {""}
    document.undo()
    assert sources(document) == before
