# SPDX-License-Identifier: GPL-3.0-or-later
"""What cleaning wins and costs, on songs of the composer whose parts are known; figures of docs/SEPARATION.md.

python -m tests.bench.cleaning_bench [--seconds 20]
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from musicstudio.cli.main import main as command
from musicstudio.core.progress import run_to_end
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.cleaning.clean import clean
from musicstudio.dsp.cleaning.strength import STRENGTHS
from musicstudio.separation.separate import separate

Audio = NDArray[np.float32]
SONGS = (("rock band with a singer, steady drums", 3), ("calm piano and cello, no drums", 4), ("house with pads", 5))
LYRICS = "[Verse]\nLanterns drift across the evening\nEvery window holds a name\nSomeone hums an old beginning\n"
SEPARATED = "separated: SDR"
GROUPS = {"drums": "drums", "percussion": "drums", "bass": "bass", "vocals": "vocals"}


def main() -> None:
    """Print a table of means (and worst stems) in dB."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    frames = parser.parse_args().seconds * SAMPLE_RATE
    won: dict[tuple[str, str], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for prompt, seed in SONGS:
            stems = {name: stem[:, :frames] for name, stem in make_stems(Path(folder), prompt, seed).items()}
            for title, truth, mixed, others in cases(stems):
                for strength in STRENGTHS:
                    heard = run_to_end(clean(mixed, SAMPLE_RATE, strength, others)).audio
                    before = 0.0 if title.startswith("clean") else sdr_db(truth, mixed)
                    won[title, strength].append(sdr_db(truth, heard) - before)
                    if title == SEPARATED:
                        rest = [stem for stem in stems.values() if stem is not truth]
                        gain_db = sir_db(truth, rest, heard) - sir_db(truth, rest, mixed)
                        won["separated: SIR", strength].append(gain_db)
    print(f"{'case':24s}" + "".join(f"{strength:>20s}" for strength in STRENGTHS))
    for title in dict.fromkeys(title for title, _ in won):
        cells = [won[title, strength] for strength in STRENGTHS]
        print(f"{title:24s}" + "".join(f"{np.mean(cell):12.1f} ({np.min(cell):5.1f})" for cell in cells))


def make_stems(folder: Path, prompt: str, seed: int) -> dict[str, Audio]:
    """A song's parts in up to four groups, as a separation has them."""
    song, stems = folder / f"{seed}.mstudio", folder / f"stems{seed}"
    (folder / "lyrics.txt").write_text(LYRICS, encoding="utf-8")
    words = ["--lyrics", str(folder / "lyrics.txt")] if "singer" in prompt else []
    command(["generate", prompt, "--duration", "28", "--seed", str(seed), *words, "-o", str(song)])
    command(
        ["export", str(song), "-o", str(folder / "mix.wav"), "--no-master", "--bit-depth", "32", "--stems", str(stems)]
    )
    grouped: dict[str, Audio] = {}
    for stem in json.loads((stems / "manifest.json").read_text(encoding="utf-8"))["stems"]:
        audio = soundfile.read(stems / stem["file"], dtype="float32", always_2d=True)[0].T
        group = GROUPS.get(stem["role"], "other")
        grouped[group] = grouped[group] + audio if group in grouped else audio
    return grouped


def cases(stems: dict[str, Audio]) -> Iterator[tuple[str, Audio, Audio, list[Audio]]]:
    """(title, the truth, what is cleaned, the other stems that are known)."""
    rng = np.random.default_rng(0)
    parted = run_to_end(separate(np.asarray(sum(stems.values()), np.float32), SAMPLE_RATE)).stems
    for name, stem in stems.items():
        others = [each for other, each in stems.items() if other != name]
        level = np.sqrt(np.square(stem).mean())
        rest = np.asarray(sum(others), np.float32)
        bleed = rest * (level / np.sqrt(np.square(rest).mean()))
        hiss = (level * rng.standard_normal(stem.shape)).astype(np.float32)
        yield "clean: SDR after", stem, stem, []
        yield "clean, others known", stem, stem, others
        for snr_db in (10, 20, 35):
            yield f"noise at {snr_db} dB", stem, stem + hiss * np.float32(10 ** (-snr_db / 20)), []
        for snr_db in (10, 20):
            yield f"bleed at {snr_db} dB", stem, stem + bleed * np.float32(10 ** (-snr_db / 20)), others
        yield SEPARATED, stem, parted[name], [each for other, each in parted.items() if other != name]


def sdr_db(truth: Audio, heard: Audio) -> float:
    """Power of the truth over that of the difference."""
    error = float(np.square(truth - heard, dtype=np.float64).sum())
    return 10.0 * float(np.log10(float(np.square(truth, dtype=np.float64).sum()) / max(error, 1e-12)))


def sir_db(truth: Audio, others: list[Audio], heard: Audio) -> float:
    """Power of the truth's share in what is heard over that of the other stems' shares, by least squares."""
    parts = np.stack([each.ravel() for each in (truth, *others)], axis=1).astype(np.float64)
    shares = np.linalg.lstsq(parts, heard.ravel().astype(np.float64), rcond=None)[0]
    interference = float(np.square(parts[:, 1:] @ shares[1:]).sum())
    return 10.0 * float(np.log10(float(np.square(parts[:, 0] * shares[0]).sum()) / max(interference, 1e-12)))


if __name__ == "__main__":
    main()
