# SPDX-License-Identifier: GPL-3.0-or-later
"""The band gives way a little while somebody sings."""

from msgspec.structs import replace

from musicstudio.engines.composer.plan import PartScore
from musicstudio.engines.voice.synthesis.strip import suggest_mix
from musicstudio.project.model import Device
from musicstudio.project.model.tracks import ROLES

_GIVING_WAY = frozenset({"keys", "guitar", "strings", "brass", "synth", "arp", "pad", "lead"})
_DUCKER = "ducker"


def add_vocal_ducking(scores: tuple[PartScore, ...]) -> tuple[PartScore, ...]:
    """The scores with a gentle ducker, keyed by the vocals, on parts of the voice's register that have none of their
    own."""
    duck_db = suggest_mix().duck_db
    device = Device(f"{_DUCKER}-vocals", _DUCKER, {"source": float(ROLES.index("vocals")), "amount_db": duck_db})
    return tuple(_with(score, device) if _gives_way(score) else score for score in scores)


def _gives_way(score: PartScore) -> bool:
    has_own = any(device.kind == _DUCKER for device in score.part.strip.devices)
    return score.part.role in _GIVING_WAY and not has_own


def _with(score: PartScore, device: Device) -> PartScore:
    strip = replace(score.part.strip, devices=(*score.part.strip.devices, device))
    return replace(score, part=replace(score.part, strip=strip))
