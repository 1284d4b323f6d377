# SPDX-License-Identifier: GPL-3.0-or-later
"""From a wish to a result, on a thread of its own: plan, load, play window after window, bring it to studio shape."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from musicstudio.plugins.api import (
    LOADED,
    SAMPLE_RATE,
    Audio,
    EngineError,
    Entry,
    Maker,
    Plan,
    Reporter,
    Request,
    Result,
    Steps,
    Wish,
    config_of,
    hash_of,
    is_out_of_memory,
    loaded,
    need_of,
    plan_memory,
    resample,
    result_of,
    studio_audio,
)

from . import VERSION
from .guide import guide_of
from .spec import CONTEXT_S, WINDOW_S, notices_of
from .windows import Window, extend_music, plan_windows

if TYPE_CHECKING:
    from .model import Model

_SEAM_S = 0.05
_WINDOW_STEPS = 1503
_CODEC_WORK_BYTES = 400_000_000
"""About what decoding half a minute takes."""


def make(
    engine: str, entry: Entry, request: Request, wish: Wish, here: tuple[Entry, ...], reporter: Reporter
) -> Result:
    """Make what is wished with a model. here: all that are installed. Raises `EngineError`, or `Stopped`."""
    folder, is_melody = entry.folder, _settings(entry).get("model_type") == "musicgen_melody"
    reporter.report(0.0, "Checking the model")
    model_hash = hash_of(folder, reporter.check)
    reporter.report(LOADED / 2, "Loading the model")
    changed_ns = max((path.stat().st_mtime_ns for path in folder.glob("*.safetensors")), default=0)

    def plan() -> Plan:
        return plan_memory(entry.title, need_of(folder, _work_bytes(entry)), _smaller(entry, here), can_offload=False)

    with loaded((str(folder), changed_ns), plan, lambda way: _load(entry, way, is_melody), reporter) as (model, way):
        reporter.report(LOADED, f"Playing · {way.device.title}")
        music = _play(model, request, wish, entry, way, reporter)
    audio = studio_audio(music, model.rate, wish.duration_s if wish.hole_s is None else None)
    maker = Maker(
        engine, "MusicGen", VERSION, entry.name, model_hash, entry.terms.title,
        entry.terms.is_commercial_use_allowed, ("transformers", "torch"),
    )  # fmt: skip
    notices = (*notices_of(request, wish, is_melody), *filter(None, [way.notice]))
    return result_of(request, wish, maker, audio, _parameters(way), notices)


def _load(entry: Entry, way: Plan, follows_tune: bool) -> "Model":
    from safetensors import SafetensorError

    from .model import Model

    try:
        return Model(entry.folder, way, follows_tune)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        if is_out_of_memory(error):
            raise
        problem = f"MusicGen's files in {entry.folder} cannot be read; put them there again ({_first(error)})."
        raise EngineError(problem) from error


def _play(model: "Model", request: Request, wish: Wish, entry: Entry, way: Plan, reporter: Reporter) -> Audio:
    from .model import seed_torch

    before, per_s = _heard(model, request, wish), model.rate / model.hop
    margin_s = request.context.margin_s if request.context else 0.0
    length_s = wish.duration_s + margin_s
    guide = guide_of(request, model.rate, length_s)
    heard = 0 if before is None else before.shape[1] // model.hop
    frames, longest, context = int(np.ceil(length_s * per_s)), round(WINDOW_S * per_s), round(CONTEXT_S * per_s)
    windows = plan_windows(frames, longest, context, heard)
    total = sum(window.new + model.delay for window in windows)
    steps = Steps(reporter, total, f"{entry.name} {way.device.title} {way.precision}")
    music = before
    try:
        with seed_torch(wish.seed):
            for window in windows:
                music = _longer(model, wish.description, music, window, guide, heard, steps.step)
    except RuntimeError as error:
        if is_out_of_memory(error):
            raise
        raise EngineError(f"MusicGen could not play this ({_first(error)}).") from error
    steps.finish()
    assert music is not None  # there is at least one window
    return music[:, heard * model.hop :]


def _longer(
    model: "Model",
    description: str,
    music: Audio | None,
    window: Window,
    guide: Audio | None,
    heard: int,
    on_step: Callable[[], None],
) -> Audio:
    played = 0 if music is None else music.shape[1] - heard * model.hop
    first = max(0, played - window.context * model.hop)
    tune = None if guide is None else guide[:, first : first + (window.context + window.new) * model.hop]
    tune = tune if tune is not None and tune.shape[1] else None
    if music is None or not window.context:
        return model.window(description, None, tune, window.new, on_step)
    context_frames = window.context * model.hop
    answer = model.window(description, music[:, -context_frames:], tune, window.new, on_step)
    return extend_music(music, answer, context_frames, round(_SEAM_S * model.rate))


def _heard(model: "Model", request: Request, wish: Wish) -> Audio | None:
    """The sound before the place, whole codec frames at the model's rate and channels; None where there is none.

    A part that joins a song does not go on from it."""
    if request.context is None or wish.hole_s is None or request.task == "layer":
        return None
    end = round(wish.hole_s[0] * SAMPLE_RATE)
    sound = request.context.audio[:, max(0, end - round(CONTEXT_S * SAMPLE_RATE)) : end]
    if not sound.shape[1] or not np.abs(sound).max():
        return None
    sound = resample(np.ascontiguousarray(sound, np.float32), SAMPLE_RATE, model.rate)
    sound = sound.mean(axis=0, keepdims=True) if model.channels == 1 else np.broadcast_to(sound, (2, sound.shape[1]))
    whole = sound.shape[1] // model.hop * model.hop
    return np.ascontiguousarray(sound[:, sound.shape[1] - whole :]) if whole else None


def _parameters(way: Plan) -> dict[str, Any]:
    from .model import SAMPLING

    return {"window_s": WINDOW_S, "context_s": CONTEXT_S, "precision": way.precision, **SAMPLING}


def _work_bytes(entry: Entry) -> int:
    """Keys and values of a whole window with guidance, and the codec."""
    decoder = _settings(entry).get("decoder")
    found = decoder if isinstance(decoder, dict) else {}
    layers, width = (
        _whole(found.get(name), usual) for name, usual in (("num_hidden_layers", 24), ("hidden_size", 1024))
    )
    return 2 * 2 * _WINDOW_STEPS * layers * width * 4 + _CODEC_WORK_BYTES


def _whole(value: object, usual: int) -> int:
    return value if isinstance(value, int) and 0 < value < 100_000 else usual


def _smaller(entry: Entry, here: tuple[Entry, ...]) -> str:
    smaller = [each for each in here if each.size_bytes < entry.size_bytes]
    if smaller:
        return f"{smaller[0].title} ({smaller[0].memory_bytes / 1e9:.0f} GB)"
    return "" if entry.name == "musicgen-small" else "MusicGen small (4 GB)"


def _settings(entry: Entry) -> dict[str, object]:
    return config_of(entry.folder / "config.json")


def _first(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0].rstrip(".")
