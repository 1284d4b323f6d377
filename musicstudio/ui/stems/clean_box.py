# SPDX-License-Identifier: GPL-3.0-or-later
"""Clean the selected clip: how strongly, and a button. The result is a take, so A/B compares it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from musicstudio.app.audio.clean import clean_clip
from musicstudio.app.audio.separate import clip_to_separate
from musicstudio.dsp.cleaning.strength import USUAL

from ..session_bridge import SessionBridge
from ..widgets import Choice, Heading, muted, push_button
from ..words import say


class CleanBox(QWidget):
    """Grey, with the reason, while no sounding clip is selected."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._strength = Choice(self.tr("Strength of cleaning"))
        self._strength.set_choices(strengths(self), USUAL)
        self._button = push_button(self.tr("Clean"), self._clean, icon_name="sparkles")
        self._why = muted(wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (Heading(self.tr("Clean a clip or a stem"), wraps=True), self._strength, self._button, self._why):
            layout.addWidget(widget)
        layout.addStretch(1)

    def follow(self) -> None:
        """Show whether the selected clip can be cleaned."""
        can, why = self.bridge.actions["clip.clean"].enabled(self.bridge.session)
        self._button.setEnabled(can)
        hint = self.tr("Noise, clicks, hum and the bleed of other stems go; the result is a new take.")
        self._why.setText(say(why) or hint)

    def _clean(self) -> None:
        clip = clip_to_separate(self.bridge.session)
        if clip is not None:
            strength = self._strength.currentData()
            self.bridge.session.try_to(lambda: clean_clip(self.bridge.session, clip.id, strength))


def strengths(parent: QWidget) -> list[tuple[object, str]]:
    """(name, what it is called) of every strength."""
    return [("gentle", parent.tr("Gentle")), ("usual", parent.tr("Usual")), ("strong", parent.tr("Strong"))]
