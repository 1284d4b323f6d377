# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a new track starts: a strip for each role, the two shared effects, and the mastering chain.

Values are starting points of common mixing practice: cut what a part does not need, even out what wanders, and give
depth by two shared rooms instead of many.
"""

from musicstudio.core.ids import new_id
from musicstudio.project.model import Device, Send, Strip, Track

REVERB_BUS = "Reverb"
DELAY_BUS = "Delay"
_OFF_DB = -60.0

# role: (equalizer, compressor or None, reverb send dB, delay send dB)
_EQ = dict[str, float]
_ROLES: dict[str, tuple[_EQ, _EQ | None, float, float]] = {
    "vocals": (
        {"low_cut_hz": 90, "bell1_hz": 300, "bell1_db": -2, "bell3_hz": 3500, "bell3_db": 1.5, "high_shelf_db": 2},
        {"threshold_db": -22, "ratio": 3, "attack_ms": 6, "release_ms": 90, "makeup_db": 3}, -15, -21,
    ),
    "backing": (
        {"low_cut_hz": 140, "bell1_hz": 350, "bell1_db": -3, "high_shelf_db": 1.5},
        {"threshold_db": -24, "ratio": 3, "attack_ms": 8, "release_ms": 120, "makeup_db": 2}, -11, -22,
    ),
    "drums": (
        {"low_cut_hz": 28, "bell1_hz": 350, "bell1_db": -2, "high_shelf_db": 1.5},
        {"threshold_db": -16, "ratio": 2.5, "attack_ms": 25, "release_ms": 110, "makeup_db": 1}, -24, _OFF_DB,
    ),
    "percussion": ({"low_cut_hz": 120, "high_shelf_db": 1}, None, -18, _OFF_DB),
    "bass": (
        {"low_cut_hz": 32, "bell1_hz": 220, "bell1_db": -1.5, "bell2_hz": 900, "bell2_db": 1, "high_cut_hz": 9000},
        {"threshold_db": -20, "ratio": 4, "attack_ms": 15, "release_ms": 120, "makeup_db": 2}, _OFF_DB, _OFF_DB,
    ),
    "keys": ({"low_cut_hz": 80, "bell1_hz": 300, "bell1_db": -1.5}, None, -18, _OFF_DB),
    "guitar": ({"low_cut_hz": 90, "bell1_hz": 250, "bell1_db": -1.5, "bell3_hz": 3000, "bell3_db": 1}, None, -19, -26),
    "strings": ({"low_cut_hz": 70, "bell3_hz": 3000, "bell3_db": -1}, None, -13, _OFF_DB),
    "brass": (
        {"low_cut_hz": 90, "bell3_hz": 3500, "bell3_db": -1},
        {"threshold_db": -18, "ratio": 2.5, "attack_ms": 10, "release_ms": 120, "makeup_db": 1}, -15, _OFF_DB,
    ),
    "woodwind": ({"low_cut_hz": 120}, None, -14, _OFF_DB),
    "synth": ({"low_cut_hz": 90, "bell1_hz": 300, "bell1_db": -1}, None, -19, -24),
    "lead": (
        {"low_cut_hz": 120, "bell3_hz": 3000, "bell3_db": 1},
        {"threshold_db": -20, "ratio": 2.5, "attack_ms": 8, "release_ms": 100, "makeup_db": 1}, -17, -18,
    ),
    "arp": ({"low_cut_hz": 150, "high_shelf_db": 1}, None, -18, -18),
    "pad": ({"low_cut_hz": 110, "bell1_hz": 350, "bell1_db": -2}, None, -12, _OFF_DB),
    "choir": ({"low_cut_hz": 110, "bell1_hz": 400, "bell1_db": -2}, None, -11, _OFF_DB),
    "fx": ({"low_cut_hz": 40}, None, -18, -24),
    "other": ({}, None, _OFF_DB, _OFF_DB),
}  # fmt: skip


def strip_for_role(role: str, reverb_bus_id: str = "", delay_bus_id: str = "", gain_db: float = 0.0) -> Strip:
    """A strip to start from for a role (unknown roles get a neutral one), sending to the buses whose ids are given."""
    eq, compressor, reverb_db, delay_db = _ROLES.get(role, _ROLES["other"])
    devices = [Device(new_id("device"), "eq", dict(eq))]
    if role in ("vocals", "backing"):
        devices.append(Device(new_id("device"), "deesser"))
    if compressor:
        devices.append(Device(new_id("device"), "compressor", dict(compressor)))
    wanted = ((reverb_bus_id, reverb_db), (delay_bus_id, delay_db))
    sends = tuple(Send(bus_id, level_db) for bus_id, level_db in wanted if bus_id and level_db > _OFF_DB)
    return Strip(gain_db=gain_db, devices=tuple(devices), sends=sends)


def default_buses(bpm: float = 120.0) -> tuple[Track, Track]:
    """The shared reverb and a delay of a dotted eighth note, as bus tracks."""
    reverb = {"size": 62.0, "damping": 50.0, "predelay_ms": 18.0, "mix": 100.0}
    echo = {"time_ms": min(60_000 / bpm * 0.75, 2000.0), "feedback": 28.0, "mix": 100.0}
    return _bus(REVERB_BUS, "reverb", reverb), _bus(DELAY_BUS, "delay", echo)


def mastering_devices() -> tuple[Device, ...]:
    """Rumble cut, a little air, and glue: slow, low-ratio compression of a decibel or two."""
    tone = {
        "low_cut_hz": 26.0,
        "bell1_hz": 280.0,
        "bell1_db": -0.7,
        "bell1_q": 0.7,
        "high_shelf_hz": 11_000.0,
        "high_shelf_db": 0.8,
    }
    glue = {"threshold_db": -16.0, "ratio": 1.6, "attack_ms": 30.0, "release_ms": 180.0}
    return Device(new_id("device"), "eq", tone), Device(new_id("device"), "compressor", glue)


def _bus(name: str, kind: str, params: dict[str, float]) -> Track:
    strip = Strip(devices=(Device(new_id("device"), kind, params),))
    return Track(id=new_id("track"), name=name, kind="bus", role="fx", strip=strip)
