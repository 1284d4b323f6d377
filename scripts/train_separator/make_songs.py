# SPDX-License-Identifier: GPL-3.0-or-later
"""Excerpts of whole songs by the embedded composer, in its styles, with its singers; files as those of `make_data`.

python -m scripts.train_separator.make_songs --set train --first 0 --last 400
python -m scripts.train_separator.make_songs --set bank --last 10 --soundfont /path/TimGM6mb.sf2
"""

import argparse
import os
import sys

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.paths import resources_dir
from musicstudio.core.progress import run_to_end
from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import SAMPLE_RATE, gain_from_db
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.contract import GenerationOptions, Part, Request, Result, Task

from .make_data import DATA, FIRST_SONG, LENGTH_S, STEMS, keep, place_in_mix
from .singers import more_singers
from .songs import SYLLABLES

Audio = NDArray[np.float32]
HELD_OUT_STYLES = ("reggae", "bossa_nova", "synthwave", "gospel")
STARTS_S = {"train": (3.0, 15.0, 27.0, 39.0, 51.0)}  # the excerpts of a song
_TEST_STARTS_S = (2.0, 15.0)

_STEM_OF_ROLE = {
    "drums": "drums",
    "percussion": "drums",
    "bass": "bass",
    "vocals": "vocals",
    "backing": "vocals",
    "choir": "vocals",
}
_TRAIN_VOICES, _HELD_OUT_VOICES = ("joe", "ada", "choir"), ("pip", "joe")


def main() -> None:
    """Make the excerpts of songs ``--first`` to ``--last`` of a set."""
    arguments = _arguments()
    known = sorted(path.stem for path in (resources_dir() / "styles").glob("*.toml"))
    styles = HELD_OUT_STYLES if arguments.set == "style" else [name for name in known if name not in HELD_OUT_STYLES]
    folder = DATA / arguments.set
    folder.mkdir(parents=True, exist_ok=True)
    starts_s = STARTS_S.get(arguments.set, _TEST_STARTS_S)
    voices = (*_TRAIN_VOICES, *more_singers()) if arguments.set == "train" else _HELD_OUT_VOICES
    if arguments.soundfont:
        os.environ["MUSICSTUDIO_SOUNDFONT"] = arguments.soundfont
    for number in range(arguments.first, arguments.last, arguments.step):
        paths = [folder / f"{FIRST_SONG + len(starts_s) * number + part:05d}.npy" for part in range(len(starts_s))]
        if all(path.exists() for path in paths):
            continue
        stems = make_song(arguments.set, number, styles[number % len(styles)], starts_s[-1] + LENGTH_S + 1.0, voices)
        for path, start_s in zip(paths, starts_s, strict=True):
            first = round(start_s * SAMPLE_RATE)
            keep(path, stems[:, :, first : first + round(LENGTH_S * SAMPLE_RATE)])
        print(arguments.set, number, file=sys.stderr, flush=True)


def make_song(name: str, number: int, style: str, length_s: float, voices: tuple[str, ...]) -> Audio:
    """Stems (4, 2, frames) at 48 kHz of a new song in a style."""
    rng = np.random.default_rng(derive_seed(number, "separator song", name))
    is_sung = name != "train" or rng.random() < 0.6
    lines = round(length_s / 3.5)
    lyrics = "\n".join(" ".join(rng.choice(SYLLABLES, 7)) for _ in range(lines)) if is_sung else ""
    options = GenerationOptions(
        duration_s=length_s, styles={style: 1.0}, has_vocals=is_sung, voice=str(rng.choice(voices))
    )  # fmt: skip
    seed = derive_seed(number, "separator seed", name)
    result = run_to_end(Composer().run(Request(Task.GENERATE, prompt=style, lyrics=lyrics, seed=seed, options=options)))
    stems = np.zeros((len(STEMS), 2, round(length_s * SAMPLE_RATE)), np.float32)
    for part in result.parts:
        stem = _STEM_OF_ROLE.get(part.role, "other")
        stems[STEMS.index(stem)] += place_in_mix(_laid_out(part, result, stems.shape[2]), stem, rng)
    return stems


def _laid_out(part: Part, result: Result, frames: int) -> Audio:
    """The cells of a part on one track, at the part's level; its place is drawn in `produced`."""
    track = np.zeros((2, frames), np.float32)
    for cell in part.cells:
        if cell.audio is None:
            continue
        start = round((result.tempo_map.seconds_at(cell.start_ticks) - cell.lead_s) * SAMPLE_RATE)
        audio = np.broadcast_to(cell.audio, (2, cell.audio.shape[1]))[:, max(0, -start) :]
        start = max(0, start)
        length = max(0, min(audio.shape[1], frames - start))
        track[:, start : start + length] += audio[:, :length]
    return track * np.float32(gain_from_db(part.strip.gain_db))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=("train", "song", "bank", "style"), default="train")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--last", type=int, default=100)
    parser.add_argument("--step", type=int, default=1, help="so that several of these can share the work")
    parser.add_argument("--soundfont", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
