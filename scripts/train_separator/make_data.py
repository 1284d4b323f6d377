# SPDX-License-Identifier: GPL-3.0-or-later
"""Render excerpts to int16 stems: ``build/separator/data/<set>/<number>.npy``, (4 stems, 2 channels, frames).

Excerpts to learn from are kept at the network's rate, those to test with at 44.1 kHz. Every stem has its own place,
tone and room already; levels are drawn anew in training. Resumable: what exists is kept.
"""

import argparse
import os
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.progress import run_to_end
from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.instruments.render import render_notes
from musicstudio.project.model import TempoMap

from .bands import HELD_OUT, LINE_UPS
from .network import RATE
from .songs import Excerpt, Part, write_excerpt

STEMS = ("drums", "bass", "other", "vocals")
MODEL_RATE = 44_100
LENGTH_S = 12.0
FIRST_SONG = 10_000  # numbers from here on are excerpts of the composer's songs
SUNG_EVERY = 3  # singing is slow to make; training mixes the voices with other excerpts' bands
DATA = Path("build/separator/data")
TRAIN_VOICES = ("joe", "ada", "choir")
HELD_OUT_VOICES = ("pip", "joe")
Audio = NDArray[np.float32]


def main() -> None:
    """Make excerpts ``--first`` to ``--last`` of a set."""
    arguments = _arguments()
    if arguments.soundfont:
        os.environ["MUSICSTUDIO_SOUNDFONT"] = arguments.soundfont
    styles = HELD_OUT if arguments.styles == "held-out" else LINE_UPS
    folder = DATA / arguments.set
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(arguments.first, arguments.last):
        path = folder / f"{number:05d}.npy"
        if path.exists():
            continue
        stems = make_excerpt(
            arguments.set, number, sorted(styles), HELD_OUT_VOICES if arguments.set != "train" else TRAIN_VOICES
        )
        keep(path, stems)
        print(arguments.set, number, file=sys.stderr, flush=True)


def keep(path: Path, stems: Audio) -> None:
    """Write stems (4, 2, frames) at 48 kHz as one excerpt of the set that its folder names."""
    import soxr

    rate = RATE if path.parent.name == "train" else MODEL_RATE
    slow = np.stack([soxr.resample(stem.T, SAMPLE_RATE, rate).T for stem in stems])
    slow *= min(1.0, 0.9 / max(1e-6, float(np.abs(slow).max())))
    temporary = path.with_suffix(".tmp.npy")
    np.save(temporary, np.round(slow * 32767.0).astype(np.int16))
    temporary.rename(path)


def make_excerpt(name: str, number: int, styles: list[str], voices: tuple[str, ...]) -> Audio:
    """(4, 2, frames) at 48 kHz."""
    rng = np.random.default_rng(derive_seed(number, "separator", name))
    style = styles[number % len(styles)]
    excerpt = write_excerpt((HELD_OUT | LINE_UPS)[style], LENGTH_S, voices, rng)
    stems = np.zeros((len(STEMS), 2, round(LENGTH_S * SAMPLE_RATE)), np.float32)
    is_sung = name != "train" or number % SUNG_EVERY == 0
    for part in excerpt.parts:
        if part.instrument.startswith("voice:") and not is_sung:
            continue
        stems[STEMS.index(part.stem)] += place_in_mix(_play_part(part, excerpt, rng), part.stem, rng)
    return stems


def _play_part(part: Part, excerpt: Excerpt, rng: np.random.Generator) -> Audio:
    frames = round(LENGTH_S * SAMPLE_RATE)
    if part.instrument.startswith("voice:"):
        audio, lead_s = _sing_part(part, excerpt.tempo_map, int(rng.integers(1 << 30)))
    else:
        audio, lead_s = render_notes(part.instrument, part.notes, excerpt.tempo_map, 0, int(rng.integers(1 << 30)))
    audio = audio[:, round(lead_s * SAMPLE_RATE) :][:, :frames]
    return np.pad(np.broadcast_to(audio, (2, audio.shape[1])), ((0, 0), (0, frames - audio.shape[1])))


def _sing_part(part: Part, tempo_map: TempoMap, seed: int) -> tuple[Audio, float]:
    from musicstudio.engines.voice.melody.notes import from_notes
    from musicstudio.engines.voice.synthesis.singer import sing

    sung = run_to_end(sing(from_notes(part.notes), tempo_map.seconds_at, part.instrument.split(":")[1], seed))
    return sung.audio, sung.lead_s


def place_in_mix(audio: Audio, stem: str, rng: np.random.Generator) -> Audio:
    """A place in the mix: level, pan, width, tone, room and dynamics, as a producer might set them."""
    from pedalboard import (
        Chorus,
        Compressor,
        Delay,
        HighShelfFilter,
        LowShelfFilter,
        PeakFilter,
        Pedalboard,
        Plugin,
        Reverb,
    )

    effects: list[Plugin] = [LowShelfFilter(150.0, float(rng.normal(0, 2.5)))]
    effects.append(HighShelfFilter(5_000.0, float(rng.normal(0, 3.0))))
    effects.append(PeakFilter(float(np.exp(rng.uniform(np.log(250), np.log(6_000)))), float(rng.normal(0, 3.0)), 0.8))
    if rng.random() < 0.5:
        effects.append(
            Compressor(float(rng.uniform(-32, -18)), float(rng.uniform(2, 5)), float(rng.uniform(2, 30)), 120.0)
        )
    if stem == "other" and rng.random() < 0.25:
        effects.append(Chorus(float(rng.uniform(0.3, 1.5)), 0.2, 8.0, 0.0, 0.4))
    if stem in ("other", "vocals") and rng.random() < 0.25:
        effects.append(Delay(float(rng.uniform(0.15, 0.45)), 0.3, float(rng.uniform(0.05, 0.25))))
    if rng.random() < (0.2 if stem == "bass" else 0.7):
        wet = float(rng.uniform(0.02, 0.25))
        effects.append(Reverb(float(rng.uniform(0.1, 0.9)), 0.5, wet, 1.0 - wet, 1.0))
    produced = Pedalboard(effects)(audio, SAMPLE_RATE)
    pan = float(np.clip(rng.normal(0, {"bass": 0.03, "drums": 0.08, "vocals": 0.1}.get(stem, 0.45)), -0.95, 0.95))
    gain = 10.0 ** (float(rng.normal({"vocals": 2.0}.get(stem, 0.0), 3.0)) / 20.0)
    sides = np.sqrt([[1.0 - pan], [1.0 + pan]]).astype(np.float32)
    return np.asarray(produced[:, : audio.shape[1]] * sides * np.float32(gain))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="train")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--last", type=int, default=600)
    parser.add_argument("--styles", choices=("known", "held-out"), default="known")
    parser.add_argument("--soundfont", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
