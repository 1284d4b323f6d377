# SPDX-License-Identifier: GPL-3.0-or-later
"""How much is taken away: three sets of figures, tuned together on mixtures whose parts are known."""

from typing import NamedTuple

from musicstudio.core.errors import InputError


class Strength(NamedTuple):
    """How hard to clean.

    weight: how many times the estimated power of noise and bleed is held against the sound. floor_db: the least
    gain of the spectral mask. gate_db: the least gain between phrases, reached ``gate_span_db`` below ``gate_below_db``
    under the loud parts.
    """

    name: str
    weight: float
    floor_db: float
    gate_db: float
    gate_below_db: float
    gate_span_db: float = 12.0


STRENGTHS = {
    each.name: each
    for each in (
        Strength("gentle", 1.0, -8.0, -6.0, 52.0),
        Strength("usual", 1.6, -14.0, -14.0, 46.0),
        Strength("strong", 2.5, -24.0, -36.0, 40.0),
    )
}
USUAL = "usual"


def strength_of(name: str) -> Strength:
    """The figures of a strength. Raises `InputError` for an unknown name."""
    if name not in STRENGTHS:
        raise InputError(f"The strength of cleaning can be {', '.join(STRENGTHS)}, not “{name}”.")
    return STRENGTHS[name]
