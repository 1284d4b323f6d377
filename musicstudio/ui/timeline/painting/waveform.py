# SPDX-License-Identifier: GPL-3.0-or-later
"""Waveforms from stored peaks, as one vectorised raster a tile."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from musicstudio.core.units import gain_from_db
from musicstudio.dsp.fades import fade_gain
from musicstudio.project.model import Clip, Take

Columns = NDArray[np.float32]
# Amplitudes are drawn on this power scale, so that quiet passages keep a visible shape.
_VIEW_POWER = 0.8


def paint_waveform(
    painter: QPainter, clip: Clip, take: Take, peaks: Any, first_x: int, last_x: int, top: float, height: float,
    px_per_s: float, scale: float, color: QColor, view_gain: float = 1.0,
) -> None:  # fmt: skip
    """Draw columns ``first_x`` to ``last_x`` (song pixels at ``px_per_s``) of a clip into a painter in song pixels.

    peaks: a `musicstudio.media.peaks.Waveform`. scale: device pixels a logical pixel. view_gain: see `view_gain`.
    """
    count = round((last_x - first_x) * scale)
    if count <= 0 or peaks is None:
        return
    step_s = 1.0 / (px_per_s * scale)
    start_s = first_x / px_per_s
    source_start_s = start_s - clip.origin_s + take.lead_s
    low, high = source_columns(peaks, source_start_s, step_s, count)
    times = start_s - clip.start_s + (np.arange(count, dtype=np.float32) + 0.5) * step_s
    gain = envelope(clip, times) * view_gain
    image = raster(view_scale(low * gain), view_scale(high * gain), round(height * scale), color)
    image.setDevicePixelRatio(scale)
    painter.drawImage(QPointF(first_x, top), image)


def source_columns(peaks: Any, start_s: float, step_s: float, count: int) -> tuple[Columns, Columns]:
    """(lowest, highest) over all channels of a span that may begin before the source (silence there)."""
    before = min(count, max(0, int(np.ceil(-start_s / step_s)))) if start_s < 0 else 0
    low, high = np.zeros(count, np.float32), np.zeros(count, np.float32)
    if before < count:
        lows, highs = peaks.columns(start_s + before * step_s, step_s, count - before)
        low[before:], high[before:] = lows.min(axis=0), highs.max(axis=0)
    return low, high


def envelope(clip: Clip, times: NDArray[np.float32]) -> NDArray[np.float32]:
    """A clip's gain and fades at times from its start."""
    gain = np.full(len(times), gain_from_db(clip.gain_db), np.float32)
    if clip.fade_in_s > 0:
        gain *= fade_gain(times / clip.fade_in_s, clip.fade_in_bend)
    if clip.fade_out_s > 0:
        gain *= fade_gain((clip.length_s - times) / clip.fade_out_s, clip.fade_out_bend)
    return gain


def view_scale(samples: Columns) -> Columns:
    """Amplitude -1..1 to drawn height -1..1."""
    return (np.sign(samples) * np.minimum(np.abs(samples), 1.0) ** _VIEW_POWER).astype(np.float32)


def raster(low: Columns, high: Columns, height: int, color: QColor) -> QImage:
    """A premultiplied image (height, columns), each column filled from ``low`` to ``high`` with soft ends."""
    center = height / 2
    top = center - high * (center - 1) - 0.5
    bottom = center - low * (center - 1) + 0.5
    y = np.arange(height, dtype=np.float32)[:, None]
    cover = np.clip(np.minimum(bottom[None, :] - y, y + 1.0 - top[None, :]), 0.0, 1.0)
    pixels = np.empty((height, len(low), 4), np.uint8)
    for channel, value in enumerate((color.blue(), color.green(), color.red(), 255)):
        pixels[:, :, channel] = (cover * value * color.alphaF()).astype(np.uint8)
    image = QImage(pixels.data, len(low), height, 4 * len(low), QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()
