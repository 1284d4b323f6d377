# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything a prompt states outright; `words.reading` finds it."""

from msgspec import Struct

from musicstudio.project.model import Key

from .instrumentation import Instrumentation
from .shape import Shape


class Facts(Struct, frozen=True):
    """What was read; None or empty where nothing was said. text: the tidied prompt. notices: contradictions,
    resolved and told.

    pace: 0 slowest to 1 fastest of what the style plays.
    """

    text: str
    players: Instrumentation
    shape: Shape
    bpm: float | None = None
    pace: float | None = None
    key: Key | None = None
    mode: str | None = None
    meter: tuple[int, int] | None = None
    duration_s: float | None = None
    bars: int | None = None
    hits_s: tuple[float, ...] = ()
    notices: tuple[str, ...] = ()
