# SPDX-License-Identifier: GPL-3.0-or-later
"""A loop without a seam: what rings past its end, what is played before its start, and the room, all go round."""

import numpy as np
from msgspec.structs import replace

from musicstudio.engines.contract import Part, Result

from .edges import Audio, Placed, loop_overhang, with_added
from .loop_reverb import render_reverb_tail

ClipPlace = tuple[int, int]
"""(part index, cell index)."""


def loop_sounds(result: Result, sounds: dict[ClipPlace, Placed], end_frame: int) -> dict[ClipPlace, Placed]:
    """The cells of one round. Each part's first cell also carries the part's overhang and its reverb."""
    folded = dict(sounds)
    for index, part in enumerate(result.parts):
        places = [(index, c) for c in range(len(part.cells)) if (index, c) in folded]
        if places:
            _fold_overhang(folded, places, end_frame)
            wet = render_reverb_tail(_one_round(folded, places, end_frame), part.strip, result.buses)
            folded[places[0]] = with_added(folded[places[0]], wet, 0)
    return folded


def without_sends(result: Result) -> Result:
    """The result with nothing sent to the buses, whose sound is in the cells already."""
    return replace(result, buses=(), parts=tuple(_sendless(part) for part in result.parts))


def _sendless(part: Part) -> Part:
    return replace(part, strip=replace(part.strip, sends=()))


def _fold_overhang(folded: dict[ClipPlace, Placed], places: list[ClipPlace], end_frame: int) -> None:
    """The overhang to the first cell, as often round as it rings; pickups to the last."""
    for place in places:
        folded[place], overhang = loop_overhang(folded[place], end_frame)
        for start in range(0, overhang.shape[1], end_frame):
            folded[places[0]] = with_added(folded[places[0]], overhang[:, start : start + end_frame], 0)
    for place in places:
        folded[place], pickup = _without_pickup(folded[place])
        if pickup.shape[1]:
            folded[places[-1]] = with_added(folded[places[-1]], pickup, end_frame - pickup.shape[1])


def _one_round(folded: dict[ClipPlace, Placed], places: list[ClipPlace], end_frame: int) -> Audio:
    whole = Placed(np.zeros((2, end_frame), np.float32), 0)
    for place in places:
        whole = with_added(whole, folded[place].audio, folded[place].start)
    return whole.audio[:, :end_frame]


def _without_pickup(placed: Placed) -> tuple[Placed, Audio]:
    before = max(0, -placed.start)
    if not before:
        return placed, np.zeros((2, 0), np.float32)
    return Placed(placed.audio[:, before:], 0), placed.audio[:, :before]
