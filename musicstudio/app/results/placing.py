# SPDX-License-Identifier: GPL-3.0-or-later
"""An engine's result as rows of the document: a section is a column, an instrument a row, a cell a clip."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from musicstudio.core.ids import new_id
from musicstudio.engines.contract import Part, Result, ResultClip
from musicstudio.project.edits.generation import NewClip, NewSong, NewTrack, insert_tracks, place_song, track_of
from musicstudio.project.edits.helpers import Edit, with_clips
from musicstudio.project.model import Project, Section, Source, Take

from .recipe_ids import recipe_id_of
from .storing import ClipKey, ClipStored, StoredResult

Sounds = Mapping[ClipKey, ClipStored]


def new_tracks_of(result: Result, sounds: Sounds | None = None) -> tuple[NewTrack, ...]:
    """One row a part, with fresh take ids; cells without a sound wait to be filled."""
    recipe_id = recipe_id_of(result.recipe)
    sections = {section.id: section for section in result.sections}
    return tuple(
        _new_track(
            part,
            [_new_clip(cell, recipe_id, sections, (sounds or {}).get((p, c))) for c, cell in enumerate(part.cells)],
        )
        for p, part in enumerate(result.parts)
    )


def place_result(result: Result, new_tracks: Iterable[NewTrack], sources: Iterable[Source] = ()) -> Edit:
    """The result in the place of the whole song; variations of the song before go with it."""
    recipe_id = recipe_id_of(result.recipe)
    song = NewSong(
        tracks=(*(track_of(new_track, result.tempo_map) for new_track in new_tracks), *result.buses),
        sections=result.sections,
        tempo_map=result.tempo_map,
        key=result.key,
        chords=result.chords,
        lyrics=result.lyrics,
        title=result.title,
        master=result.master,
        recipes={recipe_id: result.recipe},
        sources=tuple(sources),
        song_recipe_id=recipe_id,
        sheet=result.sheet,
    )
    place = place_song(song)
    return lambda project: replace(place(project), variations=(), active_variation_id="")


def place_takes(answers: list[StoredResult]) -> Edit:
    """One take an answer on every cell it names; that of the first answer is the one that is heard."""
    new_tracks = [new_tracks_of(answer.result, answer.sounds) for answer in answers]
    edits = [
        insert_tracks(each, named_sources(answer), {recipe_id_of(answer.result.recipe): answer.result.recipe})
        for each, answer in zip(new_tracks, answers, strict=True)
    ]
    preferred = {cell.take.id for new_track in new_tracks[0] for cell in new_track.cells}

    def edit(project: Project) -> Project:
        for apply_result in edits:
            project = apply_result(project)
        return _choose_takes_edit(project, preferred)

    return edit


def named_sources(answer: StoredResult) -> tuple[Source, ...]:
    """The sources of a stored result, each knowing its recipe."""
    recipe_id = recipe_id_of(answer.result.recipe)
    return tuple(replace(sound.source, recipe_id=recipe_id) for sound in answer.sounds.values())


def _new_track(part: Part, cells: list[NewClip]) -> NewTrack:
    return NewTrack(
        cells=tuple(cells),
        track_id=part.track_id,
        name=part.name,
        role=part.role,
        kind=part.kind,
        instrument=part.instrument,
        player=part.player,
        strip=part.strip,
    )


def _new_clip(cell: ResultClip, recipe_id: str, sections: dict[str, Section], sound: ClipStored | None) -> NewClip:
    take = Take(
        new_id("take"),
        source=sound.source.hash if sound else "",
        notes=cell.notes,
        lead_s=sound.lead_s if sound else 0.0,
        recipe_id=recipe_id,
    )
    section = sections.get(cell.section_id)
    return NewClip(cell.start_ticks, cell.length_ticks, take, cell.section_id, name=section.name if section else "")


def _choose_takes_edit(project: Project, take_ids: set[str]) -> Project:
    chosen = {clip.id: take.id for _, clip in project.clips() for take in clip.takes if take.id in take_ids}
    return with_clips(project, set(chosen), lambda clip: replace(clip, active_take_id=chosen[clip.id]))
