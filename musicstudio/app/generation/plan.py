# SPDX-License-Identifier: GPL-3.0-or-later
"""The doorway to song sheets: words to a sheet, a sheet to a song, and a song beside its sheet."""

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from msgspec.structs import fields, replace

from musicstudio.core.errors import InputError
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.project.model.sheet import Field, SongSheet

from ..session.create_state import CreateValues
from .generate import generate

if TYPE_CHECKING:
    from ..session.session import Session


@runtime_checkable
class Planner(Protocol):
    """An engine that can say what it would do."""

    def plan(self, request: Request) -> SongSheet:
        """The sheet of a request."""


def understand(
    engine: object, prompt: str, lyrics: str = "", options: GenerationOptions | None = None, seed: int = 0
) -> SongSheet:
    """The sheet of a prompt: every word accounted for, every open field filled with the studio's choice. 50 ms, 1 s at
    first; any thread. Raises `InputError` for nothing to go by, or the impossible."""
    if not isinstance(engine, Planner):
        raise InputError("This engine takes the words as they are and has no plan to show.")
    sheet = engine.plan(Request(Task.GENERATE, prompt, lyrics, seed, options or GenerationOptions()))
    return replace(sheet, lyrics=Field(lyrics, "typed")) if lyrics.strip() else sheet


def replan(engine: object, sheet: SongSheet, prompt: str) -> tuple[SongSheet, tuple[str, ...]]:
    """A sheet under another prompt: what a hand typed or locked stays. Also the fields on which the words disagree."""
    seed = sheet.seed.value or 0
    return reread(sheet, understand(engine, prompt, sheet.lyrics.value or "", seed=seed))


def reread(sheet: SongSheet, fresh: SongSheet) -> tuple[SongSheet, tuple[str, ...]]:
    """A sheet under a new prompt: what a hand typed or locked stays. Also the names of fields on which the prompt says
    otherwise."""
    kept: dict[str, Any] = {}
    disagreeing = []
    for each in fields(SongSheet):
        old, new = getattr(sheet, each.name), getattr(fresh, each.name)
        if isinstance(old, Field) and old.is_by_hand:
            kept[each.name] = old
            if new.is_set and new.value != old.value:
                disagreeing.append(each.name)
        elif isinstance(old, tuple) and old and hasattr(old[0], "origin"):
            hand = tuple(item for item in old if item.origin in ("typed", "locked"))
            kept[each.name] = (*hand, *(item for item in new if item not in hand)) if hand else new
    return replace(fresh, **kept), tuple(disagreeing)


def generate_from_sheet(session: "Session", sheet: SongSheet) -> str:
    """Queue the song of a sheet; the job's id."""
    values = CreateValues(
        prompt=sheet.prompt, lyrics=sheet.lyrics.value or "", sheet=sheet, seed=sheet.seed.value,
        engine=session.create_state.values.engine,
    )  # fmt: skip
    return generate(session, values)
