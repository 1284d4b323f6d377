# SPDX-License-Identifier: GPL-3.0-or-later
"""All actions by id. Those that need a dialog or a view (open, zoom) are added by the window."""

from . import (
    album_actions,
    automation_actions,
    chord_actions,
    clip_actions,
    clipboard_actions,
    desk_actions,
    edit_actions,
    engine_actions,
    group_actions,
    lane_actions,
    listening_actions,
    marker_actions,
    plugin_actions,
    range_actions,
    recording_actions,
    section_actions,
    send_actions,
    sound_actions,
    strip_actions,
    take_actions,
    take_lane_actions,
    tempo_actions,
    track_actions,
    transport_actions,
    version_actions,
    word_actions,
)
from .action import Action

TOPICS = (
    edit_actions,
    clipboard_actions,
    range_actions,
    transport_actions,
    recording_actions,
    engine_actions,
    tempo_actions,
    section_actions,
    send_actions,
    chord_actions,
    word_actions,
    marker_actions,
    clip_actions,
    sound_actions,
    strip_actions,
    desk_actions,
    album_actions,
    listening_actions,
    take_actions,
    take_lane_actions,
    track_actions,
    plugin_actions,
    group_actions,
    strip_actions,
    lane_actions,
    automation_actions,
    version_actions,
)
ACTIONS: dict[str, Action] = {each.id: each for topic in TOPICS for each in topic.ACTIONS}


def action(action_id: str) -> Action:
    """The action with an id; an unknown id is a programming error."""
    return ACTIONS[action_id]
