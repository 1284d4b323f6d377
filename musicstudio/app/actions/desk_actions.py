# SPDX-License-Identifier: GPL-3.0-or-later
"""The assistant at the desk, and mastering chains by name."""

from pathlib import Path
from typing import TYPE_CHECKING

from musicstudio.core.errors import InputError
from musicstudio.mixing.assistant.suggestion import Suggestion
from musicstudio.mixing.mix_presets import PRESETS, find_preset

from ..audio.assistant import apply_preset, keep, suggest
from .action import Action
from .question import Choices, Question

if TYPE_CHECKING:
    from ..session.session import Session


def _why_silent(session: "Session") -> str:
    has_sound = any(clip.take for _, clip in session.project.clips())
    return "" if has_sound else "There is nothing to hear in this song yet."


def _keep_all(session: "Session", label: str, reference: Path | None) -> None:
    def apply_result(found: list[Suggestion]) -> None:
        if found:
            keep(session, label, found)
        session.notify(f"{label}: {len(found)} edits in one step." if found else f"{label}: nothing to change.")

    suggest(session, reference, apply_result)


def _balance(session: "Session") -> None:
    _keep_all(session, "Balance", None)


def _match(session: "Session", path: str) -> None:
    if not path:
        raise InputError("Say which recording to match.")
    reference = Path(path).expanduser()
    _keep_all(session, f"Match {reference.name}", reference)


def _presets(_: "Session") -> Choices:
    return tuple((preset.name, f"{preset.title}: {preset.hint}") for preset in PRESETS)


def _take_preset(session: "Session", name: str) -> None:
    preset = find_preset(name)
    session.document.transact(f"Preset {preset.title}", apply_preset(preset))


ACTIONS = (
    Action("mix.balance", "Balance the tracks", "Mix", _balance, _why_silent),
    Action(
        "mix.match",
        "Match a reference…",
        "Mix",
        _match,
        _why_silent,
        question=Question("The recording to match (its path)", "text"),
    ),
    Action(
        "master.preset",
        "Mastering chain…",
        "Mix",
        _take_preset,
        question=Question("Mastering chain", "choice", lambda _: PRESETS[0].name, choices=_presets),
    ),
)
