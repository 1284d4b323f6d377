# SPDX-License-Identifier: GPL-3.0-or-later
"""Panels say what they watch: of a change they hear when it touches that, and of a drag only when they show it."""

import pytest

from musicstudio.project.edits.clips import move_clips
from musicstudio.project.edits.helpers import compose_edits
from musicstudio.project.edits.markers import delete_marker
from musicstudio.project.edits.song import set_title
from musicstudio.project.edits.strips import set_gain
from musicstudio.project.edits.tracks import move_track


@pytest.fixture
def heard(bridge):
    """How often a watcher of each part heard something."""
    counts = dict.fromkeys(("tracks", "strips", "clips", "title", "markers", "any"), 0)

    def count(part):
        counts[part] += 1

    for part in counts:
        bridge.watch(lambda part=part: count(part), *([part] if part != "any" else []))
    return counts


@pytest.mark.parametrize(
    ("edit", "parts"),
    [
        (set_gain({"track-bass"}, -9.0), {"tracks", "strips"}),
        (move_clips({"clip-bass-section-1"}, 0.5), {"clips"}),
        (set_title("Other"), {"title"}),
        (delete_marker("marker-1"), {"markers"}),
        (move_track("track-bass", 0), {"tracks"}),
    ],
)
def test_a_watcher_hears_only_of_its_part(bridge, heard, edit, parts):
    bridge.edit("Change", edit)
    assert {part for part, count in heard.items() if count} == parts | {"any"}
    bridge.run("edit.undo")
    assert {heard[part] for part in parts} == {2}


def test_previews_are_heard_only_by_those_who_show_them(bridge):
    shown, settled = [], []
    bridge.watch(lambda: shown.append(1), "strips")
    bridge.watch(lambda: settled.append(1), "strips", sees_previews=False)
    gesture = bridge.gesture("Fader")
    for gain_db in (-1.0, -2.0, -9.0):
        gesture.preview(set_gain({"track-bass"}, gain_db))
    assert (len(shown), len(settled)) == (3, 0)
    bridge.finish(gesture)
    assert len(settled) == 1


def test_a_clip_that_is_dragged_leaves_mixer_and_inspector_alone(window, monkeypatch):
    refreshed = []
    monkeypatch.setattr(window.mixer.master, "follow", lambda: refreshed.append("mixer"))
    gesture = window.bridge.gesture("Move")
    before = window.inspector.grab().toImage()
    gesture.preview(move_clips({"clip-bass-section-1"}, 0.5))
    assert refreshed == [] and window.inspector.grab().toImage() == before
    gesture.preview(compose_edits(move_clips({"clip-bass-section-1"}, 0.5), set_gain({"track-bass"}, -2.0)))
    assert refreshed == ["mixer"], "a change of a strip is shown"
    gesture.cancel()
