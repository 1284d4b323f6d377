# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast a song of 16 full strips renders. Run: ``python -m tests.bench.mixing_speed [seconds]``."""

import sys
import time

import numpy as np
from msgspec.structs import replace

from musicstudio.core.progress import run_to_end
from musicstudio.mixing.presets import default_buses, mastering_devices, strip_for_role
from musicstudio.playback.graph.offline import measure_master_gain, render
from musicstudio.project.model import Device, Master, Project
from tests.playback.songs import MemoryMedia, clip, noise, song, track

ROLES = ("vocals", "backing", "drums", "percussion", "bass", "keys", "guitar", "strings", "brass", "woodwind",
         "synth", "lead", "arp", "pad", "choir", "drums")  # fmt: skip


def full_song(seconds: float) -> tuple[Project, MemoryMedia]:
    """16 stereo tracks with equalizer, compressor and sends, two buses and a master."""
    media = MemoryMedia()
    media.add("noise", noise(seconds, level=0.05))
    reverb, delay = default_buses()
    tracks = []
    for number, role in enumerate(ROLES):
        strip = strip_for_role(role, reverb.id, delay.id, gain_db=-9.0)
        if not any(device.kind == "compressor" for device in strip.devices):
            strip = replace(strip, devices=(*strip.devices, Device(f"c{number}", "compressor")))
        tracks.append(track(f"{role} {number}", clip("noise", 0.0, seconds), strip=strip, role=role))
    return song(media, *tracks, reverb, delay, master=Master(mastering_devices())), media


def main(seconds: float) -> None:
    """Print the table."""
    project, media = full_song(seconds)
    for title, options in (
        ("mix, unmastered", {"with_master": False}),
        ("mix, mastered", {}),
        ("mix, mastered, and stems", {"with_stems": True}),
    ):
        began, worked = time.perf_counter(), time.process_time()
        run_to_end(render(project, media, lambda name, block: np.abs(block[:, :1]), **options))
        took, work = time.perf_counter() - began, time.process_time() - worked
        print(f"{title:28s} {took:6.2f} s  {seconds / took:6.1f} x real time, {seconds / work:6.1f} x a core's time")
    began = time.perf_counter()
    gain_db = run_to_end(measure_master_gain(project, media))
    took = time.perf_counter() - began
    print(f"{'finding the master gain':28s} {took:6.2f} s  {seconds / took:6.1f} x real time ({gain_db:+.1f} dB)")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
