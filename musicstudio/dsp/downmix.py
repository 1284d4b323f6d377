# SPDX-License-Identifier: GPL-3.0-or-later
"""Surround folded to stereo after ITU-R BS.775-4, table 2.

The centre goes to both sides at -3 dB, surround channels to their side at -3 dB, one rear centre to both at -6 dB; the
channel for low effects (LFE) is left out.

Channels are called as in FFmpeg and the WAVE channel mask: FL FR FC LFE BL BR FLC FRC BC SL SR, and the top ones.
"""

import numpy as np
from numpy.typing import NDArray

LFE = frozenset({"LFE", "LFE2"})
_BOTH, _SIDE, _REAR = 0.5**0.5, 0.5**0.5, 0.5
_GAINS = {
    "FL": (1.0, 0.0), "FR": (0.0, 1.0), "FC": (_BOTH, _BOTH), "DL": (1.0, 0.0), "DR": (0.0, 1.0),
    "FLC": (1.0, 0.0), "FRC": (0.0, 1.0), "WL": (1.0, 0.0), "WR": (0.0, 1.0),
    "BL": (_SIDE, 0.0), "BR": (0.0, _SIDE), "SL": (_SIDE, 0.0), "SR": (0.0, _SIDE), "BC": (_REAR, _REAR),
    "TFL": (_SIDE, 0.0), "TFR": (0.0, _SIDE), "TBL": (_SIDE, 0.0), "TBR": (0.0, _SIDE), "TSL": (_SIDE, 0.0),
    "TSR": (0.0, _SIDE), "TC": (_REAR, _REAR), "TFC": (_REAR, _REAR), "TBC": (_REAR, _REAR),
    "LFE": (0.0, 0.0), "LFE2": (0.0, 0.0),
}  # fmt: skip
# In the order of the WAVE channel mask, for files that do not say which channel is which.
USUAL_LAYOUTS = {
    3: ("FL", "FR", "FC"),
    4: ("FL", "FR", "BL", "BR"),
    5: ("FL", "FR", "FC", "BL", "BR"),
    6: ("FL", "FR", "FC", "LFE", "BL", "BR"),
    7: ("FL", "FR", "FC", "LFE", "BC", "SL", "SR"),
    8: ("FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR"),
}


def layout_of(channels: int, named: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What the channels are: as named, where every name is known, else by convention; empty where there is none.

    Parameters
    ----------
    channels : int
    named : names of speakers, as FFmpeg writes them

    Returns
    -------
    tuple of names, one a channel; empty for no known places
    """
    if len(named) == channels and all(name in _GAINS for name in named) and not LFE.issuperset(named):
        return named
    return USUAL_LAYOUTS.get(channels, ())


def fold_to_stereo(audio: NDArray[np.float32], layout: tuple[str, ...]) -> NDArray[np.float32]:
    """(channels, frames) as (2, frames). Without a layout odd channels go left and even ones right, as their mean.

    Parameters
    ----------
    audio : float32 array, shape (channels, frames)
    layout : tuple of names, one a channel, or empty

    Returns
    -------
    float32 array, shape (2, frames)

    Source
    ------
    ITU-R BS.775-3
    """
    if not layout:
        return np.stack([audio[0::2].mean(axis=0), audio[1::2].mean(axis=0)]).astype(np.float32)
    gains = np.array([_GAINS[name] for name in layout], dtype=np.float32)
    return np.ascontiguousarray(gains.T @ audio, dtype=np.float32)


def folding_in_words(channels: int, layout: tuple[str, ...]) -> str:
    """What `fold_to_stereo` does, as the end of a sentence that begins with a file's name.

    Parameters
    ----------
    channels : int
    layout : as for `fold_to_stereo`

    Returns
    -------
    str, without a full stop
    """
    if not layout:
        return f"has {channels} channels without places; odd ones went left and even ones right"
    what = f"has {channels} channels, which were folded to stereo (ITU-R BS.775)"
    return f"{what}; the LFE channel was left out" if LFE.intersection(layout) else what
