# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for the user that are not errors of one widget: shown as toasts, or printed on stderr."""

from dataclasses import dataclass

from musicstudio.core.signal import Signal

FIND_MISSING = "file.find_missing"
"""The action that helps where audio of the song is missing."""


TRY_AGAIN = "song.try_again"
"""The action that asks again with another seed, where something was asked and is not so."""


@dataclass(frozen=True, slots=True)
class Notice:
    """level: info, warning or error. action_id: an action that helps, or empty."""

    text: str
    level: str = "info"
    action_id: str = ""


Notices = Signal[Notice]
