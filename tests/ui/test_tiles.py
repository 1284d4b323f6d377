# SPDX-License-Identifier: GPL-3.0-or-later
"""The cache of tiles: bounded in bytes, true to the document, redrawn only where something changed."""

from PySide6.QtGui import QImage

from musicstudio.project.edits.clips import move_clips, rename_clip
from musicstudio.project.edits.strips import set_mute
from musicstudio.ui.timeline.painting.tiles import Tile, TileCache, TileKey, TileQueue

from .conftest import settle


def tile_of(side: int) -> Tile:
    return Tile(QImage(side, side, QImage.Format.Format_RGB32), (), 0)


def key_of(index: int) -> TileKey:
    return TileKey("t", 0, index, 96, 1.0, "notes")


def test_the_least_recently_used_goes_first():
    cache = TileCache(limit_bytes=3 * 64 * 64 * 4)
    for index in range(3):
        cache.put(key_of(index), tile_of(64))
    cache.get(key_of(0))
    cache.put(key_of(3), tile_of(64))
    assert cache.get(key_of(1)) is None
    assert cache.get(key_of(0)) is not None
    assert cache.bytes <= 3 * 64 * 64 * 4


def test_the_queue_renders_what_is_seen_before_what_is_near(qtbot):
    rendered = []
    queue = TileQueue(rendered.append)
    queue.want([key_of(1), key_of(2)], [key_of(9)])
    queue.finish()
    assert [key.index for key in rendered] == [1, 2, 9]
    queue.finish()
    assert len(rendered) == 3, "nothing is left to do"


def rendered_during(timeline, act):
    """Rows whose tiles were rendered anew by an act."""
    rows = timeline.canvas.rows
    settle(timeline)
    rendered = []
    render = rows.render_tile
    rows.render_tile = lambda key: rendered.append(key.track_id) or render(key)
    act()
    settle(timeline)
    del rows.render_tile
    return rendered


def test_scrolling_back_renders_nothing(timeline):
    viewport = timeline.view.viewport
    timeline.view.viewport.zoom_to(18, 0)
    settle(timeline)

    def there_and_back():
        viewport.scroll_to(x=200)
        viewport.scroll_to(x=0)

    assert rendered_during(timeline, there_and_back) == []


def test_an_edit_renders_only_its_row(timeline):
    def edit():
        timeline.bridge.edit("Rename", rename_clip("clip-cello-section-0", "Alone"))

    assert set(rendered_during(timeline, edit)) == {"track-cello"}


def test_a_mute_renders_only_its_row(timeline):
    assert set(rendered_during(timeline, lambda: timeline.bridge.edit("Mute", set_mute({"track-bass"}, True)))) == {
        "track-bass"
    }


def test_a_move_to_another_row_renders_both(timeline):
    def move():
        timeline.bridge.edit("Move", move_clips({"clip-cello-section-0"}, 0.0, "track-strings"))

    assert set(rendered_during(timeline, move)) == {"track-cello", "track-strings"}


def test_selecting_renders_nothing(timeline):
    selection = timeline.bridge.session.selection
    assert rendered_during(timeline, lambda: selection.set(section_ids={"section-1"})) == []
