# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions of a song are kept, restored and deleted; a frozen row plays its sound until what it was made of changes."""

import pytest
from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.project.clip_index import clips_named
from musicstudio.project.document import Document
from musicstudio.project.edits import clips, strips
from musicstudio.project.edits.arranging import loop_clip
from musicstudio.project.edits.song import set_title
from musicstudio.project.edits.tracks import freeze_track, set_color, set_heights, thaw_track
from musicstudio.project.edits.versions import MAX_VERSIONS, delete_version, keep_version, restore_version
from musicstudio.project.freezing import alone, frozen_sound, key_rows, live_strip, mark_of
from musicstudio.project.model import AutomationPoint, Device, Source
from musicstudio.project.model.remembered import Remembered
from tests.project.songs import small_song

SOUND = Source("f" * 64, 48_000 * 9, 48_000, 2)


def test_a_version_brings_the_song_back_and_stays_itself() -> None:
    document = Document(small_song())
    document.transact("Keep", keep_version("v1", " First ", 1.0))
    document.transact("Title", set_title("Another"))
    document.transact("Keep", keep_version("v2", "Second", 2.0))
    document.transact("Restore", restore_version("v1"))
    assert document.project.title == "Small song"
    assert [each.name for each in document.project.versions] == ["First", "Second"]
    document.transact("Delete", delete_version("v1"))
    assert [each.id for each in document.project.versions] == ["v2"]


def test_versions_without_a_name_too_many_or_gone_are_refused() -> None:
    song = small_song()
    with pytest.raises(EditError, match="needs a name"):
        keep_version("v", " ", 0.0)(song)
    for edit in (restore_version("gone"), delete_version("gone")):
        with pytest.raises(EditError, match="no longer part"):
            edit(song)
    for number in range(MAX_VERSIONS):
        song = keep_version(f"v{number}", "One", 0.0)(song)
    with pytest.raises(EditError, match="at most"):
        keep_version("more", "One", 0.0)(song)


def frozen(song=None):
    song = song or small_song()
    return freeze_track("bass", SOUND, mark_of(song, song.track("bass")))(song)


def test_a_frozen_row_plays_its_sound_until_something_before_its_fader_changes() -> None:
    song = frozen()
    assert frozen_sound(song, song.track("bass")) == SOUND.hash
    fader = strips.set_gain(["bass"], -6.0)(song)
    assert frozen_sound(fader, fader.track("bass")) == SOUND.hash
    for edit in (clips.move_clips(["bass-verse"], 1.0), strips.set_input_gain(["bass"], 3.0), thaw_track("bass")):
        changed = edit(song)
        assert frozen_sound(changed, changed.track("bass")) == ""
    without = replace(song, sources={})
    assert frozen_sound(without, without.track("bass")) == ""


def test_what_an_effect_listens_to_is_part_of_what_a_row_sounds_like() -> None:
    song = strips.add_device("bass", Device("c", "compressor", key_id="drums"))(small_song())
    assert [row.id for row in key_rows(song, song.track("bass"))] == ["drums"]
    song = frozen(song)
    louder = clips.set_clip_gain(["drums-verse"], -6.0)(song)
    assert frozen_sound(louder, louder.track("bass")) == ""
    heard = alone(song, song.track("bass"))
    assert [row.id for row in heard.tracks] == ["bass", "drums"]
    assert not heard.master.is_on and heard.track("bass").frozen is None


def test_behind_a_frozen_sound_only_what_comes_after_the_effects_works() -> None:
    song = strips.add_device("bass", Device("c", "compressor"))(small_song())
    for target in ("gain_db", "send.reverb", "c.ratio"):
        song = strips.set_automation_point("bass", target, AutomationPoint(0, 1.0))(song)
    live = live_strip(song.track("bass").strip)
    assert live.devices == ()
    assert {lane.target for lane in live.automation} == {"gain_db", "send.reverb"}


def test_a_row_is_coloured_clips_are_found_by_name_and_one_that_went_is_told() -> None:
    assert set_color("bass", "lead")(small_song()).track("bass").color == "lead"
    found = clips_named(small_song(), ["drums-chorus", "bass-verse"])
    assert [(track.id, clip.id) for track, clip in found] == [("bass", "bass-verse"), ("drums", "drums-chorus")]
    with pytest.raises(EditError, match="no longer there"):
        loop_clip("gone", 20.0)(small_song())


def test_what_is_remembered_is_worked_out_once_and_the_oldest_goes() -> None:
    made: list[tuple[object, ...]] = []
    sums = Remembered(lambda items: made.append(items) or sum(items), 1)
    first, second = (1, 2), (3, 4)
    assert [sums.of(first), sums.of(first), sums.of(second), sums.of(first)] == [3, 3, 7, 3]
    assert made == [first, second, first]
    assert Remembered(sum, -1).of(first) == 3, "nothing is kept, and nothing is missed"


def test_a_row_has_a_height_of_its_own_within_bounds_or_that_of_all():
    higher = set_heights(["bass", "drums"], 9000)(small_song())
    assert [higher.track(each).height_px for each in ("bass", "drums", "vocal")] == [480, 480, 0]
    assert set_heights(["bass"], 0)(higher).track("bass").height_px == 0
