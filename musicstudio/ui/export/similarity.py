# SPDX-License-Identifier: GPL-3.0-or-later
"""What a song's tune is like: a line in the export dialog, and a report whose passages can be listened to."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from musicstudio.app.audio.audition import audition_notes
from musicstudio.app.files.similar import Likeness, similar_if_any
from musicstudio.app.session.release import library_folder

from ..session_bridge import SessionBridge
from ..widgets import Heading, ScrollColumn, label, muted, push_button
from ..widgets.dialogs import passing

_SHOWN = 12
_SIZE_PX = (600, 520)


class SimilarityLine(QWidget):
    """Compares as soon as it is there, on a job thread."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._studio = bridge
        self._found: tuple[Likeness, ...] = ()
        self._is_closed = False
        self._line = muted(self.tr("Comparing the tune with others…"))
        self._line.setMinimumWidth(1)
        self._report = push_button(self.tr("Report"), self._open, style="link")
        self._report.setVisible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._line)
        row.addWidget(self._report)
        row.addStretch(1)
        session = bridge.session
        project, folder, own = session.document.committed, library_folder(session.settings.values), session.path
        self._job = session.jobs.submit(
            "Compare the tune with others",
            lambda: similar_if_any(project, folder, own),
            on_done=self._show,
            is_quiet=True,
        )

    def stop(self) -> None:
        """Nothing is to be shown any more."""
        self._is_closed = True
        self._studio.session.jobs.cancel(self._job)

    @property
    def text(self) -> str:
        """What the line says."""
        return self._line.text()

    def _show(self, found: tuple[Likeness, ...] | None) -> None:
        if self._is_closed:
            return
        if found is None:
            self._line.setText(self.tr("There is no tune here that could be compared."))
            return
        self._found = found
        self._report.setVisible(bool(found))
        if found and found[0].is_striking:
            text = self.tr("Similarity: {0} notes in a row as in “{1}”.").format(found[0].notes, found[0].title)
            self._line.setObjectName("warn")
        else:
            longest = found[0].notes if found else 4
            text = self.tr("Similarity: nothing closer than {0} notes in a row.").format(longest)
        self._line.setText(text)
        self._line.setToolTip(text)
        self._line.style().polish(self._line)

    def _open(self) -> None:
        passing(SimilarityReport(self._studio, self._found, self.window())).exec()


class SimilarityReport(QDialog):
    """The closest passages, each to be heard in this song and in the other tune."""

    def __init__(self, bridge: SessionBridge, found: tuple[Likeness, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._studio = bridge
        self.setWindowTitle(self.tr("Similarity"))
        self.resize(*_SIZE_PX)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._silence)
        scroll = ScrollColumn()
        scroll.add(Heading(self.tr("The closest passages, in any key and tempo")))
        for each in found[:_SHOWN]:
            scroll.add(self._card(each))
        scroll.column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.addWidget(scroll, 1)
        note = self.tr("Compared with what the composer learned from, and with your library (Preferences > Papers).")
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(muted(note, wraps=True), 1)
        foot.addWidget(push_button(self.tr("Close"), self.accept))
        layout.addLayout(foot)

    def done(self, result: int) -> None:
        """The song is back."""
        self._silence()
        super().done(result)

    def _card(self, each: Likeness) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        row = QHBoxLayout(card)
        row.setContentsMargins(12, 8, 12, 8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(_line(each.title, "title"))
        facts = self.tr("{0} notes in a row, from bar {1} · {2}").format(each.notes, each.bar, each.origin)
        facts = f"{each.part} · {facts}" if each.part else facts
        words.addWidget(_line(facts, "warn" if each.is_striking else "small"))
        row.addLayout(words, 1)
        for text, play in ((self.tr("This song"), self._play_own), (self.tr("The other"), self._play_other)):
            button = push_button(text, partial(play, each), icon_name="play")
            button.setAccessibleName(f"{text}: {each.title}")
            row.addWidget(button)
        return card

    def _play_own(self, each: Likeness) -> None:
        self._silence()
        self._studio.player.seek(each.at_s)
        self._studio.player.play()
        self._studio.wake()
        self._timer.start(round(1000 * (each.end_s - each.at_s)) + 300)

    def _play_other(self, each: Likeness) -> None:
        self._silence()
        audition_notes(self._studio.session, each.passage, self._bpm_at(each.at_s))
        self._studio.wake()

    def _bpm_at(self, at_s: float) -> float:
        tempo_map = self._studio.project.tempo_map
        return tempo_map.bpm_at(tempo_map.ticks_at(at_s))

    def _silence(self) -> None:
        self._timer.stop()
        self._studio.session.player_sync.end_audition()


def _line(text: str, style: str) -> QLabel:
    made = label(text, style)
    made.setToolTip(text)
    made.setMinimumWidth(1)
    return made
