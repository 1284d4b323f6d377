# SPDX-License-Identifier: GPL-3.0-or-later
"""From a wish to audio, on a thread of its own: load the model, play window after window, bring it to studio shape."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from musicstudio.plugins.api import SAMPLE_RATE, Audio, EngineError, Reporter, resample, to_stereo, with_fades

from .spec import CONTEXT_S, WINDOW_S, GenerationSpec
from .weights import hash_of
from .windows import Window, extend_music, plan_windows

if TYPE_CHECKING:
    from .model import Model

_LOADED = 0.1
"""Share of the progress before the first step."""
_SEAM_S = 0.05
_FADE_OUT_S = 0.03
_PEAK = 0.89
"""-1 dBFS; the model's own output now and then goes beyond full scale."""
_ONE_AT_A_TIME = threading.Lock()
"""Torch has one random generator, and there may be room for only one model."""


@dataclass(frozen=True, slots=True)
class Made:
    """audio: float32, 48 kHz, stereo. model_hash: SHA-256 of the weights that made it. notice: why it was made
    elsewhere than the user asked, or empty.
    """

    audio: Audio
    model_hash: str
    notice: str = ""


def make(folder: Path, spec: GenerationSpec, reporter: Reporter) -> Made:
    """Make what is wished with the model in ``folder``. Raises `EngineError`, or `Stopped` when no longer wanted."""
    with _turn(reporter):
        reporter.report(0.0, "Checking the model")
        model_hash = hash_of(folder, reporter.check)
        reporter.report(_LOADED / 2, "Loading the model")
        model = _load_model(folder)
        reporter.report(_LOADED, f"Playing · {model.device.title}")
        audio = _studio_audio(_play_windows(model, spec, reporter), model.rate, spec.duration_s)
        return Made(audio, model_hash, model.device.notice)


@contextmanager
def _turn(reporter: Reporter) -> Iterator[None]:
    while not _ONE_AT_A_TIME.acquire(timeout=0.1):
        reporter.report(0.0, "Waiting for other music of MusicGen")
    try:
        yield
    finally:
        _ONE_AT_A_TIME.release()


def _load_model(folder: Path) -> "Model":
    from safetensors import SafetensorError

    from .model import Model

    try:
        return Model(folder)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        problem = f"MusicGen's files in {folder} cannot be read; put them there again ({_first(error)})."
        raise EngineError(problem) from error


def _play_windows(model: "Model", spec: GenerationSpec, reporter: Reporter) -> Audio:
    from .model import seed_torch

    per_s = model.rate / model.hop
    windows = plan_windows(int(np.ceil(spec.duration_s * per_s)), round(WINDOW_S * per_s), round(CONTEXT_S * per_s))
    on_step = _count_steps(sum(window.new + model.delay for window in windows), spec.duration_s, reporter)
    music: Audio | None = None
    try:
        with seed_torch(spec.seed):
            for window in windows:
                music = _longer(model, spec.description, music, window, on_step)
    except (MemoryError, RuntimeError) as error:  # torch reports a lack of memory as a RuntimeError
        raise EngineError(f"MusicGen could not play this ({_first(error)}).") from error
    assert music is not None  # there is at least one window
    return music


def _longer(
    model: "Model", description: str, music: Audio | None, window: Window, on_step: Callable[[], None]
) -> Audio:
    if music is None:
        return model.window(description, None, window.new, on_step)
    context_frames = window.context * model.hop
    answer = model.window(description, music[:, -context_frames:], window.new, on_step)
    return extend_music(music, answer, context_frames, round(_SEAM_S * model.rate))


def _count_steps(steps: int, duration_s: float, reporter: Reporter) -> Callable[[], None]:
    done = 0

    def on_step() -> None:
        nonlocal done
        done += 1
        share = min(1.0, done / steps)
        message = f"Playing, {share * duration_s:.0f} of {duration_s:.0f} seconds"
        reporter.report(_LOADED + (1.0 - _LOADED) * share, message)

    return on_step


def _studio_audio(audio: Audio, rate: int, duration_s: float) -> Audio:
    stereo = to_stereo(resample(audio, rate, SAMPLE_RATE))[:, : round(duration_s * SAMPLE_RATE)]
    gain = min(1.0, _PEAK / max(float(np.abs(stereo).max()), 1e-9))
    return with_fades(stereo * np.float32(gain), 0, round(_FADE_OUT_S * SAMPLE_RATE))


def _first(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0].rstrip(".")
