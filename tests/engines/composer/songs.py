# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents for the composer's tests: a result laid out as the studio lays it out, without its audio."""

from musicstudio.engines.contract import Part, Result
from musicstudio.project.model import Clip, Project, Take, TempoMap, Track


def project_from(result: Result) -> Project:
    """The result as a document: a track a part, a ringing clip a cell."""
    return Project(
        id="project-test",
        title=result.title,
        tempo_map=result.tempo_map,
        key=result.key,
        sections=result.sections,
        chords=result.chords,
        lyrics=result.lyrics,
        tracks=tuple(_track(number, part, result.tempo_map) for number, part in enumerate(result.parts)),
        recipes={"recipe-song": result.recipe},
        song_recipe_id="recipe-song",
    )


def _track(number: int, part: Part, tempo_map: TempoMap) -> Track:
    clips = []
    for index, cell in enumerate(part.cells):
        start_s = tempo_map.seconds_at(cell.start_ticks)
        length_s = tempo_map.seconds_at(cell.start_ticks + cell.length_ticks) - start_s
        take = Take(f"take-{number}-{index}", notes=cell.notes, lead_s=cell.lead_s)
        clips.append(
            Clip(
                f"clip-{number}-{index}",
                start_s,
                length_s,
                section_id=cell.section_id,
                rings=True,
                takes=(take,),
                active_take_id=take.id,
            )
        )
    return Track(
        f"track-{number}", part.name, part.kind, part.role, part.instrument, part.player, tuple(clips), part.strip
    )
