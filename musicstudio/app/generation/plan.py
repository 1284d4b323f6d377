# SPDX-License-Identifier: GPL-3.0-or-later
"""The doorway to song sheets: words to a sheet, a sheet to a song, and a song beside its sheet."""

from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from msgspec.structs import fields, replace

from musicstudio.core.errors import InputError
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.interchange.song_sheet import read_sheet, write_sheet
from musicstudio.project.model.sheet import Field, SongSheet

from ..session.create_state import CreateValues


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


def plan_values(engine: object, values: CreateValues) -> SongSheet | None:
    """The sheet of a wish in the making; None for an empty one, or an engine without plans. Raises `InputError`."""
    if not values.prompt.strip() or not isinstance(engine, Planner):
        return None
    if values.sheet is None:
        return understand(engine, values.prompt, values.lyrics, values.options, values.seed or 0)
    return values.sheet if values.sheet.prompt == values.prompt else replan(engine, values.sheet, values.prompt)[0]


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
    by_hand = tuple(name for name in sheet.refused if name.replace("_", " ") not in sheet.prompt.lower())
    kept["refused"] = tuple(dict.fromkeys((*by_hand, *fresh.refused)))
    return replace(fresh, **kept), tuple(disagreeing)


def with_current_words(engine: object, request: Request) -> Request:
    """The request whose sheet has read the prompt as it stands now; what a hand typed or locked stays. Any thread."""
    if request.sheet is None or request.sheet.prompt == request.prompt or not isinstance(engine, Planner):
        return request
    sheet, _ = replan(engine, request.sheet, request.prompt)
    return replace(request, sheet=sheet)


def save_plan(path: Path, sheet: SongSheet) -> None:
    """Write a sheet as JSON, whole or not at all. Raises `StorageError`."""
    write_sheet(path, sheet)


def open_plan(path: Path) -> SongSheet:
    """Read a sheet from JSON. Raises `InputError` with the place of what is wrong."""
    return read_sheet(path)
