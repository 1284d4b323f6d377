# SPDX-License-Identifier: GPL-3.0-or-later
"""Excerpts of whole songs by the embedded composer, in its styles, with its singers; files as those of `make_data`.

python -m scripts.train_separator.make_songs --set train --first 0 --last 120
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
from musicstudio.engines.contract import Part, Request, Result, Task, Wishes

from .make_data import DATA, FIRST_SONG, LENGTH_S, MODEL_RATE, STEMS, produced
from .songs import SYLLABLES

Audio = NDArray[np.float32]
HELD_OUT_STYLES = ("reggae", "bossa_nova", "synthwave", "gospel")
SONG_S = 28.0

_STEM_OF_ROLE = {
    "drums": "drums",
    "percussion": "drums",
    "bass": "bass",
    "vocals": "vocals",
    "backing": "vocals",
    "choir": "vocals",
}
_VOICES = {"train": ("joe", "ada", "choir")}
_HELD_OUT_VOICES = ("pip", "joe")


def main() -> None:
    """Make the excerpts of songs ``--first`` to ``--last`` of a set: two of each song."""
    arguments = _arguments()
    if arguments.soundfont:
        os.environ["MUSICSTUDIO_SOUNDFONT"] = arguments.soundfont
    known = sorted(path.stem for path in (resources_dir() / "styles").glob("*.toml"))
    styles = HELD_OUT_STYLES if arguments.set == "style" else [name for name in known if name not in HELD_OUT_STYLES]
    folder = DATA / arguments.set
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(arguments.first, arguments.last):
        paths = [folder / f"{FIRST_SONG + 2 * number + half:05d}.npy" for half in (0, 1)]
        if all(path.exists() for path in paths):
            continue
        for path, stems in zip(paths, make_song(arguments.set, number, styles[number % len(styles)]), strict=True):
            np.save(path.with_suffix(".tmp.npy"), np.round(stems * 32767.0).astype(np.int16))
            path.with_suffix(".tmp.npy").rename(path)
        print(arguments.set, number, file=sys.stderr, flush=True)


def make_song(name: str, number: int, style: str) -> list[Audio]:
    """Two excerpts (4, 2, frames) of a new song in a style."""
    rng = np.random.default_rng(derive_seed(number, "separator song", name))
    is_sung = name != "train" or number % 2 == 0
    lyrics = "\n".join(" ".join(rng.choice(SYLLABLES, 7)) for _ in range(8)) if is_sung else ""
    wishes = Wishes(
        duration_s=SONG_S,
        styles={style: 1.0},
        has_vocals=is_sung,
        voice=str(rng.choice(_VOICES.get(name, _HELD_OUT_VOICES))),
    )
    seed = derive_seed(number, "separator seed", name)
    result = run_to_end(Composer().run(Request(Task.GENERATE, prompt=style, lyrics=lyrics, seed=seed, wishes=wishes)))
    stems = np.zeros((len(STEMS), 2, round(SONG_S * SAMPLE_RATE)), np.float32)
    for part in result.parts:
        stem = _STEM_OF_ROLE.get(part.role, "other")
        stems[STEMS.index(stem)] += produced(_laid_out(part, result, stems.shape[2]), stem, rng)
    return [_excerpt(stems, start_s) for start_s in (2.0, 15.0)]


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


def _excerpt(stems: Audio, start_s: float) -> Audio:
    import soxr

    first = round(start_s * SAMPLE_RATE)
    piece = stems[:, :, first : first + round(LENGTH_S * SAMPLE_RATE)]
    slow = np.stack([soxr.resample(stem.T, SAMPLE_RATE, MODEL_RATE).T for stem in piece])
    return (slow * min(1.0, 0.9 / max(1e-6, float(np.abs(slow).max())))).astype(np.float32)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=("train", "song", "bank", "style"), default="train")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--last", type=int, default=100)
    parser.add_argument("--soundfont", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
