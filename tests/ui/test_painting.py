# SPDX-License-Identifier: GPL-3.0-or-later
"""Pixels: waveforms, clips, playhead and selection where they belong."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from musicstudio.project.model import Clip
from musicstudio.ui.theme import current
from musicstudio.ui.timeline.painting.waveform import envelope, raster, source_columns, view_scale

from .conftest import settle


def pixels_of(image: QImage) -> np.ndarray:
    """(height, width, 4) in BGRA order."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width()].copy()


def test_a_column_is_filled_from_its_least_to_its_greatest_sample():
    picture = pixels_of(raster(np.float32([-0.5]), np.float32([0.5]), 100, QColor("white")))
    lit = np.flatnonzero(picture[:, 0, 3] > 128)
    assert lit[0] == pytest.approx(25, abs=1.5)
    assert lit[-1] == pytest.approx(74, abs=1.5)


def test_silence_is_a_thin_line():
    picture = pixels_of(raster(np.zeros(8, np.float32), np.zeros(8, np.float32), 40, QColor("white")))
    assert (picture[:, :, 3] > 0).sum(axis=0).max() <= 2


def test_fades_and_gain_shape_the_wave():
    clip = Clip("c", 0.0, 10.0, fade_in_s=2.0, fade_out_s=4.0, gain_db=-6.0206)
    gain = envelope(clip, np.float32([0, 1, 5, 8, 10]))
    assert gain == pytest.approx([0, 0.3536, 0.5, 0.3536, 0], abs=1e-3)  # as it sounds: equal power


def test_before_the_source_begins_there_is_silence():
    class Ones:
        def columns(self, start_s, step_s, count):
            assert start_s >= 0
            return -np.ones((2, count), np.float32), np.ones((2, count), np.float32)

    low, high = source_columns(Ones(), -0.5, 0.1, 10)
    assert list(high) == [0] * 5 + [1] * 5
    assert list(low) == [0] * 5 + [-1] * 5


def test_quiet_sounds_keep_a_visible_shape():
    assert view_scale(np.float32([0.01]))[0] > 0.02
    assert view_scale(np.float32([-1.5]))[0] == -1.0


def color_at(timeline, seconds: float, track_id: str, inside: int) -> QColor:
    canvas, view = timeline.canvas, timeline.view
    picture = canvas.grab().toImage()
    x = round(view.viewport.x_of(seconds) * picture.devicePixelRatio())
    y = view.layout.row_of(track_id).top + view.layout.bands_height + inside - view.viewport.scroll_y
    return picture.pixelColor(x, round(y * picture.devicePixelRatio()))


def is_near(color: QColor, wanted: QColor, tolerance: int = 12) -> bool:
    pairs = zip(color.getRgb()[:3], wanted.getRgb()[:3], strict=True)
    return all(abs(a - b) <= tolerance for a, b in pairs)


def test_a_waveform_stands_in_the_role_color_on_its_tint(timeline):
    theme = current()
    clip = timeline.bridge.project.find_clip("clip-cello-section-3")[1]
    middle = color_at(timeline, clip.start_s + 7.3, "track-cello", 56)
    assert is_near(middle, theme.role("brass"))
    tint = theme.mix(theme.role("brass"), theme.color("bg"), theme.number("clip_fill"))
    assert is_near(color_at(timeline, clip.start_s + 7.3, "track-cello", 92), tint, 30)


def test_empty_places_show_the_ground(timeline):
    assert is_near(color_at(timeline, 3.0, "track-vocals", 50), current().color("bg"), 24)


def test_a_muted_row_is_gray(timeline):
    from musicstudio.project.edits.strips import set_mute

    timeline.bridge.edit("Mute", set_mute({"track-cello"}, True))
    settle(timeline)
    clip = timeline.bridge.project.find_clip("clip-cello-section-3")[1]
    assert is_near(color_at(timeline, clip.start_s + 7.3, "track-cello", 56), current().color("faint"))


def test_the_playhead_stands_at_the_position(timeline):
    canvas, player = timeline.canvas, timeline.bridge.player
    player.seek(50.0)
    canvas.follow_playhead()
    middle = canvas.playhead.x() + canvas.playhead.width() / 2
    assert middle == pytest.approx(timeline.view.viewport.x_of(50.0), abs=1.5)


@pytest.fixture
def painted_widths(timeline):
    """Widths of the areas of rows that are painted from now on."""
    rows, widths = timeline.canvas.rows, []
    settle(timeline)
    paint = rows.paint
    rows.paint = lambda painter, scene, area: (widths.append(area.boundingRect().width()), paint(painter, scene, area))
    yield widths
    del rows.paint


def test_playing_repaints_only_a_strip(timeline, painted_widths, qtbot):
    for step in range(5):
        timeline.bridge.player.seek(38.5 + step * 0.5)
        timeline.canvas.follow_playhead()
        qtbot.wait(5)
    assert painted_widths
    assert max(painted_widths) <= 40


def test_an_idle_timeline_does_not_paint(timeline, painted_widths, qtbot):
    qtbot.wait(120)
    assert painted_widths == []


def test_quiet_tracks_are_drawn_larger_but_their_sections_still_differ(timeline):
    from musicstudio.ui.timeline.painting.view_gain import ViewGains

    class Quiet:
        frames, rate = 48_000, 48_000

        def columns(self, start_s, step_s, count):
            return np.full((2, count), -0.05, np.float32), np.full((2, count), 0.1, np.float32)

    track = timeline.bridge.project.track("track-cello")
    gains = ViewGains({clip.take.source: Quiet() for clip in track.clips}.get)
    assert gains.of(track, 1) == pytest.approx(8.0)
    assert ViewGains(lambda source: None).of(track, 1) == 1.0
