# SPDX-License-Identifier: GPL-3.0-or-later
"""A song loops for as long as you like, heard through a real sound server, while its parts are made again and edited.

``python -m tests.faults.soak MINUTES [--alone]``: every half minute memory, open files, threads, media and the player's
own count of underruns; at the end the gaps and the jumps of a held sine in what was recorded. ``--alone``: nothing but
the loop. Wants a quiet machine, PulseAudio and 23 MB of room a minute.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from musicstudio.app.generation.generate import generate
from musicstudio.app.generation.regenerate import RegenerationTarget, regenerate
from musicstudio.app.headless.session import HeadlessSession
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.errors import StudioError
from musicstudio.engines.contract import GenerationOptions
from musicstudio.project.edits import clips, song, strips
from musicstudio.project.edits.helpers import compose_edits
from musicstudio.project.edits.tracks import add_track
from musicstudio.project.model import Source, Track
from tests.clicks import find_gaps
from tests.playback import pulse

RATE, TONE_HZ, BLOCK = 48_000, 441, 480
LENGTH_S, LOG_EVERY_S, LOOK_S = 30.0, 30.0, 30
_JUMP_RAD = 0.12


def main() -> int:
    """Run; 1 when anything was heard that should not be."""
    parser = argparse.ArgumentParser(prog="tests.faults.soak")
    parser.add_argument("minutes", type=float)
    parser.add_argument("--alone", action="store_true", help="nothing but the loop")
    options = parser.parse_args()
    if pulse.why_not():
        print(pulse.why_not())
        return 2
    with tempfile.TemporaryDirectory(prefix="musicstudio-soak-") as folder, pulse.null_sink() as server:
        for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"):
            os.environ[name] = server.environment[name]
        with HeadlessSession.create(Path(folder) / "Soak.mstudio") as headless:
            make_song(headless)
            with pulse.recording(server, Path(folder) / "record"):
                play(headless, options.minutes * 60.0, is_alone=options.alone)
        return report(Path(folder) / "record")


def make_song(headless: HeadlessSession) -> None:
    """Music, 50 dB down, and over it a sine whose phase tells of every lost or doubled frame."""
    values = CreateValues("pop with drums, bass and piano", options=GenerationOptions(duration_s=LENGTH_S), seed=5)
    headless.wait_for(generate(headless.session, values))
    session = headless.session
    frames = RATE * int(session.project.length_s)
    sine = (0.25 * np.sin(2 * np.pi * TONE_HZ / RATE * np.arange(frames))).astype(np.float32)
    source = Source(*session.media.add(np.stack([sine, sine])), RATE, 2)
    music = [row.id for row in session.project.tracks if row.kind != "bus"]
    place = clips.add_clip("sine", clips.audio_clip(source, 0.0), (source,))
    parts = (add_track(Track("sine", "Sine")), place, strips.set_gain(music, -50.0), song.switch_master(False))
    session.document.transact("Sine", compose_edits(*parts))


def play(headless: HeadlessSession, lasting_s: float, is_alone: bool) -> None:
    """Loop the song and work on it, telling now and then how things stand."""
    session, draw, done = headless.session, random.Random(1), {"made again": 0, "edits": 0, "refused": 0}
    music = [row.id for row in session.project.tracks if row.id != "sine" and row.kind == "instrument"]
    session.player_sync.start()
    player = session.player
    session.player_sync.set_loop((0.0, float(int(session.project.length_s))))
    while not player.device:
        time.sleep(0.05)
    player.play()
    began = told = time.monotonic()
    job_id = ""
    while (now := time.monotonic()) - began < lasting_s:
        headless.inbox.pump_until(lambda now=now: time.monotonic() > now + 0.3)
        session.watch.look()
        view = session.jobs.view(job_id)
        try:
            if not is_alone and (view is None or view.state.is_final):
                done["made again"] += bool(job_id)
                target = RegenerationTarget(
                    section_ids=(draw.choice(session.project.sections).id,), track_ids=(draw.choice(music),)
                )
                job_id = regenerate(session, target, seed=draw.randrange(2**31))
            if not is_alone:
                session.document.transact("Pan", strips.set_pan([draw.choice(music)], draw.uniform(-1, 1)))
                done["edits"] += 1
        except StudioError:
            done["refused"] += 1
        if now - told > LOG_EVERY_S:
            told = now
            print(f"{now - began:.0f} s: {standing(headless)}, {done}", flush=True)
    print(f"end: {standing(headless)}, {done}", flush=True)
    player.stop()
    time.sleep(0.5)


def standing(headless: HeadlessSession) -> str:
    """Memory, files, threads, media, underruns."""
    session = headless.session
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    memory_mb = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    files, threads = (sum(1 for _ in Path(f"/proc/self/{kind}").iterdir()) for kind in ("fd", "task"))
    media_mb = sum(session.media.stored_sizes().values()) / 1e6
    player = session.player
    return (
        f"memory {memory_mb:.0f} MB, open files {files}, threads {threads}, media {media_mb:.0f} MB, "
        f"underruns {player.underruns}, load of the player {player.cpu:.0%}"
    )


def report(record: Path) -> int:
    """Gaps and jumps in the recording; 1 when there are any."""
    gaps: list[float] = []
    jumps: list[float] = []
    heard_s = 0.0
    for start_s, audio in pieces(record):
        gaps += [round((end - start) / RATE * 1000, 1) for start, end in find_gaps(audio)]
        jumps += [round(start_s + at, 2) for at in phase_jumps(audio)]
        heard_s = start_s + audio.shape[1] / RATE
    print(f"heard {heard_s:.0f} s: {len(gaps)} gaps {gaps[:20]} ms, {len(jumps)} phase jumps at {jumps[:20]} s")
    return int(bool(gaps or jumps))


def pieces(record: Path) -> Iterator[tuple[float, np.ndarray]]:
    """What was recorded, half a minute at a time, from the first to the last sound."""
    samples = np.memmap(record, dtype="<f4", mode="r")
    samples = samples[: samples.size // 2 * 2].reshape(-1, 2)
    loud = [n for n in range(0, len(samples), BLOCK) if np.abs(samples[n : n + BLOCK]).max(initial=0.0) > 1e-3]
    first, last = loud[0] + 10 * BLOCK, loud[-1] - 10 * BLOCK
    for start in range(first, last, LOOK_S * RATE):
        yield (start - first) / RATE, np.ascontiguousarray(samples[start : min(last, start + LOOK_S * RATE)].T)


def phase_jumps(audio: np.ndarray) -> list[float]:
    """Seconds at which the sine's phase leaves its course."""
    mono = audio.mean(axis=0).astype(np.float64)
    blocks = mono.size // BLOCK
    turned = mono * np.exp(-2j * np.pi * TONE_HZ / RATE * np.arange(mono.size))
    phases = np.unwrap(np.angle((turned[: blocks * BLOCK].reshape(blocks, BLOCK) * np.hanning(BLOCK)).mean(axis=1)))
    steps = np.flatnonzero(np.abs(np.diff(phases)) > _JUMP_RAD)
    return [float(step * BLOCK / RATE) for step in steps[np.diff(steps, prepend=-99) > 5]]


if __name__ == "__main__":
    sys.exit(main())
