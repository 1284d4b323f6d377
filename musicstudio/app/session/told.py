# SPDX-License-Identifier: GPL-3.0-or-later
"""The notices of a session, kept to be read again."""

import time
from collections import deque
from dataclasses import dataclass

from .notices import Notice, Notices

MAX_KEPT = 200


@dataclass(frozen=True, slots=True)
class Told:
    """told_at: seconds since 1970."""

    told_at: float
    notice: Notice


class ToldNotices:
    """The last `MAX_KEPT`; the same one again is only kept as the later. Main thread."""

    def __init__(self, notices: Notices) -> None:
        self._kept: deque[Told] = deque(maxlen=MAX_KEPT)
        notices.observe(self._keep)

    @property
    def all(self) -> tuple[Told, ...]:
        """The oldest first."""
        return tuple(self._kept)

    def _keep(self, notice: Notice) -> None:
        if self._kept and self._kept[-1].notice == notice:
            self._kept.pop()
        self._kept.append(Told(time.time(), notice))
