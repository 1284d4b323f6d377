# SPDX-License-Identifier: GPL-3.0-or-later
"""What came of a task."""

from typing import Literal

import msgspec

State = Literal["made", "short", "failed", "placing"]


class Outcome(msgspec.Struct, frozen=True):
    """made: as asked; short: there, but not as asked, which the sentence tells; failed: not there, and why.

    placing: its files are being put in place, and are whole only once it says made or short. seconds: of work;
    files: as they are called in the folder of results; length_s, loudness_lufs, true_peak_dbtp: of the first sound.
    """

    key: str
    name: str
    state: State
    sentence: str = ""
    files: tuple[str, ...] = ()
    seconds: float = 0.0
    length_s: float | None = None
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None

    @property
    def is_done(self) -> bool:
        """Whether it need not be done again."""
        return self.state in ("made", "short")
