# SPDX-License-Identifier: GPL-3.0-or-later
"""The heart of the player: commands in, tape laid, status out. The process drives it; tests drive it with a clock of
their own."""

import contextlib
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from msgspec.structs import replace

from musicstudio.core.errors import DeviceError
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio
from musicstudio.mixing.devices import DEVICES
from musicstudio.mixing.hosting.stopped import stopped
from musicstudio.project.model import Device, Master, Strip

from ..graph.plan import Lane, Plan
from ..graph.sources import Media, NoMedia, Sources
from . import messages
from .crossing import Crossing
from .devices.base import DeviceSystem
from .devices.opening import Output, Running
from .live import LiveVoices
from .messages import Command, DeviceList, Event, Notice
from .meters import LatencyAlignedMeters
from .moment import Moment
from .monitor import Monitor, Watch
from .renderer import MIN_LOOP_FRAMES, Renderer, Settings
from .status import Status
from .tape import Tape
from .transport import Transport

_ALIVE_EVERY_S = 0.25
_IDLE_S = 0.12
_MANY_GAPS = 2
_GAPS_WINDOW_S = 30.0


class Player:
    """Everything but the pipes. One thread calls `handle` and `turn`."""

    def __init__(self, media: Media, system: DeviceSystem, tell: Callable[[Event], None]) -> None:
        self._tell = tell
        self._sources = Sources(media)
        self._told_damage: set[str] = set()
        self._told_stopped: set[str] = set()
        self._output = Output(system, lambda text: tell(Notice(text)))
        self.meters = LatencyAlignedMeters()
        self._transport = Transport(self._output, self._sources, self.meters)
        self._assembly = messages.PlanAssembly()
        self._settings = Settings()
        self._live = LiveVoices()
        self._version = 0
        self._device_gaps = GapCount()
        self._wants_other_buffers = False
        self._crossing: Crossing | None = None
        self._retired: list[tuple[Running, int]] = []
        self._moment: Moment | None = None
        self._checked_at = self._busy_at = time.perf_counter()
        self._handlers: dict[type, Callable[[Any], None]] = {
            messages.Load: self._load,
            messages.Play: self._play,
            messages.Stop: self._stop,
            messages.Seek: lambda command: self._transport.seek(command.frame),
            messages.Loop: self._loop,
            messages.Metronome: lambda command: self._set(replace(self._settings, has_metronome=command.is_on)),
            messages.ChooseDevice: lambda command: self._change_device(lambda: self._output.open(command.name)),
            messages.Busy: self._expect_load,
            messages.Distrust: lambda command: self._sources.distrust(command.sources),
            messages.LiveSound: lambda command: self._live.keep(command.sound_id, _stereo(command.samples)),
            messages.LiveOn: lambda command: self._live.begin(command.key, command.sound_id, command.gain),
            messages.LiveOff: lambda command: self._live.end(command.key),
            Monitor: lambda command: self._set(replace(self._settings, monitor=command)),
            Watch: lambda command: self._set(replace(self._settings, watch=command)),
            messages.StartAgain: self._start_again,
            messages.RefreshDevices: lambda _: self._change_device(self._output.refresh),
        }

    @property
    def is_busy(self) -> bool:
        """Whether the song runs."""
        return self._transport.is_playing

    @property
    def is_awaited(self) -> bool:
        """Whether sound is to be laid down all the time: the song runs, or a hand plays."""
        return self.is_busy or self._live.is_sounding

    def handle(self, command: Command) -> None:
        """Obey one command. Never raises for what a user can do."""
        self._busy_at = time.perf_counter()
        self._handlers[type(command)](command)

    def turn(self) -> bool:
        """One small step of work; returns whether there is more to do at once."""
        now = time.perf_counter()
        if now - self._checked_at > _ALIVE_EVERY_S:
            self._checked_at = now
            self._check()
        self._live.feed(self._output.device)
        self._cross()
        self._tell_when()
        has_more = self._transport.turn()
        if not self.is_busy and now - self._busy_at > _IDLE_S:
            self._transport.prepare()
        return has_more

    def status(self) -> Status:
        """What is heard now. The rest of what meters show is in `meters`."""
        transport, loudness = self._transport, self.meters.loudness
        return Status(
            written_at=time.perf_counter(),
            heard_frame=transport.heard_frame(),
            state=transport.state,
            version=self._version,
            underruns=transport.underruns + self._device_gaps.total,
            device_gaps=self._device_gaps.total,
            cpu=transport.cpu if transport.is_playing else 0.0,
            latency_s=self._output.device.latency_frames / SAMPLE_RATE,
            momentary_lufs=loudness.momentary_lufs,
            short_term_lufs=loudness.short_term_lufs,
            correlation=self.meters.correlation,
            master_reduction_db=self.meters.readings.master_reduction_db,
            master=self.meters.master,
        )

    def close(self) -> None:
        """Release the devices."""
        self._give_up_crossing()
        for old, _ in self._retired:
            old.device.close()
        self._output.close()

    def _play(self, command: messages.Play) -> None:
        self._moment = Moment() if command.tells_when else None
        self._transport.play(command.count_in_beats, rolls_on=command.tells_when)

    def _stop(self, command: messages.Stop) -> None:
        if self._moment:
            self._tell_moment(self._moment.conclude())
            self._moment = None
        self._transport.stop(command.rewinds)

    def _tell_when(self) -> None:
        if self._moment and self.is_busy:
            self._tell_moment(self._moment.look(self._transport.last_start, self._output.device))

    def _tell_moment(self, found: tuple[int, float] | None) -> None:
        if found is not None:
            self._tell(messages.Heard(*found))

    def _load(self, command: messages.Load) -> None:
        self._version = command.version
        # A file that was missing may be there now (imported again, or still being written when it was asked for).
        self._sources.damaged.clear()
        self._transport.set_plan(self._assembly.plan(command))

    def _loop(self, command: messages.Loop) -> None:
        is_long_enough = command.end - command.start >= MIN_LOOP_FRAMES
        loop = (max(0, command.start), command.end) if is_long_enough else None
        self._set(replace(self._settings, loop=loop))

    def _set(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self._transport.set_settings(settings)

    def _start_again(self, command: messages.StartAgain) -> None:
        self._told_damage.discard(stopped.why(command.device_id))
        self._told_stopped.discard(command.device_id)
        stopped.start_again(command.device_id)
        self._transport.set_settings(self._settings)  # what plays is made ready anew

    def _change_device(self, change: Callable[[], None]) -> None:
        song_frame = self._transport.heard_frame()
        self._give_up_crossing()
        change()
        self._device_gaps.reopen()
        self._transport.restart_on_new_tape(song_frame)
        self._tell(DeviceList(self._output.names(), self._output.device.name))

    def _expect_load(self, command: messages.Busy) -> None:
        """Longer buffers at once, so that the first gap never comes; shorter ones when nothing plays."""
        self._output.expect_load(command.is_on)
        # Judged by the device that plays: work that comes and goes must not have it opened anew each time.
        self._wants_other_buffers = not self._output.suits(self._output.device)
        is_on_its_way = self._crossing is not None and self._output.suits(self._crossing.new.device)
        if self._wants_other_buffers and command.is_on and not is_on_its_way:
            self._change_buffers()

    def _change_buffers(self) -> None:
        """Go over to the same device with other buffers: unheard while playing, where it can be opened twice."""
        self._wants_other_buffers = False
        if not self._output.device.name:
            return
        if self.is_busy:
            self._give_up_crossing()
            with contextlib.suppress(DeviceError):
                self._crossing = Crossing(self._output.device, self._output.open_beside())
                return
        self._change_device(lambda: self._output.open(self._output.wanted))

    def _cross(self) -> None:
        """Go over to the device that was opened beside the present one, once that is known well enough."""
        crossing = self._crossing
        if crossing is None:
            return
        if not (self.is_busy and crossing.is_possible):
            self._give_up_crossing()
            self._wants_other_buffers = True
        elif crossing.look():
            old = self._output.take(crossing.new)
            self._retired.append((old, self._transport.move_over(old, crossing.shift_frames)))
            self._device_gaps.reopen()
            self._crossing = None

    def _give_up_crossing(self) -> None:
        if self._crossing:
            self._crossing.new.device.close()
            self._crossing = None

    def _retire(self) -> None:
        """Close devices that have played out."""
        for old, end in list(self._retired):
            if old.device.head() - old.device.latency_frames > end or not old.device.is_alive():
                old.device.close()
                self._retired.remove((old, end))

    def _check(self) -> None:
        """Is the device still there, and every file?"""
        self._retire()
        if not self._output.device.is_alive():
            self._change_device(self._output.reopen)
        self._device_gaps.see(self._output.device.underruns())
        if self._device_gaps.are_many and self._output.relax():
            self._change_buffers()
        if self._wants_other_buffers and not self.is_busy:
            self._change_buffers()
        for source, text in self._sources.damaged.items():
            if source not in self._told_damage:
                self._told_damage.add(source)
                self._tell(Notice(text, source))
        for device_id, why in stopped.all().items():
            if device_id not in self._told_stopped:
                self._told_stopped.add(device_id)
                self._tell(messages.PluginStopped(device_id, why))
        for text in self._transport.failures:
            if text not in self._told_damage:
                self._told_damage.add(text)
                self._tell(Notice(text))


def _stereo(samples: bytes) -> Audio:
    return np.ascontiguousarray(np.frombuffer(samples, np.float32).reshape(-1, 2).T)


class GapCount:
    """Gaps that devices report, over all that were opened, and whether there were several lately."""

    def __init__(self) -> None:
        self.total = 0
        self._seen = 0
        self._times: list[float] = []

    def see(self, count: int) -> None:
        """A device reports ``count`` gaps since it was opened."""
        now = time.perf_counter()
        self._times = [at for at in self._times if now - at < _GAPS_WINDOW_S] + [now] * (count - self._seen)
        self.total, self._seen = self.total + count - self._seen, count

    def reopen(self) -> None:
        """Another device, whose count begins at 0."""
        self._seen = 0
        self._times.clear()

    @property
    def are_many(self) -> bool:
        """Whether the buffers are too short for this machine."""
        return len(self._times) >= _MANY_GAPS


def warm_up() -> None:
    """Load what rendering and metering need (a second or so), before it is needed: every effect sounds once."""
    devices = tuple(Device(kind, kind, {"low_cut_hz": 100.0}) for kind in DEVICES)
    track = Lane("warm-up", "", "audio", "other", "", Strip(devices=devices))
    plan = Plan((track,), Master(devices=devices, is_on=True))
    Renderer(plan, Sources(NoMedia()), Settings(has_metronome=True), 0).render(4096)
    LatencyAlignedMeters().hear(Tape(), 4096)
