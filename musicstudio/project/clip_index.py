# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding a clip among thousands: the ids of a row's clips, remembered for as long as the row stays the same."""

from collections import OrderedDict

from .model import Clip

_TRACKS_REMEMBERED = 256
_remembered: OrderedDict[int, tuple[tuple[Clip, ...], frozenset[str]]] = OrderedDict()


def ids_of(clips: tuple[Clip, ...]) -> frozenset[str]:
    """The ids of a row's clips. The tuple itself is held, so its address names it for as long as it is remembered."""
    key = id(clips)
    found = _remembered.get(key)
    if found is None:
        found = _remembered[key] = (clips, frozenset(clip.id for clip in clips))
        while len(_remembered) > _TRACKS_REMEMBERED:
            _remembered.popitem(last=False)
    return found[1]
