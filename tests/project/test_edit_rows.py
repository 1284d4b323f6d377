# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits of rows, strips, effects, and of the song as a whole."""

import pytest

from musicstudio.core.errors import EditError
from musicstudio.project.document import Document
from musicstudio.project.edits import chords, markers, song, strips, tracks
from musicstudio.project.model import AutomationPoint, Chord, Device, Key, Marker, Project, Track
from musicstudio.project.played_sound import instrument_lanes
from tests.project.songs import BAR, small_song


def names(project: Project) -> list[str]:
    return [track.name for track in project.tracks]


def test_a_group_stands_above_its_rows() -> None:
    grouped = tracks.group_tracks(["bass", "vocal"], Track("front", "Front", "group"))(small_song())
    assert names(grouped) == ["Front", "Bass", "Vocal", "Drums", "Rhythm", "Reverb"]
    assert grouped.track("vocal").group_id == "front"


def test_a_removed_group_leaves_its_rows_and_a_removed_bus_its_senders() -> None:
    emptied = tracks.remove_tracks(["group", "reverb"])(small_song())
    assert emptied.track("drums").group_id == ""
    assert emptied.track("bass").strip.sends == ()


def test_a_group_cannot_hold_itself() -> None:
    document = Document(small_song())
    document.transact("Group", tracks.group_tracks(["group"], Track("outer", "Outer", "group")))
    with pytest.raises(EditError, match="group that is not there"):
        document.transact("Loop", tracks.set_group(["outer"], "group"))


def test_rows_can_be_put_in_any_order() -> None:
    assert names(tracks.move_track("reverb", 0)(small_song()))[0] == "Reverb"
    assert names(tracks.move_track("bass", 99)(small_song()))[-1] == "Bass"
    unmoved = small_song()
    assert tracks.move_track("bass", 0)(unmoved) is unmoved


def test_a_duplicated_row_has_effects_of_its_own_that_move_as_the_first_ones() -> None:
    song_ = small_song()
    for edit in (
        strips.add_device("bass", Device("comp", "compressor")),
        strips.set_automation_point("bass", "comp.threshold_db", AutomationPoint(0, -20.0)),
        strips.set_automation_point("bass", "gain_db", AutomationPoint(0, -3.0)),
    ):
        song_ = edit(song_)
    copied = tracks.duplicate_track("bass", "bass-2")(song_)
    place = [track.id for track in copied.tracks].index("bass")
    first, second = copied.tracks[place : place + 2]
    assert (second.id, second.name) == ("bass-2", "Bass copy")
    assert {clip.id for clip in second.clips}.isdisjoint(clip.id for clip in first.clips)
    assert [(clip.start_s, clip.takes) for clip in second.clips] == [(clip.start_s, clip.takes) for clip in first.clips]
    own = second.strip.devices[-1].id
    assert own != "comp"
    assert {lane.target for lane in second.strip.automation} == {f"{own}.threshold_db", "gain_db"}
    with pytest.raises(EditError, match="cannot be duplicated"):
        tracks.duplicate_track("reverb", "reverb-2")(song_)


def test_another_instrument_makes_rendered_notes_wait_for_their_audio() -> None:
    changed = tracks.set_instrument("bass", "upright_bass")(small_song())
    assert {clip.take.source for clip in changed.track("bass").clips} == {""}
    audio = tracks.set_instrument("vocal", "choir")(small_song())
    assert audio.track("vocal").clips[0].take.source != ""


def test_solo_can_be_exclusive() -> None:
    both = strips.set_solo(["vocal"], True)(strips.set_solo(["bass"], True)(small_song()))
    alone = strips.set_solo(["vocal"], True, is_exclusive=True)(both)
    assert [t.id for t in both.tracks if t.strip.is_soloed] == ["bass", "vocal"]
    assert [t.id for t in alone.tracks if t.strip.is_soloed] == ["vocal"]


def test_effects_are_added_moved_switched_set_and_removed() -> None:
    project = small_song()
    for name in ("eq", "comp"):
        project = strips.add_device("bass", Device(name, "any"))(project)
    project = strips.move_device("bass", "comp", 0)(project)
    project = strips.set_device_param("bass", "comp", "ratio", 4.0)(project)
    project = strips.toggle_device("bass", "eq", False)(project)
    first, second = project.track("bass").strip.devices
    assert (first.id, first.params, second.is_on) == ("comp", {"ratio": 4.0}, False)
    gone = strips.remove_device("bass", "comp")(project)
    assert [device.id for device in gone.track("bass").strip.devices] == ["eq"]


def test_a_removed_effect_takes_its_automation_along() -> None:
    project = strips.add_device("bass", Device("eq", "any"))(small_song())
    for target in ("eq.gain_db", "pan"):
        project = strips.set_automation_point("bass", target, AutomationPoint(0, 0.5))(project)
    project = strips.remove_device("bass", "eq")(project)
    assert [lane.target for lane in project.track("bass").strip.automation] == ["pan"]


def test_automation_points_are_kept_in_order_and_a_lane_without_points_goes() -> None:
    project = small_song()
    for tick in (960, 0, 480):
        project = strips.set_automation_point("bass", "pan", AutomationPoint(tick, tick / 960))(project)
    (lane,) = project.track("bass").strip.automation
    assert [point.tick for point in lane.points] == [0, 480, 960]
    for tick in (960, 0, 480):
        project = strips.delete_automation_point("bass", "pan", tick)(project)
    assert project.track("bass").strip.automation == ()


def test_a_send_is_set_changed_and_ended_and_needs_a_bus() -> None:
    project = strips.set_send("bass", "reverb", -3.0)(small_song())
    assert [send.gain_db for send in project.track("bass").strip.sends] == [-3.0]
    assert strips.set_send("bass", "reverb", None)(project).track("bass").strip.sends == ()
    with pytest.raises(EditError, match="bus"):
        Document(project).transact("Send", strips.set_send("vocal", "bass", -3.0))


def test_a_chord_cuts_away_what_it_covers() -> None:
    project = chords.put_chords(BAR // 2, BAR // 2 + BAR, [Chord(BAR // 2, BAR, 4, "min")])(small_song())
    assert [(c.start_ticks, c.length_ticks, c.root) for c in project.chords[:3]] == [
        (0, BAR // 2, 9),
        (BAR // 2, BAR, 4),
        (BAR + BAR // 2, BAR // 2, 5),
    ]


def test_markers_stay_in_order() -> None:
    project = markers.add_marker(Marker("early", "Early", 10))(small_song())
    assert [marker.id for marker in project.markers] == ["early", "drop"]
    moved = markers.move_marker("early", 99_999)(project)
    assert [marker.id for marker in moved.markers] == ["drop", "early"]


def test_the_song_has_a_title_a_key_and_a_master() -> None:
    project = song.set_key(Key(9, "minor"))(song.set_title("  New name ")(small_song()))
    assert (project.title, project.key.name) == ("New name", "A minor")
    loud = song.set_loudness(target_lufs=-9.0)(project)
    assert (loud.master.target_lufs, loud.master.ceiling_dbtp) == (-9.0, -1.0)
    limited = song.set_master_param("lim", "drive_db", 3.0)(song.add_master_device(Device("lim", "limiter"))(loud))
    assert limited.master.devices[0].params == {"drive_db": 3.0}


@pytest.mark.parametrize("edit", [
    strips.set_pan(["bass"], 1.5),
    strips.set_gain(["bass"], float("nan")),
    strips.set_send("bass", "reverb", float("inf")),
    strips.add_device("bass", Device("eq", "any", {"gain_db": float("nan")})),
    strips.set_automation_point("bass", "pan", AutomationPoint(0, float("nan"))),
    song.set_loudness(target_lufs=-2.0),
    tracks.add_track(Track("bass", "Again")),
    tracks.add_track(Track("odd", "Odd", role="kazoo")),
    tracks.set_group(["bass"], "vocal"),
])  # fmt: skip
def test_what_would_break_the_song_is_refused(edit: object) -> None:
    document = Document(small_song())
    with pytest.raises(EditError):
        document.transact("Break", edit)  # type: ignore[arg-type]
    assert document.project == small_song()


def test_a_foreign_instrument_plays_a_row_until_another_is_chosen() -> None:
    project = tracks.set_instrument_plugin("bass", Device("vst", "plugin"))(small_song())
    assert project.track("bass").instrument_plugin == Device("vst", "plugin")
    assert {clip.take.source for clip in project.track("bass").clips} == {""}
    assert tracks.set_instrument_plugin("bass", Device("vst", "plugin"))(project) is project
    assert tracks.set_instrument_plugin("bass", None)(project).track("bass").instrument_plugin is None
    own = tracks.set_instrument("bass", project.track("bass").instrument)(project)
    assert own.track("bass").instrument_plugin is None
    with pytest.raises(EditError, match="“Vocal” holds no notes"):
        tracks.set_instrument_plugin("vocal", Device("vst", "plugin"))(project)


def test_a_row_is_called_by_its_name_without_blanks_around_it() -> None:
    assert names(tracks.rename_track("bass", "  Upright  ")(small_song()))[0] == "Upright"


def test_the_settings_of_a_foreign_instrument_are_automated_as_long_as_it_plays_the_row() -> None:
    played = tracks.set_instrument_plugin("bass", Device("vst", "plugin"))(small_song())
    for target in ("vst.level", "gain_db"):
        played = strips.set_automation_point("bass", target, AutomationPoint(0, 0.5))(played)
    assert [lane.target for lane in instrument_lanes(played.track("bass"))] == ["vst.level"]
    assert instrument_lanes(tracks.set_instrument_plugin("bass", None)(played).track("bass")) == ()
