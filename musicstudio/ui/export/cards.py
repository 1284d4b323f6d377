# SPDX-License-Identifier: GPL-3.0-or-later
"""The two cards below the fields: what the song's papers say, and what else can be chosen."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from musicstudio.app.files.export_plan import FILM_LOOKS, FILM_SHAPES, ExportPlan
from musicstudio.app.files.papers import Papers

from ..widgets import Choice, FlowLayout, Heading, label, muted, push_button
from ..words import say
from .licences import PapersSheet, licence_badge
from .mix_fields import MixFields


class PapersCard(QFrame):
    """Who did what, from the song's own history; signature, mark and credits; licences of what is heard."""

    def __init__(self, papers: Papers, may_mark: bool) -> None:
        super().__init__()
        self.setObjectName("card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(6)
        layout.addWidget(Heading(self.tr("Credits and signature")))
        layout.addLayout(_rows(papers.lines))
        self.is_signed = QCheckBox(self.tr("Sign with Content Credentials"))
        self.is_signed.setToolTip(
            self.tr("Others can tell that nothing was changed since, but not who you are: nobody vouches for it.")
        )
        self.is_marked = QCheckBox(self.tr("Inaudible mark, survives MP3"))
        self.is_marked.setEnabled(may_mark and bool(papers.mark))
        self.is_marked.setToolTip(_mark_words(self, papers, may_mark))
        self.has_credits = QCheckBox(self.tr("A sheet of credits beside it"))
        for box in (self.is_signed, self.is_marked, self.has_credits):
            layout.addWidget(box)
        badges = QWidget()
        flow = FlowLayout(badges)
        for text in papers.licences:
            flow.addWidget(licence_badge(text, papers.clips_under(text)))
        if unstated := papers.clips_under(""):
            flow.addWidget(licence_badge(self.tr("not stated"), unstated))
        layout.addWidget(badges)
        said = push_button(self.tr("What the papers say, clip by clip"), lambda: self._open(papers), style="link")
        layout.addWidget(said, 0, Qt.AlignmentFlag.AlignLeft)
        if not papers.is_commercial_use_allowed:
            layout.addWidget(label(self.tr("Not every sound in it may be sold."), "warn", wraps=True))
        layout.addStretch(1)

    def _open(self, papers: Papers) -> None:
        PapersSheet(papers, self.window()).exec()


class DetailsCard(QFrame):
    """What the chosen tiles let choose; rows of the others are hidden."""

    def __init__(self, fields: MixFields, changed: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._rows: list[tuple[str, QWidget]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 12, 14, 12)
        self._layout.setSpacing(6)
        self._layout.addWidget(Heading(self.tr("Details")))
        ask = lambda *_: changed()  # noqa: E731 - every box and list asks for the same
        self.is_mastered = self._box("mix", self.tr("Mastered"), ask, beside=fields.loudness)
        self.dither = self._pair("mix", self.tr("Dither"), fields.dither)
        self.has_sections = self._box("mix", self.tr("Also every section as a file"), ask)
        self.are_stems_dry = self._choice(
            "stems", self.tr("Stems"), [(False, self.tr("after effects and faders")), (True, self.tr("before them"))]
        )
        self.has_common_gain = self._box("stems", self.tr("Stems raised alike, as loud as they go"), ask)
        self.session = self._choice(
            "session",
            self.tr("Session"),
            [("dawproject", "DAWproject"), ("rpp", "REAPER"), ("otio", "OpenTimelineIO")],
            ask,
        )
        self.is_exact = self._choice(
            "session",
            self.tr("Tracks"),
            [(False, self.tr("editable: clips and faders")), (True, self.tr("exact: as their stems"))],
        )
        self.score = self._choice(
            "score",
            self.tr("Score"),
            [("parts", self.tr("every part")), ("lead", self.tr("lead sheet: tune, chords, words"))],
        )
        self.has_pdf = self._box("score", self.tr("Also as PDF, by MuseScore"), ask)
        self.has_lrc = self._box("score", self.tr("Also the words with their times (LRC)"), ask)
        self.look = self._choice("video", self.tr("Look"), [(key, say(text)) for key, text in FILM_LOOKS.items()], ask)
        self.shape = self._choice(
            "video", self.tr("Shape"), [(key, say(text)) for key, text in FILM_SHAPES.items()], ask
        )
        self._none = muted(self.tr("Nothing more to choose."))
        self._layout.addWidget(self._none)
        self._layout.addStretch(1)

    def follow(self, tiles: tuple[str, ...]) -> None:
        """Show what these tiles let choose."""
        for tile, row in self._rows:
            row.setVisible(tile in tiles)
        self._none.setVisible(not any(tile in tiles for tile, _ in self._rows))

    def show_plan(self, plan: ExportPlan) -> None:
        """Set the fields as a plan says."""
        for name, field in self._fields().items():
            if isinstance(field, QCheckBox):
                field.setChecked(bool(getattr(plan, name)))
            elif isinstance(field, Choice):
                field.setCurrentIndex(max(0, field.findData(getattr(plan, name))))

    def facts(self) -> dict[str, Any]:
        """The fields of a plan that stand here."""
        return {
            name: field.isChecked() if isinstance(field, QCheckBox) else field.currentData()
            for name, field in self._fields().items()
            if isinstance(field, QCheckBox | Choice)
        }

    def _fields(self) -> dict[str, QWidget]:
        names = (
            "is_mastered", "has_sections", "are_stems_dry", "has_common_gain", "session", "is_exact", "score",
            "has_pdf", "has_lrc", "look", "shape",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    def _choice(
        self, tile: str, name: str, choices: list[tuple[object, str]], chosen: Callable[[Any], object] | None = None
    ) -> Choice:
        made = Choice(name, chosen)
        made.set_choices(choices)
        self._pair(tile, name, made)
        return made

    def _pair(self, tile: str, name: str, field: QWidget) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        named = muted(name)
        named.setFixedWidth(88)
        line.addWidget(named)
        line.addWidget(field, 1)
        self._add(tile, row)
        return field

    def _box(self, tile: str, text: str, changed: Callable[..., object], beside: QWidget | None = None) -> QCheckBox:
        box = QCheckBox(text)
        box.clicked.connect(changed)
        if beside is None:
            self._add(tile, box)
            return box
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(box)
        line.addWidget(beside, 1)
        box.toggled.connect(beside.setEnabled)
        self._add(tile, row)
        return box

    def _add(self, tile: str, row: QWidget) -> None:
        self._rows.append((tile, row))
        self._layout.addWidget(row)


def _rows(lines: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    for number, (verb, text) in enumerate(lines):
        grid.addWidget(muted(say(verb)), number, 0)
        words = label(text)
        words.setToolTip(text)
        words.setMinimumWidth(1)
        grid.addWidget(words, number, 1)
    return grid


def _mark_words(card: QWidget, papers: Papers, may_mark: bool) -> str:
    if not papers.mark:
        return card.tr("AI took no part in what is heard, so there is nothing to mark.")
    if not may_mark:
        return card.tr("Turned off in the preferences.")
    text = card.tr("It says that AI took part and that this is song {0}. “musicstudio verify” reads it.")
    return text.format(papers.mark)
