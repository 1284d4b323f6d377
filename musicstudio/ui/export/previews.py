# SPDX-License-Identifier: GPL-3.0-or-later
"""What the film and the page will look like: a still at any time of the song, and the page itself in a browser."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from musicstudio.app.files.export import SongTags
from musicstudio.app.files.export_plan import ExportPlan, SongWish
from musicstudio.app.files.export_preview import film_still, preview_page
from musicstudio.jobs.view import JobView

from ..session_bridge import SessionBridge
from ..widgets import Heading, LabeledSlider, label, muted, push_button
from ..words import say

_STILL_PX = (320, 200)
_PATIENCE_MS = 250
_Chosen = Callable[[], tuple[ExportPlan, SongWish]]


class Previews(QWidget):
    """Cards for what is chosen. chosen: the plan and the song's own facts as they stand in the dialog."""

    def __init__(self, bridge: SessionBridge, chosen: _Chosen) -> None:
        super().__init__()
        self.film, self.page = FilmPreview(bridge, chosen), PagePreview(bridge, chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.film, 1)
        row.addWidget(self.page, 1)

    def follow(self, tiles: tuple[str, ...]) -> None:
        """Show the cards of these tiles."""
        self.film.setVisible("video" in tiles)
        self.page.setVisible("page" in tiles)
        self.setVisible("video" in tiles or "page" in tiles)
        if "video" in tiles:
            self.film.ask()

    def stop(self) -> None:
        """Nothing is to be shown any more."""
        self.film.stop()


class FilmPreview(QFrame):
    """A still, rendered on a job thread shortly after the last change."""

    def __init__(self, bridge: SessionBridge, chosen: _Chosen) -> None:
        super().__init__()
        self.setObjectName("card")
        self._studio, self._chosen = bridge, chosen
        self._job = ""
        self._shown: tuple[object, ...] = ()
        self._share = 0.4
        self.picture = QLabel()
        self.picture.setFixedHeight(_STILL_PX[1])
        self.picture.setWordWrap(True)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(self.tr("A picture of the film"))
        self._time = LabeledSlider(self.tr("Time"), self._move, self._in_minutes, label_px=60)
        self._time.set_value(self._share)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PATIENCE_MS)
        self._wait.timeout.connect(self._render)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        column.addWidget(Heading(self.tr("The film")))
        column.addWidget(self.picture)
        column.addWidget(self._time)

    def ask(self) -> None:
        """Show it anew if it would be another."""
        if self._facts() != self._shown:
            self._wait.start()

    def stop(self) -> None:
        """No picture is wanted any more."""
        self._wait.stop()
        if self._job:
            self._studio.session.jobs.cancel(self._job)
        self._job = ""

    def _facts(self) -> tuple[object, ...]:
        plan, wish = self._chosen()
        return plan.look, plan.shape, _shown_tags(wish), wish.range_s, self._share

    def _span_s(self) -> tuple[float, float]:
        return self._chosen()[1].range_s or (0.0, self._studio.project.length_s)

    def _at_s(self) -> float:
        start_s, end_s = self._span_s()
        return start_s + self._share * max(0.0, end_s - start_s)

    def _in_minutes(self, share: float) -> str:
        start_s, end_s = self._span_s()
        minutes, seconds = divmod(round(share * (end_s - start_s)), 60)
        return f"{minutes}:{seconds:02d}"

    def _move(self, share: float) -> None:
        self._share = share
        self.ask()

    def _render(self) -> None:
        self.stop()
        self._shown = self._facts()
        plan, wish = self._chosen()
        session = self._studio.session
        project, at_s = session.document.committed, self._at_s()
        job = partial(
            film_still, project, session.media, session.note_rendering.played, _shown_tags(wish), plan.look,
            plan.shape, at_s, 2 * _STILL_PX[0],
        )  # fmt: skip
        title = "Preview of the film"
        self._job = session.jobs.submit(title, job, on_done=self._show, on_failed=self._tell, is_quiet=True)

    def _show(self, rgb: NDArray[np.uint8]) -> None:
        if not self._job:
            return
        height, width = rgb.shape[:2]
        image = QImage(np.ascontiguousarray(rgb).tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
        ratio = self.devicePixelRatioF()
        wide, tall = (round(edge * ratio) for edge in _STILL_PX)
        shown = QPixmap.fromImage(image).scaled(
            wide, tall, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)

    def _tell(self, why: str) -> None:
        if self._job:
            self.picture.setText(say(why))


def _shown_tags(wish: SongWish) -> SongTags:
    """What of a song's tags is seen in the film."""
    return SongTags(title=wish.tags.title, artist=wish.tags.artist, cover=wish.tags.cover)


class PagePreview(QFrame):
    """What is on the page; the page itself opens in the browser once it is made."""

    def __init__(self, bridge: SessionBridge, chosen: _Chosen) -> None:
        super().__init__()
        self.setObjectName("card")
        self._studio, self._chosen = bridge, chosen
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        column.addWidget(Heading(self.tr("The page")))
        for text in self._contents():
            column.addWidget(label(text))
        note = self.tr("A page beside a folder with its sound; plays from disk and from any web space.")
        column.addWidget(muted(note, wraps=True))
        self.open = push_button(self.tr("Preview in browser"), self._make, icon_name="globe")
        self._job = ""
        bridge.jobs_changed.connect(self._heed)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _contents(self) -> list[str]:
        project = self._studio.project
        rows = sum(track.kind != "group" for track in project.tracks)
        said = [self.tr("Mix and {0} stems with mute and solo").format(rows)]
        said += [self.tr("{0} sections and {1} chords").format(len(project.sections), len(project.chords))]
        has_words = any(note.lyric for _, clip in project.clips() if clip.take for note in clip.take.notes)
        said += [self.tr("Words as they are sung")] if has_words else []
        return [*said, self.tr("Credits, and the mix to download")]

    def _make(self) -> None:
        session, (plan, wish) = self._studio.session, self._chosen()
        if session.try_to(lambda: self._follow_job(preview_page(session, plan, wish, _open))):
            self.open.setEnabled(False)
            self.open.setText(" " + self.tr("The page is being made…"))

    def _follow_job(self, job_id: str) -> None:
        self._job = job_id

    def _heed(self, view: JobView) -> None:
        if view.id == self._job and view.state.is_final:
            self.open.setEnabled(True)
            self.open.setText(" " + self.tr("Preview in browser"))


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
