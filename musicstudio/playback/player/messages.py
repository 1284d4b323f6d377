# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes over the pipes: commands to the player and events from it, as msgpack with a length before each."""

import struct
from typing import IO, TypeVar

import msgspec
from msgspec import Struct

from musicstudio.mixing.automation import Curve
from musicstudio.project.model import Master, TempoMap

from ..graph.plan import Lane, Plan
from .monitor import Monitor, Watch

_LENGTH = struct.Struct("<I")
_MAX_BYTES = 1 << 30
T = TypeVar("T")


class Load(Struct, frozen=True, tag=True):
    """A new version of the song: the order of its lanes, and those that changed since the version before."""

    version: int
    lane_ids: tuple[str, ...]
    changed: tuple[Lane, ...]
    master: Master
    tempo_map: TempoMap
    length: int
    master_curves: tuple[Curve, ...] = ()


class Play(Struct, frozen=True, tag=True):
    """Play from the present position, after so many beats of clicks. tells_when: answer with `Heard`,
    and play on past the end of the song: something is recorded to it.
    """

    count_in_beats: int = 0
    tells_when: bool = False


class Stop(Struct, frozen=True, tag=True):
    """Stop. rewinds: go back to where playing began (otherwise stay: pause)."""

    rewinds: bool = False


class Seek(Struct, frozen=True, tag=True):
    """Go to a frame of the timeline, playing or not."""

    frame: int


class Loop(Struct, frozen=True, tag=True):
    """Repeat from ``start`` to ``end`` (frames), or play on if end is not after start."""

    start: int = 0
    end: int = 0


class Metronome(Struct, frozen=True, tag=True):
    """Clicks on the beat."""

    is_on: bool


class ChooseDevice(Struct, frozen=True, tag=True):
    """Play through a device; empty for the system's choice."""

    name: str = ""


class RefreshDevices(Struct, frozen=True, tag=True):
    """Look again which devices there are."""


class Busy(Struct, frozen=True, tag=True):
    """The studio works hard (or no longer): the device needs longer buffers to be safe."""

    is_on: bool


class Distrust(Struct, frozen=True, tag=True):
    """All the audio that is known to be damaged: it is silent."""

    sources: tuple[str, ...]


class LiveSound(Struct, frozen=True, tag=True):
    """A sound to be played by hand: interleaved stereo float32 at 48 kHz."""

    sound_id: str
    samples: bytes


class LiveOn(Struct, frozen=True, tag=True):
    """A key goes down and a sound begins."""

    key: int
    sound_id: str
    gain: float = 1.0


class LiveOff(Struct, frozen=True, tag=True):
    """A key comes up."""

    key: int


class StartAgain(Struct, frozen=True, tag=True):
    """Let a third-party effect that stopped play again."""

    device_id: str


class Quit(Struct, frozen=True, tag=True):
    """End the process."""


Command = (
    Load | Play | Stop | Seek | Loop | Metronome | ChooseDevice | RefreshDevices | Busy | Distrust | Monitor | Watch
    | LiveSound | LiveOn | LiveOff | StartAgain | Quit
)  # fmt: skip


class DeviceList(Struct, frozen=True, tag=True):
    """The devices there are and the one in use (empty name: none, the song plays in silence)."""

    names: tuple[str, ...]
    current: str


class Notice(Struct, frozen=True, tag=True):
    """A sentence for the user. source: the content hash of the audio that it is about, or empty."""

    text: str
    source: str = ""


class PluginStopped(Struct, frozen=True, tag=True):
    """A third-party effect crashed, hung or did not load, and is bypassed. why: a sentence for the user."""

    device_id: str
    why: str


class Heard(Struct, frozen=True, tag=True):
    """A moment of the song (frames), and when it was heard, in frames on the clock of all devices.

    Told once the song runs, and again whenever it had to be taken up anew (a gap, another device).
    """

    song_frame: int
    clock_frame: float


Event = DeviceList | Notice | PluginStopped | Heard

_ENCODER = msgspec.msgpack.Encoder()
_COMMANDS = msgspec.msgpack.Decoder(Command)
_EVENTS = msgspec.msgpack.Decoder(Event)


class PlanDifference:
    """Turns successive plans into `Load` commands that carry only what changed. One thread."""

    def __init__(self) -> None:
        self._known: dict[str, Lane] = {}
        self.version = 0

    def forget(self) -> None:
        """Send everything next time (the player is a new process)."""
        self._known.clear()

    def load(self, plan: Plan) -> Load:
        """The command that brings the player to a plan."""
        changed = tuple(lane for lane in plan.lanes if self._known.get(lane.id) is not lane)
        self._known = {lane.id: lane for lane in plan.lanes}
        self.version += 1
        lane_ids = tuple(lane.id for lane in plan.lanes)
        return Load(self.version, lane_ids, changed, plan.master, plan.tempo_map, plan.length, plan.master_curves)


class PlanAssembly:
    """Puts `Load` commands together into plans again. One thread."""

    def __init__(self) -> None:
        self._lanes: dict[str, Lane] = {}

    def plan(self, load: Load) -> Plan:
        """The plan that a command leads to."""
        known = self._lanes | {lane.id: lane for lane in load.changed}
        self._lanes = {lane_id: known[lane_id] for lane_id in load.lane_ids if lane_id in known}
        return Plan(tuple(self._lanes.values()), load.master, load.master_curves, load.tempo_map, load.length)


def send(stream: IO[bytes], message: Command | Event) -> None:
    """Write one message. Raises OSError when the other side is gone."""
    body = _ENCODER.encode(message)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def receive_command(stream: IO[bytes]) -> Command | None:
    """The next command, or None when the other side is gone or what it says makes no sense."""
    return _decode_body(_COMMANDS, _receive(stream))


def receive_event(stream: IO[bytes]) -> Event | None:
    """The next event, or None when the player is gone or what it says makes no sense."""
    return _decode_body(_EVENTS, _receive(stream))


def _decode_body(decoder: "msgspec.msgpack.Decoder[T]", body: bytes | None) -> T | None:
    """After a message that makes no sense nothing can be believed any more, not even where the next one begins."""
    try:
        return None if body is None else decoder.decode(body)
    except (ValueError, RecursionError):  # of which msgspec's errors are kinds
        return None


def _receive(stream: IO[bytes]) -> bytes | None:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    if size > _MAX_BYTES:
        return None
    body = stream.read(size)
    return body if len(body) == size else None
