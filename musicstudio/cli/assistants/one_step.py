# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a call changes in a song is one step of its history, named as an assistant's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from musicstudio.app.headless.session import HeadlessSession
from musicstudio.core.errors import InputError, StudioError
from musicstudio.interchange.acts import ASSISTANT_PREFIX
from musicstudio.project.document import Document
from musicstudio.project.model import Project


@contextmanager
def opened(path: Path) -> Iterator[HeadlessSession]:
    """A song that is there. Raises `InputError`, or `StorageError` where it is open elsewhere."""
    if not path.is_dir():
        raise InputError(f"There is no song “{path.stem}”.")
    with HeadlessSession.open(path) as headless:
        yield headless


def in_one_step(headless: HeadlessSession, do: Callable[[], object]) -> dict[str, Any]:
    """Do it, wait until everything sounds, and make one step of it; what the step is called and what was told.

    What fails leaves the song as it was.
    """
    document, told = headless.session.document, list[str]()
    stop = headless.session.notices.observe(lambda notice: told.append(notice.text))
    before = document.history_index
    try:
        do()
        told += headless.wait_until_played()
        if headless.session.results.waiting:
            raise StudioError("Steps that were taken back wait to be redone in this song; undo them for good first.")
        named = _fold(document, before)
    except BaseException:
        if document.history_index > before:
            document.jump(before)
        raise
    finally:
        stop()
    return {"step": named, "notices": told}


def _fold(document: Document, before: int) -> str:
    """Every step since one as a single one with an assistant's name; its name, empty where nothing changed."""
    if document.history_index <= before:
        return ""
    after = _as_assistants(document.committed, set(document.history_states.states[before].recipes))
    named = f"{ASSISTANT_PREFIX}{document.history[document.history_index].label}"
    document.jump(before)
    document.transact(named, lambda _: after)
    return named


def _as_assistants(project: Project, known: set[str]) -> Project:
    """What recipes made in this step call a person's part was an assistant's."""
    recipes = {
        each: recipe
        if each in known or not recipe.human
        else replace(recipe, human=(), parameters={**recipe.parameters, "assistant": list(recipe.human)})
        for each, recipe in project.recipes.items()
    }
    return replace(project, recipes=recipes)
