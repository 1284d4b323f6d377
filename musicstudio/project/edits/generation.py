# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine made, put into the song: a whole song, new rows, or new takes of cells that are there.

A job streams: first everything written and nothing sounding, then the audio of one cell after another. So a take is
made by the caller, who knows its id, put into the song at once, and filled by `fill_take` when its audio is there.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.ids import new_id

from ..model import Chord, Clip, Key, Master, Note, Project, Recipe, Section, Source, Strip, Take, TempoMap, Track
from ..model.sheet import SongSheet
from .helpers import Edit, with_all_tracks, with_track_clips
from .takes import set_take_source, with_sources


class NewClip(Struct, frozen=True):
    """One cell: a section, or a part of one, on one row. The take's notes and lead count from ``start_ticks``.

    clip_id: the clip that gets the take; empty: the one that lies at the same place, or else a new clip.
    """

    start_ticks: int
    length_ticks: int
    take: Take
    section_id: str = ""
    clip_id: str = ""
    name: str = ""


class NewTrack(Struct, frozen=True):
    """Clips for a track. track_id: a track that is there; empty: a new one, made from the other fields."""

    cells: tuple[NewClip, ...]
    track_id: str = ""
    name: str = ""
    role: str = "other"
    kind: str = "instrument"
    instrument: str = ""
    player: str = ""
    strip: Strip = Strip()


STYLE_DEVICE = "style-"
"""How the ids of the master's devices begin that a style chose; another song brings its own in their place."""


class NewSong(Struct, frozen=True):
    """A whole song. tracks: rows from `track_of`, buses included."""

    tracks: tuple[Track, ...]
    sections: tuple[Section, ...]
    tempo_map: TempoMap
    key: Key
    chords: tuple[Chord, ...] = ()
    lyrics: str = ""
    title: str = ""
    master: Master | None = None
    recipes: dict[str, Recipe] = {}
    sources: tuple[Source, ...] = ()
    song_recipe_id: str = ""
    sheet: SongSheet | None = None


def track_of(new_track: NewTrack, tempo_map: TempoMap) -> Track:
    """A new row with one clip for each cell, in the order of the cells."""
    return Track(
        new_track.track_id or new_id("track"),
        new_track.name,
        new_track.kind,
        new_track.role,
        new_track.instrument,
        new_track.player,
        clips=tuple(clip_of(cell, tempo_map) for cell in new_track.cells),
        strip=new_track.strip,
    )


def clip_of(cell: NewClip, tempo_map: TempoMap) -> Clip:
    """A new clip for a cell, which lets its lead and tail ring."""
    start_s = tempo_map.seconds_at(cell.start_ticks)
    return Clip(
        cell.clip_id or new_id("clip"),
        start_s,
        tempo_map.seconds_at(cell.start_ticks + cell.length_ticks) - start_s,
        name=cell.name,
        section_id=cell.section_id,
        rings=True,
        takes=(cell.take,),
        active_take_id=cell.take.id,
    )


def place_song(song: NewSong) -> Edit:
    """Put a song in the place of what was there. Sources and recipes of before are kept: undo needs them."""

    def edit(project: Project) -> Project:
        project = replace(
            project,
            tracks=song.tracks,
            sections=song.sections,
            chords=song.chords,
            tempo_map=song.tempo_map,
            key=song.key,
            lyrics=song.lyrics,
            title=song.title or project.title,
            master=_master_with(_without_own_fades(project), song.master),
            recipes=project.recipes | song.recipes,
            song_recipe_id=song.song_recipe_id,
            sheet=song.sheet,
            markers=(),
        )
        return with_sources(project, song.sources)

    return edit


def _without_own_fades(project: Project) -> Master:
    """The master as it stands, without the fades that the song before was asked for: they lie in its time."""
    events = project.sheet.events if project.sheet else ()
    if not any(event.kind in ("fade_in", "fade_out") for event in events):
        return project.master
    lanes = tuple(lane for lane in project.master.automation if lane.target != "fader_db")
    return replace(project.master, automation=lanes)


def _master_with(before: Master, made: Master | None) -> Master:
    """The project's targets and fader with the new song's fades, and its devices unless the user has put some there."""
    if made is None:
        return before
    fades = tuple(lane for lane in made.automation if lane.target == "fader_db")
    lanes = tuple(lane for lane in before.automation if not fades or lane.target != "fader_db") + fades
    if any(not device.id.startswith(STYLE_DEVICE) for device in before.devices):
        return before if lanes == before.automation else replace(before, automation=lanes)
    ids = {device.id for device in made.devices}
    lanes = tuple(lane for lane in lanes if "." not in lane.target or lane.target.split(".")[0] in ids)
    return replace(before, devices=made.devices, automation=lanes)


def insert_tracks(
    new_tracks: Iterable[NewTrack], sources: tuple[Source, ...] = (), recipes: Mapping[str, Recipe] | None = None
) -> Edit:
    """Add takes to cells, and rows for what is new. Takes are chosen; nothing that was there goes.

    Where a named clip or row is gone by now, its cells are left out: the song has moved on.
    """
    fixed = tuple(new_tracks)

    def edit(project: Project) -> Project:
        project = with_sources(project, sources)
        if recipes:
            project = replace(project, recipes=project.recipes | dict(recipes))
        tempo_map = project.tempo_map
        for new_track in fixed:
            if new_track.track_id:
                project = _with_takes(project, new_track, tempo_map)
            else:
                project = replace(project, tracks=(*project.tracks, track_of(new_track, tempo_map)))
        return project

    return edit


def fill_take(take_id: str, notes: tuple[Note, ...], source: Source, lead_s: float) -> Edit:
    """Give a take that has landed its audio. notes and lead_s: as the engine gave them, counted from the cell's start.

    Nothing happens when the take is gone or its notes were edited since.
    """

    def edit(project: Project) -> Project:
        for track, clip in project.clips():
            take = next((take for take in clip.takes if take.id == take_id), None)
            if take is not None and not (track.instrument_plugin and notes):
                shift, shift_s = _shift_of(clip, take, notes, project.tempo_map)
                seen = shifted_notes(notes, shift)
                project = set_take_source(clip.id, take_id, seen, source, lead_s - shift_s)(project)
        return project

    return edit


def _shift_of(clip: Clip, take: Take, notes: tuple[Note, ...], tempo_map: TempoMap) -> tuple[int, float]:
    """How far after the take's origin its cell began when it landed, in ticks and seconds.

    The notes tell; the clip may have been cut since. Without notes the clip's own offset is taken.
    """
    if not take.notes or not notes:
        return 0, clip.offset_s
    origin, shift = tempo_map.ticks_at(clip.origin_s), take.notes[0].start_ticks - notes[0].start_ticks
    return shift, tempo_map.seconds_at(origin + shift) - tempo_map.seconds_at(origin)


def shifted_notes(notes: tuple[Note, ...], by_ticks: int) -> tuple[Note, ...]:
    """Notes, all later by some ticks."""
    return tuple(replace(n, start_ticks=n.start_ticks + by_ticks) for n in notes) if by_ticks else notes


def _with_takes(project: Project, new_track: NewTrack, tempo_map: TempoMap) -> Project:
    def change(track: Track) -> Track:
        if track.id != new_track.track_id:
            return track
        for cell in new_track.cells:
            track = _with_take(track, cell, tempo_map)
        return track

    return with_all_tracks(project, change)


def _with_take(track: Track, cell: NewClip, tempo_map: TempoMap) -> Track:
    target = _target(track, cell, tempo_map)
    if target is None:
        is_rest = not (cell.take.notes or cell.take.source)
        return track if cell.clip_id or is_rest else with_track_clips(track, (*track.clips, clip_of(cell, tempo_map)))
    sound = _own_sound(track, cell.take)
    take = replace(
        sound,
        notes=shifted_notes(cell.take.notes, _offset_ticks(target, tempo_map)),
        lead_s=sound.lead_s - target.offset_s if sound.source else 0.0,
    )
    fresh = replace(target, takes=(*target.takes, take), active_take_id=take.id)
    return with_track_clips(track, (fresh if clip is target else clip for clip in track.clips))


def _own_sound(track: Track, take: Take) -> Take:
    """A take as a row takes it: a third-party instrument plays its notes again."""
    return replace(take, source="", lead_s=0.0) if track.instrument_plugin and take.notes else take


def _target(track: Track, cell: NewClip, tempo_map: TempoMap) -> Clip | None:
    if cell.clip_id:
        return next((clip for clip in track.clips if clip.id == cell.clip_id), None)
    start_s = tempo_map.seconds_at(cell.start_ticks)
    end_s = tempo_map.seconds_at(cell.start_ticks + cell.length_ticks)
    near = (c for c in track.clips if abs(c.start_s - start_s) < 0.02 and abs(c.end_s - end_s) < 0.02)
    return next(near, None)


def _offset_ticks(clip: Clip, tempo_map: TempoMap) -> int:
    """How many ticks after the take's origin the clip begins."""
    return tempo_map.ticks_at(clip.start_s) - tempo_map.ticks_at(clip.origin_s)
