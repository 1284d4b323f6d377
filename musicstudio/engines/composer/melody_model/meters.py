# SPDX-License-Identifier: GPL-3.0-or-later
"""Metres the network never saw, composed of bars it knows: 5/4 is written as 3/4 and 2/4, 7/8 as 2/4 and 3/8."""

from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.engines.composer.melody_model import vocabulary as v

_EIGHTHS = {5: ((3, 8), (1, 4)), 7: ((2, 4), (3, 8)), 8: ((4, 4),), 10: ((3, 4), (2, 4)), 11: ((4, 4), (3, 8))}
_QUARTERS = {1: (1,), 5: (3, 2), 6: (3, 3), 7: (4, 3)}
_EQUAL = {(2, 2): (4, 4), (4, 8): (2, 4), (2, 8): (1, 4), (1, 2): (2, 4), (8, 8): (4, 4)}


class SubBar(Struct, frozen=True):
    """A bar as the network writes it: length in grid units and the metre whose habits it follows (index in METRES)."""

    units: int
    meter: int


def sub_bars(numerator: int, denominator: int) -> tuple[SubBar, ...]:
    """The bars that one bar of any metre is written as. InputError for metres beyond 16 beats or other than
    halves, quarters and eighths.
    """
    return tuple(_sub_bar(piece) for piece in _pieces(numerator, denominator))


def _pieces(numerator: int, denominator: int) -> tuple[tuple[int, int], ...]:
    meter = _EQUAL.get((numerator, denominator), (numerator, denominator))
    if meter in v.METERS[1:]:
        return (meter,)
    if denominator == 2:
        return _pieces(2 * numerator, 4)
    if denominator == 4:
        parts = _QUARTERS.get(numerator) or (4,) * (numerator // 4) + ((numerator % 4,) if numerator % 4 else ())
        return tuple((part, 4) for part in parts)
    if denominator == 8 and numerator % 3 == 0:
        return ((6, 8),) * (numerator // 6) + (((3, 8),) if numerator % 6 else ())
    if denominator == 8:
        return _EIGHTHS.get(numerator) or ((4, 4), *_pieces(numerator - 8, 8))
    raise InputError(f"The lead sheet cannot be written in {numerator}/{denominator}.")


def _sub_bar(piece: tuple[int, int]) -> SubBar:
    units = 4 * v.UNITS_PER_QUARTER * piece[0] // piece[1]
    known = piece if piece in v.METERS else (2, 4)
    return SubBar(units, v.METERS.index(known))
