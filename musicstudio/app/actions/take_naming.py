# SPDX-License-Identifier: GPL-3.0-or-later
"""What a take is called where it is listed: the name it was given, else what differs, else the words it came of."""

from collections.abc import Sequence

from musicstudio.project.model import Clip, Project, Take, Track
from musicstudio.project.take_words import column_words, take_words

Cells = Sequence[tuple[Track, Clip]]


def words_of_take(project: Project, cells: Cells, number: int) -> tuple[str, ...]:
    """Of the takes with a number (from 0) of some clips: each a word or phrase to be said one by one; may be empty.

    A name that a person or the studio gave stands for itself.
    """
    having = [(track, clip) for track, clip in cells if number < len(clip.takes)]
    if not having:
        return ()
    track, clip = having[0]
    take = clip.takes[number]
    if take.name and take.name != f"Take {number + 1}":
        return (take.name.removeprefix(f"Take {number + 1}").strip(" ·"),)
    rows: dict[str, tuple[str, Sequence[Take]]] = {}
    for other, cell in having:
        rows.setdefault(other.name, (other.role, cell.takes))
    words = column_words(rows, number) if len(rows) > 1 else take_words(clip.takes, number, track.role)
    recipe = project.recipes.get(take.recipe_id)
    return words or ((f"“{recipe.prompt}”",) if recipe and recipe.prompt and number else ())
