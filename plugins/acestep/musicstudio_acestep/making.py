# SPDX-License-Identifier: GPL-3.0-or-later
"""From a wish to a result, on a thread of its own: plan, load, denoise, bring it to studio shape."""

from typing import TYPE_CHECKING, Any

from musicstudio.plugins.api import (
    LOADED,
    EngineError,
    Entry,
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
    result_of,
    studio_audio,
)

from . import VERSION
from .asking import INSTRUMENTAL, asked_of, lyrics_of

if TYPE_CHECKING:
    from .model import Model

TURBO, BASE = (8, 3.0), (50, 1.0)
"""Steps and shift; the wrong ones give sound in pieces."""
_WORK_BYTES = 6_000_000_000
"""About what a song of minutes takes at full precision, decoded piece by piece."""


def make(entry: Entry, request: Request, wish: Wish, is_turbo: bool, reporter: Reporter) -> Result:
    """Make what is wished. Raises `EngineError`, or `Stopped`."""
    folder, (count, shift) = entry.folder, TURBO if is_turbo else BASE
    reporter.report(0.0, "Checking the model")
    model_hash = hash_of(folder, reporter.check)
    reporter.report(LOADED / 2, "Loading the model")
    asked, lyrics = asked_of(request, wish), lyrics_of(request, wish)

    def plan() -> Plan:
        return plan_memory(entry.title, need_of(folder, _WORK_BYTES))

    with loaded((str(folder), model_hash), plan, lambda way: _load(entry, way), reporter) as (model, way):
        reporter.report(LOADED, f"Playing · {way.device.title}")
        kind = f"{entry.name} {way.device.title} {way.precision} {asked.length_s // 30:.0f}"
        steps = Steps(reporter, count, kind)
        try:
            made = model.play(
                wish.description, lyrics, asked, wish.seed, count, shift, steps.step, **_about(request, wish)
            )
        except (RuntimeError, ValueError) as error:
            if is_out_of_memory(error):
                raise
            first = (str(error) or type(error).__name__).splitlines()[0].rstrip(".")
            raise EngineError(f"ACE-Step could not play this ({first}).") from error
        steps.finish()
    audio = studio_audio(made[:, round(asked.skip_s * model.rate) :], model.rate, _end_s(request, wish, asked.length_s))
    maker = Maker(
        "acestep", "ACE-Step", VERSION, entry.name, model_hash, entry.terms.title,
        entry.terms.is_commercial_use_allowed, ("diffusers", "transformers", "torch"),
    )  # fmt: skip
    parameters = {"steps": count, "shift": shift, "task": asked.task, "precision": way.precision, **asked.named}
    return result_of(request, wish, maker, audio, parameters, _notices(request, wish, lyrics, way))


def _load(entry: Entry, way: Plan) -> "Model":
    from .model import Model

    return Model(entry.folder, way)


def _end_s(request: Request, wish: Wish, length_s: float) -> float | None:
    return None if wish.hole_s else length_s


def _about(request: Request, wish: Wish) -> dict[str, Any]:
    """Tempo, key and metre as far as somebody asked for them; else the network chooses."""
    about: dict[str, Any] = {}
    if wish.is_bpm_asked:
        about["bpm"] = max(30, min(300, round(wish.bpm)))
    if wish.key:
        about["keyscale"] = wish.key.name
    if request.options.meter or request.song:
        about["timesignature"] = str(wish.meter[0]) if wish.meter[0] in (2, 3, 4, 6) else "4"
    return about


def _notices(request: Request, wish: Wish, lyrics: str, way: Plan) -> tuple[str, ...]:
    options = request.options
    told = {
        f"ACE-Step cannot be told what to leave out: {wish.refused}.": bool(wish.refused),
        "Its end does not lead back to its beginning; this is no seamless loop.": options.is_loop,
        "Where words are sung, ACE-Step may skip or change some.": lyrics != INSTRUMENTAL,
        "Every version by ACE-Step loses a little of the sound that it hears.": request.task is Task.RESTYLE,
    }
    return (*(sentence for sentence, is_due in told.items() if is_due), *filter(None, [way.notice]))
