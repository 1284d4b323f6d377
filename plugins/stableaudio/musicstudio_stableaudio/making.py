# SPDX-License-Identifier: GPL-3.0-or-later
"""From a wish to a result, on a thread of its own: plan, load, denoise, bring it to studio shape."""

from typing import TYPE_CHECKING, Any

import numpy as np

from musicstudio.plugins.api import (
    LOADED,
    SAMPLE_RATE,
    Audio,
    EngineError,
    Entry,
    InputError,
    Maker,
    Plan,
    Reporter,
    Request,
    Result,
    Steps,
    Task,
    Wish,
    hash_of,
    is_out_of_memory,
    loaded,
    need_of,
    plan_memory,
    resample,
    result_of,
    studio_audio,
    to_stereo,
)

from . import VERSION

if TYPE_CHECKING:
    from .model import Model

STEPS = 100
_WORK_BYTES = 5_000_000_000
"""About what decoding 47 s takes at full precision."""


def make(entry: Entry, request: Request, wish: Wish, reporter: Reporter) -> Result:
    """Make what is wished. Raises `EngineError`, or `Stopped`."""
    folder = entry.folder
    reporter.report(0.0, "Checking the model")
    model_hash = hash_of(folder, reporter.check)
    reporter.report(LOADED / 2, "Loading the model")

    def plan() -> Plan:
        return plan_memory(entry.title, need_of(folder, _WORK_BYTES))

    with loaded((str(folder), model_hash), plan, lambda way: _load(entry, way), reporter) as (model, way):
        reporter.report(LOADED, f"Playing · {way.device.title}")
        steps = Steps(reporter, STEPS, f"{entry.name} {way.device.title} {way.precision}")
        try:
            made, notices = _play(model, request, wish, steps)
        except (RuntimeError, ValueError) as error:
            if is_out_of_memory(error):
                raise
            first = (str(error) or type(error).__name__).splitlines()[0].rstrip(".")
            raise EngineError(f"Stable Audio could not play this ({first}).") from error
        steps.finish()
    audio = studio_audio(made, model.rate, None if wish.hole_s else made.shape[1] / model.rate)
    maker = Maker(
        "stable-audio", "Stable Audio", VERSION, entry.name, model_hash, entry.terms.title,
        entry.terms.is_commercial_use_allowed, ("diffusers", "transformers", "torch"),
    )  # fmt: skip
    told = (*_notices(request), *notices, *filter(None, [way.notice]))
    return result_of(request, wish, maker, audio, {"steps": STEPS, "precision": way.precision}, told)


def _load(entry: Entry, way: Plan) -> "Model":
    from .model import Model

    return Model(entry.folder, way)


def _play(model: "Model", request: Request, wish: Wish, steps: Steps) -> tuple[Audio, tuple[str, ...]]:
    asked = (wish.description, wish.refused)
    if request.task is Task.RESTYLE or (request.task is Task.GENERATE and request.reference is not None):
        return _another(model, request, wish, steps)
    if request.context is None or wish.hole_s is None:
        length_s = min(wish.duration_s, model.longest_s)
        made = model.play(*asked, length_s, wish.seed, STEPS, steps.step)
        return made[:, : round(length_s * model.rate)], ()
    before_s, hole_s, end_s = _window(model, request, wish)
    sound = request.context.audio[:, round(before_s * SAMPLE_RATE) :]
    source = resample(to_stereo(np.ascontiguousarray(sound, np.float32)), SAMPLE_RATE, model.rate)
    made = model.play(*asked, end_s, wish.seed, STEPS, steps.step, source, hole_s=hole_s)
    return made[:, round(hole_s[0] * model.rate) :], ()


def _another(model: "Model", request: Request, wish: Wish, steps: Steps) -> tuple[Audio, tuple[str, ...]]:
    """Another version of a recording, as far from it as was asked."""
    assert request.reference is not None
    source = resample(to_stereo(np.asarray(request.reference, np.float32)), SAMPLE_RATE, model.rate)
    length_s = min(source.shape[1] / model.rate, model.longest_s)
    made = model.play(
        wish.description, wish.refused, length_s, wish.seed, STEPS, steps.step, source, strength=wish.difference
    )
    is_cut = source.shape[1] / model.rate > model.longest_s + 0.1
    told = (f"Stable Audio hears {model.longest_s:.0f} seconds at once; what comes after was left out.",)
    return made[:, : round(length_s * model.rate)], told if is_cut else ()


def _window(model: "Model", request: Request, wish: Wish) -> tuple[float, tuple[float, float], float]:
    """How much of the context is left out before, the hole in the rest, and where the rest ends; in seconds.

    An extension is wanted to its margin's end; between two sides the margin is what is there already.
    """
    context, hole = request.context, wish.hole_s
    assert context is not None and hole is not None
    is_open = request.task is Task.EXTEND or context.audio.shape[1] / SAMPLE_RATE <= hole[1] + 0.05
    end_s = hole[1] + context.margin_s if is_open else hole[1]
    if end_s - hole[0] > model.longest_s:
        raise InputError(f"Stable Audio hears {model.longest_s:.0f} seconds at once; choose a shorter place.")
    before_s = max(0.0, end_s - model.longest_s)
    whole_s = min(model.longest_s, max(end_s, context.audio.shape[1] / SAMPLE_RATE) - before_s)
    return before_s, (hole[0] - before_s, end_s - before_s), whole_s


def _notices(request: Request) -> tuple[str, ...]:
    options: Any = request.options
    told = {
        "Stable Audio does not sing; the words were left out.": bool(request.lyrics.strip() or options.has_vocals),
        "Its end does not lead back to its beginning; this is no seamless loop.": options.is_loop,
    }
    return tuple(sentence for sentence, is_due in told.items() if is_due)
