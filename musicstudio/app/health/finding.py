# SPDX-License-Identifier: GPL-3.0-or-later
"""What was found out about one matter."""

from dataclasses import dataclass
from typing import Literal

State = Literal["good", "hint", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """state: as it should be; works, but could be better; something does not work.

    text: one sentence for the user. shared: the same without names of people, devices or files, for a report that is
    given to others; the text itself unless said. remedy: a command line that helps, or empty.
    """

    topic: str
    state: State
    text: str
    shared: str = ""
    remedy: str = ""

    @property
    def shared_text(self) -> str:
        """What a report for others says."""
        return self.shared or self.text
