# SPDX-License-Identifier: GPL-3.0-or-later
"""Regenerate the selection: how many takes, how different, and with which extra words."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from musicstudio.app.actions.engine_actions import hears_sound, plan_of_regeneration, target_of_selection
from musicstudio.app.generation.right_engine import why_not_this_engine
from musicstudio.app.session.regenerate_state import MAX_TAKES
from musicstudio.engines.contract import Task

from ..change_note import ChangeNote
from ..session_bridge import SessionBridge
from ..timeline.describe import describe_selection
from ..widgets import Choice, Heading, LabeledSlider, primary_button
from ..words import say

_CONTEXTS_S = (0.0, 4.0, 12.0, 30.0, 60.0)


class RegenerateBox(QWidget):
    """The title names what is selected; the button is grey, with the reason, when nothing can be made again."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._state = bridge.session.regenerate_state
        self._title = Heading("")
        self._title.setWordWrap(True)
        self._button = primary_button(self.tr("Regenerate selection"), self._regenerate, icon_name="rotate-cw")
        self._different = LabeledSlider(
            self.tr("Different"), self._set_difference, label_px=70, tip=self.tr("Slight variation to new idea")
        )
        self._takes = Choice(self.tr("Takes to make"), lambda count: self._state.set(takes=count))
        self._takes.set_choices(
            [(1, self.tr("1 take")), *((n, self.tr("{0} takes").format(n)) for n in range(2, MAX_TAKES + 1))]
        )
        self._prompt = QLineEdit()
        self._prompt.setPlaceholderText(self.tr("How? (optional)"))
        self._prompt.setAccessibleName(self.tr("What should be different"))
        self._prompt.textEdited.connect(lambda text: self._state.set(prompt=text.strip()))
        self._prompt.returnPressed.connect(self._regenerate)
        self._engine = Choice(self.tr("Who makes it"), lambda name: self._state.set(engine=name))
        self._context = Choice(self.tr("How much around it is heard"), lambda length: self._state.set(context_s=length))
        self._context.set_choices([(each, self.tr("Hears {0} s around").format(f"{each:g}")) for each in _CONTEXTS_S])
        self.note = ChangeNote(bridge.session, plan_of_regeneration)
        self._arrange()
        for signal in (bridge.selection_changed, bridge.regenerate_changed):
            signal.connect(self._follow)
        bridge.watch(self._follow, "tracks", "clips", "sections", "tempo_map", sees_previews=False)
        self._follow()

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        for widget in (
            self._button,
            self._prompt,
            self.note,
            self._different,
            self._takes,
            self._engine,
            self._context,
        ):
            layout.addWidget(widget)

    def _follow(self) -> None:
        self._title.set_text(describe_selection(self.bridge))
        can, why = self.bridge.actions["song.regenerate_selection"].enabled(self.bridge.session)
        self._button.setEnabled(can)
        self._button.setToolTip(say(why) or self.tr("Make new takes; nothing outside the selection changes (Ctrl+R)"))
        values = self._state.values
        self._follow_engines()
        self._different.set_value(values.difference)
        self._takes.setCurrentIndex(values.takes - 1)
        if values.prompt != self._prompt.text().strip():
            self._prompt.setText(values.prompt)
        self.note.follow(values.prompt)

    def _follow_engines(self) -> None:
        """Shown where there is a choice: several engines that can, and one that hears sound."""
        session, values = self.bridge.session, self._state.values
        able = [each for each in session.engines.capabilities() if why_not_this_engine(each, Task.REGENERATE) == ""]
        self._engine.setVisible(len(able) > 1)
        titles = [("", self.tr("By who made it")), *((each.engine, each.title) for each in able)]
        self._engine.set_choices(titles, values.engine)
        target = target_of_selection(session)
        self._context.setVisible(len(able) > 1 and target is not None and hears_sound(session, target))
        self._context.setCurrentIndex(
            min(range(len(_CONTEXTS_S)), key=lambda i: abs(_CONTEXTS_S[i] - values.context_s))
        )

    def _set_difference(self, difference: float) -> None:
        self._state.set(difference=difference)

    def _regenerate(self) -> None:
        self.bridge.run("song.regenerate_selection")
