# SPDX-License-Identifier: GPL-3.0-or-later
"""Endless training examples: the excerpts' own songs, and remixes of stems from different ones."""

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.seeds import derive_seed

from .augment import damage_mix, vary_speed, vary_stem
from .balance import MIN_RMS, USUAL_DB, active_rms
from .make_data import DATA, FIRST_SONG
from .network import RATE, SOURCES

Audio = NDArray[np.float32]
SONG_ODDS = 2.0  # the composer's songs are what the studio is mostly asked to take apart
REMIX_SHARE = 0.4  # of examples: stems of different excerpts together


class Mixer:
    """Draws examples; the same seed and step give the same example as long as the excerpts are the same."""

    def __init__(self, seed: int, segment_s: float) -> None:
        self.seed, self.frames = seed, round(segment_s * RATE)
        self.excerpts: list[NDArray[np.int16]] = []
        self.names: list[str] = []
        self.levels: list[list[float]] = []

    def refresh(self) -> int:
        """Take in the excerpts made since the last time; returns how many there are."""
        for path in sorted((DATA / "train").glob("[0-9]*[0-9].npy")):
            if path.stem not in self.names:
                self.names.append(path.stem)
                self.excerpts.append(np.load(path, mmap_mode="r"))
                self.levels.append([active_rms(stem[:, ::3] / np.float32(32768.0)) for stem in self.excerpts[-1]])
        odds = np.array([SONG_ODDS if int(name) >= FIRST_SONG else 1.0 for name in self.names])
        sounding = [
            [index for index, levels in enumerate(self.levels) if levels[stem] > MIN_RMS]
            for stem in range(len(SOURCES))
        ]
        self.sounding = [(np.array(indices), odds[indices] / odds[indices].sum()) for indices in sounding]
        self.odds = odds / odds.sum()
        return len(self.excerpts)

    def batch(self, step: int, size: int) -> tuple[Audio, Audio]:
        """Mixes (size, 2, frames) and stems (size, 4, 2, frames), each mix brought to the same level."""
        pairs = [self._example(np.random.default_rng(derive_seed(self.seed, "mix", step, n))) for n in range(size)]
        return np.stack([mix for mix, _ in pairs]), np.stack([stems for _, stems in pairs])

    def _example(self, rng: np.random.Generator) -> tuple[Audio, Audio]:
        is_remix = rng.random() < REMIX_SHARE
        song, place = int(rng.choice(len(self.excerpts), p=self.odds)), float(rng.random())
        stems = np.zeros((len(SOURCES), 2, self.frames), np.float32)
        for stem in range(len(SOURCES)):
            if rng.random() < 0.08:
                continue
            indices, odds = self.sounding[stem]
            is_here = song in indices and not is_remix
            index = song if is_here else int(rng.choice(indices, p=odds))
            stems[stem] = vary_stem(
                self._window(index, stem, place if is_here else float(rng.random()), is_remix, rng), rng
            )
        mix, stems = damage_mix(stems, rng)
        level = 10.0 ** (rng.normal(-20.0, 3.0) / 20.0) / max(1e-3, float(np.sqrt(np.mean(mix**2))))
        return mix * np.float32(level), stems * np.float32(level)

    def _window(self, index: int, stem: int, place: float, is_free: bool, rng: np.random.Generator) -> Audio:
        wanted = round(self.frames * 1.1) + 2
        start = int(place * (self.excerpts[index].shape[2] - wanted))
        audio = self.excerpts[index][stem, :, start : start + wanted].astype(np.float32)
        audio *= np.float32(10.0 ** (USUAL_DB[SOURCES[stem]] / 20.0) / 32768.0 / self.levels[index][stem])
        return vary_speed(audio, self.frames, rng) if is_free and rng.random() < 0.3 else audio[:, : self.frames]
