# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of the song and how they are mixed: tracks, strips, devices, sends and automation."""

from msgspec import Struct

from .clips import Clip

ROLES = (
    "vocals", "backing", "drums", "percussion", "bass", "keys", "guitar", "strings", "brass", "woodwind",
    "synth", "lead", "arp", "pad", "choir", "fx", "other",
)  # fmt: skip
PAN_LAWS_DB = (0.0, -3.0, -4.5, -6.0)
TRACK_KINDS = ("instrument", "vocal", "audio", "group", "bus")


class PluginRef(Struct, frozen=True):
    """A third-party effect: where it is, what it is called, its whole state (base64) and its latency when added."""

    path: str
    name: str
    latency_frames: int = 0
    state: str = ""


class Device(Struct, frozen=True):
    """One effect of a strip.

    kind and params are declared in `musicstudio.mixing.devices`; unset params take their default. key_id: the track
    whose level the effect follows instead of its own (side-chain), or empty. plugin: of the kind ``plugin``, whose
    params are its own, 0 to 1.
    """

    id: str
    kind: str
    params: dict[str, float] = {}
    is_on: bool = True
    key_id: str = ""
    plugin: PluginRef | None = None


class Send(Struct, frozen=True):
    """A copy of the strip's signal, after its fader and pan or before, to a bus track. gain_db: -60 (off) to +6."""

    bus_id: str
    gain_db: float
    is_pre_fader: bool = False


class AutomationPoint(Struct, frozen=True):
    """A value at a tick. bend: of the line to the next point, 0 straight, up to +1 late and down to -1 early."""

    tick: int
    value: float
    bend: float = 0.0


class AutomationLane(Struct, frozen=True):
    """target: ``gain_db``, ``pan``, ``width``, ``input_gain_db``, ``send.<bus id>``, ``<device id>.<param>``, or on a
    sung row ``sung.<name>``, see `musicstudio.mixing.automatable.SUNG_TARGETS`.

    Points are sorted by tick.
    """

    target: str
    points: tuple[AutomationPoint, ...] = ()


class Strip(Struct, frozen=True):
    """A channel strip: input gain and phase, devices in order, width, then fader, pan, mute and solo, and sends.

    pan: -1 left to +1 right. width: 0 mono, 1 as it is, 2 widest. pan_law_db: of the middle, one of `PAN_LAWS_DB`.
    delay_ms: how much later its clips sound, or earlier. is_solo_safe: heard, too, while others are soloed.
    """

    gain_db: float = 0.0
    pan: float = 0.0
    is_muted: bool = False
    is_soloed: bool = False
    devices: tuple[Device, ...] = ()
    sends: tuple[Send, ...] = ()
    automation: tuple[AutomationLane, ...] = ()
    input_gain_db: float = 0.0
    is_phase_inverted: bool = False
    width: float = 1.0
    pan_law_db: float = 0.0
    delay_ms: float = 0.0
    is_solo_safe: bool = False


ROW_HEIGHTS_PX = (36, 480)
"""The lowest and the highest that a row can be made."""


class Frozen(Struct, frozen=True):
    """A row's clips and effects as one sound from the song's beginning on. mark: what it was made of."""

    source: str
    mark: str


class Track(Struct, frozen=True):
    """A row. kind: `TRACK_KINDS`; role: `ROLES` (decides its colour); instrument: an id of the instrument catalogue;
    instrument_plugin: a third-party instrument (a device of the kind ``plugin``) that plays instead of it, or None.

    player: which player of the composer writes it (``comp``, ``arp``, ...), so that it can be asked again. group_id:
    the group track it is summed into, or empty for the master. A group or bus has a strip and no clips; a hidden track
    sounds but has no row. frozen: what plays in its place, see `musicstudio.project.freezing`.
    color: the role whose color it has, or empty for its own. height_px: of its row on the timeline, 0 as all rows.
    """

    id: str
    name: str
    kind: str = "audio"
    role: str = "other"
    instrument: str = ""
    player: str = ""
    clips: tuple[Clip, ...] = ()
    strip: Strip = Strip()
    group_id: str = ""
    is_folded: bool = False
    is_hidden: bool = False
    instrument_plugin: Device | None = None
    frozen: Frozen | None = None
    color: str = ""
    height_px: int = 0
