# SPDX-License-Identifier: GPL-3.0-or-later
"""The Composer beside records: ``make bench-sound`` makes 2 seeds of every style (``QUICK=1``: 6 styles), masters them
and prints the tables of docs/SOUND_BENCH.md.

``python -m tests.bench.sound_bench [--quick] [--seconds 45] [--prompts] [--only rock,house] [--out FILE]``
"""

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import msgspec
import numpy as np

from musicstudio.app.results.placing import named_sources, new_tracks_of, place_result
from musicstudio.app.results.storing import store_results
from musicstudio.core.progress import run_to_end
from musicstudio.dsp.kept import SoundInMemory
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.media.store import MediaStore
from musicstudio.mixing.leveling import find_leveling
from musicstudio.mixing.strip import DeviceChain
from musicstudio.project.model import Project
from tests.whole_mix import render_mix

from .sound_ears import listen, weights_folder
from .sound_measures import hear
from .sound_page import Song, page
from .sound_writing import read

SEEDS = (11, 12)
QUICK = ("rock", "house", "lofi_hip_hop", "soul", "cinematic", "salsa")
PROMPTS = (
    "a song for driving home at dawn", "angry workout music", "music for a cooking video", "tender wedding piano",
    "a spy sneaks through a museum", "sunny indie guitars for a travel film", "dark warehouse techno",
    "a slow blues about rain", "brass band parade", "sleepy lo-fi for studying", "a fight against a dragon",
    "gospel for a sunday morning", "latin dance night", "an 8-bit boss battle", "sad violin and piano",
    "arctic documentary", "funk with slap bass and horns", "a pirate shanty", "trance for a sunrise",
    "acoustic heartbreak", "trap with dark bells", "reggae by the sea", "heavy riffs and double bass drum",
    "jazz in a small club", "romantic bossa at dusk", "corporate presentation, upbeat", "drum and bass chase",
    "country road trip", "meditation with soft pads", "afrobeat horns and groove",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the songs one after the other, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--prompts", action="store_true")
    parser.add_argument("--seconds", type=float, default=45.0)
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--keep", type=Path, help="folder for the songs' figures (JSON) and masters (NPY, 16 kHz)")
    options = parser.parse_args(arguments)
    names = [*filter(None, options.only.split(","))] or (QUICK if options.quick else sorted(load_styles().styles))
    jobs = [(name, "", seed) for name in names for seed in SEEDS]
    jobs = [(text, text, SEEDS[0]) for text in PROMPTS] if options.prompts else jobs
    songs = []
    for job in jobs:
        songs.append(make(*job, seconds=options.seconds))
        print(songs[-1].line(), flush=True)
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / "songs.json").write_bytes(msgspec.json.encode(songs))
    text = page(songs)
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")


def make(label: str, prompt: str, seed: int, seconds: float) -> Song:
    """One song from its style or prompt, mastered to -14 LUFS, measured."""
    options = GenerationOptions(duration_s=seconds, styles={} if prompt else {label: 1.0})
    with tempfile.TemporaryDirectory() as folder:
        media = MediaStore(Path(folder))
        answer = run_to_end(
            store_results(Composer().run(Request(Task.GENERATE, prompt, seed=seed, options=options)), media)
        )
        place = place_result(answer.result, new_tracks_of(answer.result, answer.sounds), named_sources(answer))
        audio = mastered(place(Project("bench")), media)
    style = answer.result.conditioning["styles"][0][0]
    has_ears = weights_folder() is not None
    embedding, tags = listen(audio) if has_ears else (np.zeros(0), np.zeros(0))
    return Song(label, seed, style, hear(audio), read(answer.result), embedding.tolist(), tags.tolist())


def mastered(project: Project, media: MediaStore) -> np.ndarray:
    """The song as it is exported: the master's devices, its loudness, its ceiling."""
    mix = render_mix(project, media, with_master=False)
    shaped = DeviceChain(project.master.devices).process(mix, 0, lambda _: None)
    kept = SoundInMemory(shaped)
    leveling = run_to_end(find_leveling(kept, project.master.target_lufs, project.master.ceiling_dbtp))
    return np.concatenate(list(leveling.blocks(kept)), axis=1)


if __name__ == "__main__":
    main()
