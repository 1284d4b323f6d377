# SPDX-License-Identifier: GPL-3.0-or-later
"""The arranger: from a song plan to what every part plays.

`choose_parts` decides who plays, `arrange` lets everybody play, `play_part` asks one part again. Players are in
`players`, known by name in `registry`; what they play from are the style files (`..styles`).
"""

from .arrange import arrange, play_part
from .balance import MIX_LUFS, VOCALS_LUFS
from .fading import with_fades
from .instrumentation import choose_part, choose_parts
from .mastering import master_of
from .strips import buses

__all__ = [
    "MIX_LUFS",
    "VOCALS_LUFS",
    "arrange",
    "buses",
    "choose_part",
    "choose_parts",
    "master_of",
    "play_part",
    "with_fades",
]  # fmt: skip
