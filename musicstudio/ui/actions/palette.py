# SPDX-License-Identifier: GPL-3.0-or-later
"""The command palette: every action by its name, found by typing; those that cannot be done now are left out."""

from PySide6.QtCore import QTimer

from musicstudio.app.actions import Action
from musicstudio.app.actions.question import Choices, Question
from musicstudio.app.session.session import Session

from ..session_bridge import SessionBridge
from ..words import say

PALETTE = "app.palette"


def palette_action(bridge: SessionBridge) -> Action:
    """What can be done now is its question, and the answer is done."""

    def choices(session: Session) -> Choices:
        actions = [each for each in bridge.actions.values() if each.id != PALETTE and each.menu]
        can = [each for each in actions if each.enabled(session)[0]]
        return tuple((each.id, _line(each, session)) for each in can)

    def run(_: Session, action_id: str) -> None:
        QTimer.singleShot(0, bridge, lambda: bridge.run(action_id))  # after the palette has closed

    question = Question("Command", "choice", choices=choices)
    return Action(PALETTE, "Find a command…", "Help", run, shortcuts=("Ctrl+K", "Ctrl+Shift+P"), question=question)


def _line(action: Action, session: Session) -> str:
    title = action.title_now(session) if action.title_now else action.title
    keys = f"   {action.shortcuts[0]}" if action.shortcuts else ""
    return f"{say(action.menu)}: {say(title)}{keys}"
