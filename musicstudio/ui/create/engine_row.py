# SPDX-License-Identifier: GPL-3.0-or-later
"""Which engine makes the song, how many variations, how long, and with which seed."""

from msgspec.structs import replace
from PySide6.QtWidgets import QGridLayout, QWidget

from musicstudio.app.generation.engine_facts import facts
from musicstudio.engines.contract import Capabilities

from ..session_bridge import SessionBridge
from ..widgets import Choice
from ..words import say

_LENGTHS_S = (None, 15.0, 30.0, 60.0, 90.0, 120.0, 180.0, 240.0)


class EngineRow(QWidget):
    """Four drop-down lists; an engine that cannot run is grey and says why."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        state = bridge.session.create_state
        self._engine = Choice(self.tr("Engine"), lambda name: state.set(engine=name))
        self._count = Choice(self.tr("Variations"), lambda count: state.set(variations=count))
        self._length = Choice(self.tr("Length"), self._set_length)
        self._voice = Choice(self.tr("Singing"), self._set_vocals)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for index, widget in enumerate((self._engine, self._count, self._length, self._voice)):
            grid.addWidget(widget, index // 2, index % 2)
        bridge.create_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show the wish and the engines as they stand."""
        session = self.bridge.session
        values, engines = session.create_state.values, session.engines.capabilities()
        self._engine.set_choices([(each.engine, each.title) for each in engines], values.engine)
        for each in engines:
            self._engine.describe_choice(each.engine, "\n".join(map(say, facts(each))))
            if each.why_unavailable:
                self._engine.disable_choice(each.engine, say(each.why_unavailable))
        counts = [(1, self.tr("1 variation")), *((n, self.tr("{0} variations").format(n)) for n in range(2, 6))]
        self._count.set_choices(counts, values.variations)
        self._length.set_choices([(each, self._length_text(each)) for each in _LENGTHS_S], values.options.duration_s)
        voices = [(None, self.tr("Singing: auto")), (True, self.tr("With vocals")), (False, self.tr("Instrumental"))]
        self._voice.set_choices(voices, values.options.has_vocals)
        self._gray_beyond(session.engines.capabilities_of(values.engine))

    def _gray_beyond(self, engine: Capabilities) -> None:
        """Lengths and singing that the chosen engine does not have."""
        for seconds in _LENGTHS_S:
            if seconds is not None and seconds > engine.longest_s:
                most = self._length_text(engine.longest_s)
                self._length.disable_choice(seconds, self.tr("{0} makes {1} at most.").format(engine.title, most))
            elif seconds is not None:
                self._length.enable_choice(seconds)
        if engine.makes_vocals:
            self._voice.enable_choice(True)
        else:
            self._voice.disable_choice(True, self.tr("{0} does not sing.").format(engine.title))

    def _length_text(self, seconds: float | None) -> str:
        if seconds is None:
            return self.tr("Length: auto")
        return f"{int(seconds // 60)}:{int(seconds % 60):02d} min" if seconds >= 60 else f"{seconds:g} s"

    def _set_length(self, seconds: float | None) -> None:
        state = self.bridge.session.create_state
        state.set(options=replace(state.values.options, duration_s=seconds))

    def _set_vocals(self, has_vocals: bool | None) -> None:
        state = self.bridge.session.create_state
        state.set(options=replace(state.values.options, has_vocals=has_vocals))
