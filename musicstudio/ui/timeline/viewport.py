# SPDX-License-Identifier: GPL-3.0-or-later
"""Which part of the song is on the screen, and at which scale."""

from PySide6.QtCore import QObject, Signal

RUNGS_PER_OCTAVE = 4
LOWEST_RUNG, HIGHEST_RUNG = -8, 44
MARGIN_S = 4.0


class Viewport(QObject):
    """Horizontal scale and scroll, vertical scroll. All positions are in the canvas's logical pixels.

    The scale climbs a ladder of four rungs an octave (from 0.25 to 2048 pixels a second), so that a tile rendered at a
    rung is found again whenever the user comes back to it. Scrolling is by whole pixels.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rung = 13
        self.scroll_x = 0
        self.scroll_y = 0
        self.width = 1
        self.height = 1
        self.song_length_s = 0.0
        self.rows_height = 0

    @property
    def px_per_s(self) -> float:
        """The scale."""
        return px_per_s_of(self.rung)

    def x_of(self, seconds: float) -> float:
        """Where a time lies."""
        return seconds * self.px_per_s - self.scroll_x

    def seconds_at(self, x: float) -> float:
        """The time under a pixel, never before the start."""
        return max(0.0, (x + self.scroll_x) / self.px_per_s)

    @property
    def span_s(self) -> tuple[float, float]:
        """(first, last) visible second."""
        return self.seconds_at(0), self.seconds_at(self.width)

    @property
    def largest_scroll_x(self) -> int:
        """How far right one can scroll: the end of the song and some room after it."""
        return max(0, round((self.song_length_s + MARGIN_S) * self.px_per_s) - self.width)

    @property
    def largest_scroll_y(self) -> int:
        """How far down one can scroll."""
        return max(0, self.rows_height - self.height)

    def resize(self, width: int, height: int) -> None:
        """The canvas has a new size (its rows area in height)."""
        self._become(width=max(1, width), height=max(1, height))

    def fit_content(self, song_length_s: float, rows_height: int) -> None:
        """The song has a new length or number of rows."""
        self._become(song_length_s=song_length_s, rows_height=rows_height)

    def scroll_to(self, x: int | None = None, y: int | None = None) -> None:
        """Scroll to pixel positions; None keeps."""
        self._become(
            scroll_x=self.scroll_x if x is None else round(x), scroll_y=self.scroll_y if y is None else round(y)
        )

    def zoom(self, rungs: int, at_x: float) -> None:
        """Climb the ladder, keeping the time under ``at_x`` where it is."""
        self.zoom_to(self.rung + rungs, at_x)

    def zoom_to(self, rung: int, at_x: float) -> None:
        """Stand on a rung, keeping the time under ``at_x`` where it is."""
        seconds = (at_x + self.scroll_x) / self.px_per_s
        rung = min(max(rung, LOWEST_RUNG), HIGHEST_RUNG)
        self._become(rung=rung, scroll_x=round(seconds * px_per_s_of(rung) - at_x))

    def show_span(self, start_s: float, end_s: float) -> None:
        """The largest scale at which a span fits."""
        length_s = max(0.05, end_s - start_s)
        rung = HIGHEST_RUNG
        while rung > LOWEST_RUNG and length_s * px_per_s_of(rung) > self.width - 8:
            rung -= 1
        self._become(rung=rung, scroll_x=round(start_s * px_per_s_of(rung)) - 4)

    def reveal(self, seconds: float) -> None:
        """Turn the page when a time (the playhead) has left the screen."""
        x = self.x_of(seconds)
        if not 0 <= x <= self.width - 2:
            self.scroll_to(x=round(seconds * self.px_per_s) - self.width // 10)

    def reveal_rows(self, top: int, bottom: int) -> None:
        """Scroll as little as is needed to see a span of the rows; of one that is too high, its top."""
        y = self.scroll_y
        if bottom > y + self.height:
            y = bottom - self.height
        self.scroll_to(y=min(y, top) if top < y else y)

    def _become(self, **values: float) -> None:
        before = self._state()
        for name, value in values.items():
            setattr(self, name, value)
        self.scroll_x = min(max(0, self.scroll_x), self.largest_scroll_x)
        self.scroll_y = min(max(0, self.scroll_y), self.largest_scroll_y)
        if self._state() != before:
            self.changed.emit()

    def _state(self) -> tuple[object, ...]:
        return self.rung, self.scroll_x, self.scroll_y, self.width, self.height, self.song_length_s, self.rows_height


def px_per_s_of(rung: int) -> float:
    """The scale of a rung of the ladder."""
    return float(2.0 ** (rung / RUNGS_PER_OCTAVE))
