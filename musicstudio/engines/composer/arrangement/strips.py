# SPDX-License-Identifier: GPL-3.0-or-later
"""Where each part stands in the mix: its strip by role and style, and the two rooms that all share."""

from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from musicstudio.core.paths import resources_dir
from musicstudio.engines.contract import DELAY_BUS_ID, REVERB_BUS_ID
from musicstudio.project.model import Device, Send, Strip, Track
from musicstudio.project.model.tracks import ROLES

from ..styles import PartStyle, StyleBlend
from ..styles.style import DeviceStyle, Mix

_OFF_DB = -60.0
_DEEPEST_DUCK_DB = 12.0


class _StripFile(Struct, frozen=True, forbid_unknown_fields=True):
    strips: dict[str, tuple[DeviceStyle, ...]]


def strip_for(spec: PartStyle, mix: Mix) -> Strip:
    """The strip of a part: its own devices, else the style's for its role, else the usual ones; ids are stable."""
    chosen = spec.devices or mix.strips.get(spec.role) or usual_strips().get(spec.role, ())
    devices = [Device(f"{d.kind}-{number}", d.kind, dict(d.params)) for number, d in enumerate(chosen, 1)]
    if spec.ducks and mix.sidechain > 0:
        depth_db = _DEEPEST_DUCK_DB * mix.sidechain
        devices.append(Device("ducker", "ducker", {"source": float(ROLES.index("drums")), "amount_db": depth_db}))
    levels = ((REVERB_BUS_ID, spec.reverb_db), (DELAY_BUS_ID, spec.delay_db))
    sends = tuple(Send(bus, level) for bus, level in levels if level > _OFF_DB)
    return Strip(pan=spec.pan, devices=tuple(devices), sends=sends)


def buses(styles: StyleBlend, bpm: float) -> tuple[Track, Track]:
    """The reverb and the delay that the strips send to, in the style's size and the song's tempo."""
    mix = styles.mix
    size = min(100.0, 22.0 + 18.0 * mix.reverb_s)
    reverb = {"size": size, "damping": 45.0, "predelay_ms": 12.0 + 6.0 * mix.reverb_s, "mix": 100.0}
    echo = {"time_ms": min(60_000 / bpm * mix.delay_beats, 2000.0), "feedback": 30.0, "mix": 100.0}
    return (
        _bus(REVERB_BUS_ID, "Reverb", "reverb", reverb, mix.reverb_db),
        _bus(DELAY_BUS_ID, "Delay", "delay", echo, mix.delay_db),
    )


@lru_cache(maxsize=1)
def usual_strips() -> dict[str, tuple[DeviceStyle, ...]]:
    """Devices by role from the shipped file; none where it is missing."""
    path: Path = resources_dir() / "styles" / "common" / "strips.toml"
    return msgspec.toml.decode(path.read_bytes(), type=_StripFile).strips if path.is_file() else {}


def _bus(bus_id: str, name: str, kind: str, params: dict[str, float], gain_db: float) -> Track:
    strip = Strip(gain_db=gain_db, devices=(Device(f"{kind}-1", kind, params),))
    return Track(id=bus_id, name=name, kind="bus", role="fx", strip=strip)
