# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of an effect's parameters: their place on a knob, and as they are written and typed."""

import math
import re

from musicstudio.mixing.devices import ParamSpec

_NUMBER = re.compile(r"[-+]?(?:\d+[.,]?\d*|[.,]\d+)")
_MAX_TYPED = 40


def share_of(spec: ParamSpec, value: float) -> float:
    """Where 0..1 of the knob a value lies."""
    if spec.is_log:
        return math.log(max(value, spec.min) / spec.min) / math.log(spec.max / spec.min)
    return (value - spec.min) / (spec.max - spec.min)


def value_at(spec: ParamSpec, share: float) -> float:
    """The value at 0..1 of the knob, rounded to what can be told apart."""
    value = spec.min * (spec.max / spec.min) ** share if spec.is_log else spec.min + (spec.max - spec.min) * share
    digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2
    return min(max(round(value, digits), spec.min), spec.max)


def value_text(spec: ParamSpec, value: float) -> str:
    """``1.2 kHz``, ``−3.0 dB``, ``4.0 : 1``."""
    if spec.unit == "Hz":
        return f"{value / 1000:.2f} kHz" if value >= 1000 else f"{value:.0f} Hz"
    if spec.unit == "x":
        return f"{value:.1f} : 1"
    number = (
        f"{value:.1f}"
        if spec.unit in ("dB", "ms", "s") and abs(value) < 100
        else f"{value:.2f}"
        if spec.unit == "Q" or (not spec.unit and spec.max <= 1)
        else f"{value:.0f}"
    )
    return f"{number} {spec.unit}".replace("-", "−").strip()


def typed_value(spec: ParamSpec, text: str) -> float | None:
    """A value as people type it: ``3.1k``, ``-22 dB``, ``4:1``, ``1,5 s``; within its bounds, None for what is none."""
    plain = text[:_MAX_TYPED].lower().replace("−", "-").strip()
    found = _NUMBER.match(plain)
    if found is None:
        return None
    value, rest = float(found[0].replace(",", ".")), plain[found.end() :].strip()
    if (spec.unit == "Hz" and rest.startswith("k")) or (spec.unit == "ms" and rest == "s"):
        value *= 1000
    elif spec.unit == "s" and rest == "ms":
        value /= 1000
    return min(max(value, spec.min), spec.max)
