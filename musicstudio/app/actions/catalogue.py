# SPDX-License-Identifier: GPL-3.0-or-later
"""All actions by id. Those that need a dialog or a view (open, zoom) are added by the window."""

from . import clip_actions, edit_actions, song_actions, track_actions, transport_actions
from .action import Action

ACTIONS: dict[str, Action] = {
    each.id: each
    for topic in (edit_actions, transport_actions, song_actions, clip_actions, track_actions)
    for each in topic.ACTIONS
}


def action(action_id: str) -> Action:
    """The action with an id; an unknown id is a programming error."""
    return ACTIONS[action_id]
