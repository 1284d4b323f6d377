# SPDX-License-Identifier: GPL-3.0-or-later
"""What random edits are about: clips, rows, sections and values drawn from a song."""

import random
from collections.abc import Callable

from musicstudio.project.edits import Edit, chords, takes
from musicstudio.project.edits.recorded_notes import PlayedNote
from musicstudio.project.model import AutomationPoint, Chord, Project, Take
from tests.project.songs import BAR, HASHES

Maker = Callable[[random.Random, Project], Edit]


def clip_id(draw: random.Random, project: Project) -> str:
    ids = [clip.id for _, clip in project.clips()]
    return draw.choice(ids) if ids else "none"


def note_clip_id(draw: random.Random, project: Project) -> str:
    ids = [clip.id for _, clip in project.clips() if clip.take and clip.take.notes]
    return draw.choice(ids) if ids else "none"


def row_id(draw: random.Random, project: Project) -> str:
    return draw.choice([track.id for track in project.tracks] or ["none"])


def section_id(draw: random.Random, project: Project) -> str:
    return draw.choice([section.id for section in project.sections] or ["none"])


def fresh_take(draw: random.Random, project: Project) -> Edit:
    take = Take(f"take-{draw.random()}", source=draw.choice(HASHES))
    return takes.add_take(clip_id(draw, project), take)


def tempo_tick(draw: random.Random, project: Project) -> int:
    return draw.choice(project.tempo_map.tempos).tick


def section_start(draw: random.Random, project: Project) -> int:
    return draw.choice([section.start_ticks for section in project.sections] or [0])


def some_points(draw: random.Random) -> list[AutomationPoint]:
    ticks = sorted(draw.sample(range(0, 9 * BAR, 240), 4))
    return [AutomationPoint(tick, draw.uniform(-60, 6), draw.uniform(-1, 1)) for tick in ticks]


def played_notes(draw: random.Random) -> list[PlayedNote]:
    starts = [draw.uniform(0, 20) for _ in range(draw.randint(0, 3))]
    return [PlayedNote(at, at + draw.uniform(0, 2), draw.randint(30, 90), draw.randint(0, 140)) for at in starts]


def short_chord(start: int, root: int) -> Edit:
    return chords.put_chords(start, start + BAR // 2, [Chord(start, BAR // 2, root, "min7")])
