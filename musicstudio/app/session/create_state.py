# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Create panel holds between two generations."""

from dataclasses import dataclass, replace
from typing import Any

from musicstudio.core.signal import Watched
from musicstudio.engines.contract import GenerationOptions
from musicstudio.project.model import Note, Project, TempoMap
from musicstudio.project.model.sheet import SongSheet


@dataclass(frozen=True, slots=True)
class CreateValues:
    """A wish in the making.

    seed None: a new one each time. variations: 1-5. melody: hummed or imported notes, from tick 0; melody_map: their
    tempo and metre; unsure_at: the ticks at which notes begin that were not heard clearly.
    sheet: a plan that takes the place of the prompt's reading.
    """

    prompt: str = ""
    lyrics: str = ""
    options: GenerationOptions = GenerationOptions()
    engine: str = "composer"
    variations: int = 1
    seed: int | None = None
    melody: tuple[Note, ...] = ()
    melody_map: TempoMap | None = None
    unsure_at: frozenset[int] = frozenset()
    sheet: SongSheet | None = None


class CreateState(Watched[CreateValues]):
    """The current `CreateValues`, watched by the panel. Main thread only."""

    def __init__(self) -> None:
        super().__init__(CreateValues())

    @property
    def values(self) -> CreateValues:
        """The wish as it stands."""
        return self._value

    def set(self, **changes: Any) -> None:
        """Change some fields of `CreateValues`."""
        self._become(replace(self._value, **changes))


def create_values_of(project: Project) -> dict[str, Any]:
    """What a song was made from, as fields of `CreateValues`: where the next wish begins."""
    recipe = project.recipes.get(project.song_recipe_id)
    return {"prompt": recipe.prompt if recipe else "", "lyrics": project.lyrics}
