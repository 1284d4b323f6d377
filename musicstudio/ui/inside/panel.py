# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside: the cards in the order of making, for the clip that is selected."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from musicstudio.app.generation.understanding import style_map_of
from musicstudio.core.errors import StudioError

from ..session_bridge import SessionBridge
from ..widgets import FlowLayout, Heading, ScrollColumn, icon_button, label, muted, push_button
from ..widgets.scroll import clear_layout, paint_ground
from ..words import say
from .card import StageCard
from .chance_rows import ChordRows, TokenRows
from .pictures import FormView, NotesView, SoundPicture, StylePlace, VectorView
from .state import InsideState

MIN_PX = 520
_MAP_AFTER_MS = 250
_JOINS = "joins the words around it"


class InsidePanel(QWidget):
    """``asked_close`` when it is to go; ``asked_sheet`` for the song sheet, ``asked_create`` for Create."""

    asked_close = Signal()
    asked_sheet = Signal()
    asked_create = Signal()

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        paint_ground(self, "insideDock")
        self.setAccessibleName(self.tr("Inside"))
        self.setMinimumWidth(MIN_PX)
        self.bridge, self.state = bridge, InsideState(bridge, self)
        self._title, self._place = label("", "strong"), label("", "small")
        self._empty = muted(self.tr("Select a clip to see how it was made."), wraps=True)
        self._words, self._recipe = QWidget(), QWidget()
        self._words_flow = FlowLayout(self._words, 6)
        self._recipe_grid = QGridLayout(self._recipe)
        self._parts = QWidget()
        self._parts_grid = QGridLayout(self._parts)
        self._style_place = StylePlace(self.state, 96)
        self.cards = self._make_cards()
        self._arrange()
        self.state.changed.connect(self._follow)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.state.use(True)
        QTimer.singleShot(_MAP_AFTER_MS, self, self._show_map)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.state.use(False)

    def _make_cards(self) -> dict[str, StageCard]:
        run, change = self.bridge.run, self.tr("Change")
        vector = QWidget()
        row = QHBoxLayout(vector)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(VectorView(self.state, 96), 2)
        row.addWidget(self._style_place, 1)
        mel = SoundPicture(self.state, 130, lambda: self.state.deep.mel if self.state.deep else None)
        spectrum = SoundPicture(self.state, 130, lambda: self.state.deep.spectrogram if self.state.deep else None)
        again = partial(run, "song.regenerate_by_words")
        stages = (
            ("words", self.tr("Words"), self._words, (change, self.asked_sheet.emit)),
            ("vector", self.tr("Sentence vector"), vector, (self.tr("Style map"), self._show_create)),
            ("form", self.tr("Form"), FormView(self.state), (change, self.asked_sheet.emit)),
            ("chords", self.tr("Chords and what else they could be"), ChordRows(self.state), None),
            ("tokens", self.tr("The tune's events and their chances"), TokenRows(self.state), None),
            ("parts", self.tr("Parts"), self._parts, (self.tr("Regenerate"), again)),
            ("notes", self.tr("Notes"), NotesView(self.state, 150), (self.tr("Piano roll"), self._open_clip)),
            ("mel", self.tr("Mel-spectrogram"), mel, (self.tr("Clip"), self._open_clip)),
            ("spectrum", self.tr("Spectrogram"), spectrum, (self.tr("Clip"), self._open_clip)),
            ("recipe", self.tr("Recipe"), self._recipe, None),
        )
        return {name: StageCard(at, title, body, way) for at, (name, title, body, way) in enumerate(stages, 1)}

    def _arrange(self) -> None:
        head = QWidget()
        head.setFixedHeight(48)
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(Heading(self.tr("Inside")))
        row.addWidget(self._title)
        row.addWidget(self._place, 1)
        row.addWidget(icon_button("x", self.tr("Close the inside view"), self.asked_close.emit, style="plain"))
        scroll = ScrollColumn(margin=16, gap=12)
        scroll.column.setContentsMargins(16, 4, 16, 16)
        scroll.add(self._empty)
        for names, shares in (
            (("words", "vector"), (1, 1)), (("form",), (1,)), (("chords", "tokens"), (1, 1)),
            (("parts", "notes"), (2, 3)), (("mel", "spectrum"), (1, 1)), (("recipe",), (1,)),
        ):  # fmt: skip
            line = QHBoxLayout()
            line.setSpacing(12)
            for name, share in zip(names, shares, strict=True):
                line.addWidget(self.cards[name], share)
            scroll.column.addLayout(line)
        scroll.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(scroll, 1)

    def _follow(self) -> None:
        facts = self.state.facts
        self._empty.setVisible(facts is None)
        for card in self.cards.values():
            card.setVisible(facts is not None)
        self._title.setText(facts.clip.name or facts.track.name if facts else "")
        self._place.setText(", ".join(part.name for part in facts.parts[:6]) if facts else "")
        if facts is not None:
            self._show_words()
            self._show_chances()
            self._show_parts()
            self._show_sound()
            self._show_recipe()

    def _show_words(self) -> None:
        facts, deep = self.state.facts, self.state.deep
        assert facts is not None
        self._words_flow.clear()
        spans = [span for span in deep.spans if span.caused != _JOINS] if deep else []
        for span in spans:
            self._words_flow.addWidget(self._span(span.text, span.caused or span.why, span.outcome == "used"))
        missing = facts.why_outside or ("" if facts.prompt else self.tr("No words: it was made without a prompt."))
        told = self.tr("{0} spans, each with what it caused").format(len(spans)) if spans else ""
        if deep is not None and deep.are_spans_again:
            told += self.tr(" (read again now)")
        self.cards["words"].say(told, say(missing))

    def _span(self, text: str, caused: str, is_used: bool) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 8, 2)
        column.setSpacing(1)
        column.addWidget(label(text, "span" if is_used else "spanUnused"))
        column.addWidget(label(say(caused), "small" if is_used else "warn"))
        return place

    def _show_chances(self) -> None:
        facts, deep = self.state.facts, self.state.deep
        assert facts is not None
        inside = deep.inside if deep else None
        waiting = "" if deep else self.tr("Looking…")
        nearest = ", ".join(f"{say(title)} {cosine:.2f}" for _, title, cosine in inside.nearest) if inside else ""
        no_vector = say(facts.why_outside) or self.tr("There is no sentence encoder here, or no words.")
        self.cards["vector"].say(nearest, waiting or ("" if inside and inside.vector else no_vector))
        sections = self.bridge.project.sections
        self.cards["form"].say(
            self.tr("{0} sections").format(len(sections)), "" if sections else self.tr("This song has no sections.")
        )
        why = say(inside.why_no_tokens) if inside else ""
        told = self.tr("computed again from what stands, before the style's taste")
        for name, has_any in (("chords", inside and inside.chords), ("tokens", inside and inside.tokens)):
            missing = waiting or ("" if has_any else why or self.tr("There are none here."))
            self.cards[name].say("" if missing else told, missing)

    def _show_parts(self) -> None:
        facts, deep = self.state.facts, self.state.deep
        assert facts is not None
        clear_layout(self._parts_grid)
        rules = deep.inside.players if deep else {}
        most = max((part.notes for part in facts.parts), default=0) or 1
        for row, part in enumerate(facts.parts):
            rule = say(rules[part.track_id]) if part.track_id in rules else self.tr("not known")
            self._parts_grid.addWidget(label(part.name, "strong"), row, 0)
            self._parts_grid.addWidget(muted(rule, wraps=True), row, 1)
            notes = self.tr("{0} notes").format(part.notes) if part.notes else self.tr("sound")
            self._parts_grid.addWidget(label(notes, "small"), row, 2, Qt.AlignmentFlag.AlignRight)
        self._parts_grid.setColumnStretch(1, 1)
        self.cards["parts"].say(self.tr("by rule, but for the lead sheet") if rules else "")
        total = sum(part.notes for part in facts.parts)
        self.cards["notes"].say(
            self.tr("{0} in the section, louder is fuller").format(total) if most > 1 else "",
            "" if total else self.tr("There are no notes here, only sound."),
        )

    def _show_sound(self) -> None:
        facts, deep = self.state.facts, self.state.deep
        assert facts is not None
        silent = self.tr("This clip has no sound yet, or its file is missing.")
        missing = self.tr("Looking…") if deep is None else silent
        length = f"{facts.track.name}, {facts.clip.length_s:.1f} s"
        has_mel = deep is not None and deep.mel is not None
        has_spectrum = deep is not None and deep.spectrogram is not None
        self.cards["mel"].say(self.tr("{0}, 80 bands").format(length), "" if has_mel else missing)
        self.cards["spectrum"].say(length, "" if has_spectrum else missing)

    def _show_recipe(self) -> None:
        facts = self.state.facts
        assert facts is not None
        clear_layout(self._recipe_grid)
        for row, (name, text) in enumerate(self._recipe_lines()):
            self._recipe_grid.addWidget(muted(name), row, 0, Qt.AlignmentFlag.AlignTop)
            value = label(text, wraps=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._recipe_grid.addWidget(value, row, 1)
        if facts.command:
            copy = push_button(self.tr("Copy the command"), partial(_copy, facts.command), icon_name="copy")
            self._recipe_grid.addWidget(copy, self._recipe_grid.rowCount(), 1, Qt.AlignmentFlag.AlignLeft)
        self._recipe_grid.setColumnStretch(1, 1)
        self.cards["recipe"].say("")

    def _recipe_lines(self) -> list[tuple[str, str]]:
        facts = self.state.facts
        assert facts is not None
        recipe, hand = facts.recipe, []
        for kind, steps, labels in facts.by_hand:
            counted = self.tr("{0} steps").format(steps)
            hand.append(f"{say(kind)}: {counted} ({', '.join(say(each) for each in labels)})")
        lines = [(self.tr("Your own part"), "\n".join(hand) or self.tr("nothing by hand so far"))]
        if recipe is None:
            return [(self.tr("Engine"), self.tr("nothing is known of how this came to be")), *lines]
        lines = [
            (self.tr("Engine"), f"{recipe.engine.capitalize()} {recipe.engine_version}".strip()),
            (self.tr("Task"), say(recipe.task)), (self.tr("Prompt"), recipe.prompt),
            (self.tr("Seed"), str(recipe.seed) if recipe.is_ai else ""), (self.tr("Model"), recipe.model),
            (self.tr("Licence"), say(recipe.licence)), *lines, (self.tr("Command"), facts.command),
        ]  # fmt: skip
        return [(name, text) for name, text in lines if text]

    def _show_map(self) -> None:
        session = self.bridge.session
        try:
            self._style_place.set_map(style_map_of(session.engines, session.create_state.values.engine))
        except StudioError:
            return

    def _show_create(self) -> None:
        self.asked_close.emit()
        self.asked_create.emit()

    def _open_clip(self) -> None:
        facts = self.state.facts
        self.asked_close.emit()
        if facts is not None:
            self.bridge.opened_clip.emit(facts.clip.id)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
