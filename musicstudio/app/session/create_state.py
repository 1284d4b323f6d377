# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Create panel holds between two generations."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from musicstudio.engines.contract import GenerationOptions
from musicstudio.project.model import Note, Project
from musicstudio.project.model.sheet import SongSheet

from .signal import Signal


@dataclass(frozen=True, slots=True)
class CreateValues:
    """A wish in the making.

    seed None: a new one each time. variations: 1-5. melody: hummed or imported notes, from tick 0.
    sheet: a plan that takes the place of the prompt's reading.
    """

    prompt: str = ""
    lyrics: str = ""
    options: GenerationOptions = GenerationOptions()
    engine: str = "composer"
    variations: int = 1
    seed: int | None = None
    melody: tuple[Note, ...] = ()
    sheet: SongSheet | None = None


class CreateState:
    """The current `CreateValues`, watched by the panel. Main thread only."""

    def __init__(self) -> None:
        self._values = CreateValues()
        self._changed: Signal[CreateValues] = Signal()

    @property
    def values(self) -> CreateValues:
        """The wish as it stands."""
        return self._values

    def set(self, **changes: Any) -> None:
        """Change some fields of `CreateValues`."""
        values = replace(self._values, **changes)
        if values != self._values:
            self._values = values
            self._changed.emit(values)

    def observe(self, callback: Callable[[CreateValues], None]) -> Callable[[], None]:
        """Call back on each change; returns the unsubscriber."""
        return self._changed.observe(callback)


def create_values_of(project: Project) -> dict[str, Any]:
    """What a song was made from, as fields of `CreateValues`: where the next wish begins."""
    recipe = project.recipes.get(project.song_recipe_id)
    return {"prompt": recipe.prompt if recipe else "", "lyrics": project.lyrics}
