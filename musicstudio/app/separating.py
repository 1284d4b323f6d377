# SPDX-License-Identifier: GPL-3.0-or-later
"""A clip taken apart: its stems become tracks under a folded group, at the same place, in one undo step."""

from typing import TYPE_CHECKING

from musicstudio.project.model import Clip

if TYPE_CHECKING:
    from .session import Session

ROLE_OF_STEM = {"vocals": "vocals", "drums": "drums", "bass": "bass", "guitar": "guitar", "piano": "keys"}


def clip_to_separate(session: "Session") -> Clip | None:
    """The one selected clip, when it sounds."""
    clips = [clip for _, clip in session.project.clips() if clip.id in session.selection.clip_ids]
    return clips[0] if len(clips) == 1 and clips[0].take and clips[0].take.source else None
