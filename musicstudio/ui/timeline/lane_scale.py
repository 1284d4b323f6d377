# SPDX-License-Identifier: GPL-3.0-or-later
"""The scale of an automation lane: where a value lies from bottom to top, and what it is called."""

from musicstudio.mixing.automatable import Automatable, log_share

from ..widgets.levels import fader_gain_db, fader_position, gain_text, pan_text
from ..words import say


def share_of(spec: Automatable, value: float) -> float:
    """Where a value lies, 0 at the bottom to 1 at the top."""
    value = min(max(value, spec.low), spec.high)
    if spec.scale == "fader":
        return fader_position(value) / fader_position(spec.high)
    if spec.scale == "log":
        return log_share(value, spec.low, spec.high)
    return (value - spec.low) / (spec.high - spec.low) if spec.high > spec.low else 0.0


def value_at_share(spec: Automatable, share: float) -> float:
    """The value at a place, 0 to 1; the inverse of `share_of`."""
    share = min(max(share, 0.0), 1.0)
    if spec.scale == "fader":
        return spec.held(round(fader_gain_db(share * fader_position(spec.high)), 1))
    if spec.scale == "log":
        return spec.held(float(spec.low * (spec.high / spec.low) ** share))
    return spec.held(spec.low + (spec.high - spec.low) * share)


def value_text(spec: Automatable, value: float) -> str:
    """``−6.2 dB``, ``L30``, ``440 Hz``, or the name of a choice."""
    if spec.unit == "dB":
        return gain_text(value) if spec.scale == "fader" else f"{value:+.1f} dB".replace("-", "−")
    if spec.unit == "pan":
        return pan_text(value)
    if spec.choices:
        return say(spec.choices[round(value)])
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f} {spec.unit}".rstrip().replace("-", "−")
