# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon things are heard, and what a large song costs. Run: ``python -m tests.bench.playback_latency``.

With PulseAudio on the machine, a private null sink is recorded too: from the play button to the recording, underruns
included.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from musicstudio.media.store import MediaStore
from musicstudio.playback.client import PlayerClient
from musicstudio.playback.graph.plan import PlanMaker
from musicstudio.playback.player.core import warm_up
from musicstudio.playback.player.messages import PlanDifference, Play, send
from musicstudio.project.model import Clip, Project, Source, Take, Track
from tests.bench.mixing_speed import full_song
from tests.playback import pulse
from tests.playback.rig import Rig


def row(title: str, value: float, unit: str) -> None:
    """One line of the table."""
    print(f"{title:58s} {value:9.2f} {unit}")


def milliseconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def large_song() -> None:
    """64 tracks with 200 clips: what a version of the song costs on its way to the player."""
    tracks = tuple(Track(f"track{t}", "T", clips=tuple(_second(f"{t}-{n}", n) for n in range(200))) for t in range(64))
    project = Project("p", tracks=tracks, sources={"s": Source("s", 48_000, 48_000, 2)})
    maker, difference = PlanMaker(), PlanDifference()
    with Path(os.devnull).open("wb") as stream:
        row(
            "64 x 200 clips: first version to the player",
            milliseconds(lambda: send(stream, difference.load(maker.plan(project)))),
            "ms",
        )
        edited = replace(project, tracks=(replace(tracks[0], clips=tracks[0].clips[1:]), *tracks[1:]))
        row(
            "64 x 200 clips: the next edit",
            milliseconds(lambda: send(stream, difference.load(maker.plan(edited)))),
            "ms",
        )


def _second(name: str, start_s: float) -> Clip:
    return Clip(name, start_s, 1.0, takes=(Take(name, source="s"),), active_take_id=name)


def reaction() -> None:
    """How soon a changed mix of 16 full strips lies in front of the reader, and what the work costs."""
    project, media = full_song(20.0)
    warm_up()
    rig = Rig(project, media)

    row("16 full strips: play pressed, first sound on the tape", milliseconds(lambda: rig.do(Play())), "ms")
    rig.hear(48_000)
    times = []
    for step in range(10):
        muted = replace(project.tracks[step], strip=replace(project.tracks[step].strip, is_muted=True))
        rig.load(replace(project, tracks=(*project.tracks[:step], muted, *project.tracks[step + 1 :])))
        times.append(milliseconds(rig.player.turn))
        rig.hear(24_000)
    row("16 full strips: mute, re-rendered and crossed over, median", statistics.median(times), "ms")
    row("16 full strips: share of one core while playing", rig.player.status().cpu * 100, "%")


def to_the_ear(count: int = 10) -> None:
    """From the play button to the sound server's monitor."""
    if pulse.why_not():
        print(f"no real device: {pulse.why_not()}")
        return
    with tempfile.TemporaryDirectory() as folder, pulse.null_sink() as server:
        os.environ.update(
            {name: server.environment[name] for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "HOME")}
        )
        path, record = Path(folder), Path(folder) / "record"
        store = MediaStore(path / "media")
        content_hash, frames = store.add(np.full((2, 48_000 * 20), 0.25, dtype=np.float32))
        take = Take(id="t", source=content_hash)
        track = Track("a", "A", clips=(Clip("c", 0.0, 20.0, takes=(take,), active_take_id="t"),))
        client = PlayerClient(path / "media", print)
        row("player process: start to device open", milliseconds(lambda: _start(client)), "ms")
        client.load(Project("p", tracks=(track,), sources={content_hash: Source(content_hash, frames, 48_000, 2)}))
        time.sleep(0.5)
        with pulse.recording(server, record):
            times = [_pressed_to_heard(client, record) for _ in range(count)]
        row("play pressed to recorded (recorder's 20 ms included), median", statistics.median(times), "ms")
        row("play pressed to recorded, worst", max(times), "ms")
        row("underruns", client.underruns, "")
        client.close()


def _start(client: PlayerClient) -> None:
    client.start()
    while not client.device:
        time.sleep(0.002)


def _pressed_to_heard(client: PlayerClient, record: Path) -> float:
    size, began = record.stat().st_size, time.perf_counter()
    client.play()
    while not pulse.recorded(record)[:, size // 8 :].any():
        time.sleep(0.001)
    heard_ms = (time.perf_counter() - began) * 1000
    time.sleep(0.3)
    client.stop()
    time.sleep(0.5)
    return heard_ms


if __name__ == "__main__":
    large_song()
    reaction()
    to_the_ear()
    sys.stdout.flush()
