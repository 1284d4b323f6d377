# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of a section: which bars answer which, so that phrases have a motif, an answer and a close."""

import numpy as np

from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.request import Echo

Plan = tuple[Echo | None, ...]
_HALF_PHRASES: tuple[Plan, ...] = (
    (None, None, ("rhythm", 2), None),
    (None, None, ("contour", 2), None),
    (None, ("rhythm", 1), None, None),
    (None, ("contour", 1), ("rhythm", 1), None),
)
"""Four bars: a motif, its answer or sequence, a close."""
_HOOK_PHRASES: tuple[Plan, ...] = (
    (None, None, ("melody", 2), None),
    (None, None, ("melody", 2), ("rhythm", 2)),
    (None, ("contour", 1), ("melody", 2), None),
    (None, ("melody", 1), ("contour", 1), None),
)
_ANSWERS: tuple[Plan, ...] = (
    (("melody", 4), ("melody", 4), ("rhythm", 4), None),
    (("melody", 4), ("contour", 4), None, None),
    (("contour", 4), ("rhythm", 4), None, None),
    (("rhythm", 4), ("rhythm", 4), ("contour", 4), None),
)
"""Four bars that answer the four before them; the more literal come first."""
THROUGH_COMPOSED = 0.15
"""Below this much hook nothing is planned to return."""
HOOK_OF_KIND = {"chorus": 0.3, "hook": 0.3, "drop": 0.35, "intro": 0.0, "verse": 0.0, "bridge": -0.3, "solo": -0.4}


def plan_form(bars: int, hook: float, section_kind: str, rng: np.random.Generator) -> Plan:
    """One answer or None for each bar. ``hook`` 0 to 1: how much returns literally; more in a chorus, less in a
    bridge.
    """
    strength = min(1.0, max(0.0, hook + HOOK_OF_KIND.get(section_kind, 0.0)))
    if strength < THROUGH_COMPOSED:
        return (None,) * bars
    plan: list[Echo | None] = []
    while len(plan) < bars:
        is_answer = len(plan) % 8 == 4
        is_return = len(plan) % 16 == 8 and rng.random() < 0.4 + 0.5 * strength
        plan += (
            _answer(strength, rng)
            if is_answer
            else _return_phrase(_draw_opening(strength, rng))
            if is_return
            else _draw_opening(strength, rng)
        )
    return tuple(plan[:bars])


def _draw_opening(strength: float, rng: np.random.Generator) -> Plan:
    phrases = _HOOK_PHRASES if rng.random() < strength - 0.2 else _HALF_PHRASES
    return phrases[int(rng.integers(len(phrases)))]


def _answer(strength: float, rng: np.random.Generator) -> Plan:
    literal = rng.random() < strength
    return _ANSWERS[int(rng.integers(0, 2)) if literal else int(rng.integers(1, len(_ANSWERS)))]


def _return_phrase(phrase: Plan) -> Plan:
    """The second eight bars begin like the first."""
    return (("melody", 8), ("melody", 8), *phrase[2:])


def echo_numbers(plan: Plan, group: int) -> list[int]:
    """The network's number for each written bar; ``group`` sub-bars make one bar, and each answers its counterpart."""
    numbers = []
    for echo in plan:
        number = v.ECHO_UNKNOWN if echo is None else _number(echo[0], echo[1] * group)
        numbers += [number] * group
    return numbers


def _number(kind: str, back: int) -> int:
    return v.echo_class(kind, back) if back in v.ECHO_OFFSETS else v.ECHO_UNKNOWN
