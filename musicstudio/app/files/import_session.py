# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions and scores of other programs on the timeline: rows, groups, buses, clips, notes, chords, markers."""

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import MediaError, StudioError
from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.zips import DAMAGED_ZIP
from musicstudio.interchange.incoming.dawproject import read_dawproject
from musicstudio.interchange.incoming.foreign import ForeignClip, ForeignRow, ForeignSong
from musicstudio.interchange.incoming.musicxml import SUFFIXES as SCORE_SUFFIXES
from musicstudio.interchange.incoming.musicxml import read_musicxml
from musicstudio.interchange.incoming.rpp import read_rpp
from musicstudio.interchange.incoming.values import MAX_XML_BYTES
from musicstudio.interchange.midi_programs import instrument_of
from musicstudio.media.importing import import_audio
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.keys import add_keys
from musicstudio.project.edits.song import add_recipes, set_key, set_title
from musicstudio.project.edits.tempo import set_tempo_map
from musicstudio.project.edits.tracks import add_track
from musicstudio.project.keys import told_of_lost
from musicstudio.project.model import Clip, Marker, Project, Recipe, Section, Send, Source, Strip, Take, Track

from ..results.recipe_ids import recipe_id_of
from .stem_names import role_of
from .unpacking import MAX_FILES, unpacked_members

SUFFIXES = (".dawproject", ".rpp", *SCORE_SUFFIXES)


class ReadSession(Struct, frozen=True):
    """A song of another program, and its sound in the media folder, by file."""

    song: ForeignSong
    sources: dict[Path, Source]
    notices: tuple[str, ...] = ()


def is_session(path: Path) -> bool:
    """Whether a file is a session or a score, by its ending."""
    return path.suffix.lower() in SUFFIXES


def read_session(path: Path, media: MediaStore, folder: Path) -> Job[ReadSession]:
    """Read a session and all its sound; what cannot be read is told. Raises `MediaError`, `StorageError`."""
    yield Progress(0.0, f"Reading {path.name}")
    if path.suffix.lower() == ".dawproject":
        song = yield from within(_dawproject(path, folder), 0.0, 0.3)
    else:
        song = read_rpp(path) if path.suffix.lower() == ".rpp" else read_musicxml(path)
    sources: dict[Path, Source] = {}
    notices: list[str] = []
    files = song.files
    for number, file in enumerate(files):
        try:
            reading = import_audio(file, media)
            imported = yield from within(
                reading, 0.3 + 0.7 * number / len(files), 0.3 + 0.7 * (number + 1) / len(files)
            )
        except StudioError as error:
            notices.append(str(error))
            continue
        sources[file] = imported.source
        notices += imported.notices
    return ReadSession(song, sources, tuple(notices))


def place_session(session: ReadSession, path: Path, at_s: float, project: Project) -> tuple[Edit, tuple[str, ...]]:
    """The edit that adds everything from a time on. A song without tracks takes over the session's time, too."""
    recipe = Recipe("import", prompt=path.name, licence="as the file's owner says", human=("imported a session",))
    recipe_id = recipe_id_of(recipe)
    song, is_new = session.song, not project.tracks
    rows = list(_rows(session, at_s, recipe_id))
    steps: list[Edit] = []
    told = list(song.notices)
    if is_new and at_s == 0:
        steps += [set_tempo_map(song.tempo_map), set_title(song.title)]
        steps += [set_key(song.key)] if song.key else []
        steps.append(lambda now: _with_places(now, song))
        told += told_of_lost(song.key_changes, _spans(song), song.key or project.key)
    elif len(song.tempo_map.tempos) > 1 or song.tempo_map.tempos[0].bpm != project.tempo_map.bpm_at(0):
        told.append("Tempo, chords and markers of the file were left out; its notes keep their beats.")
    steps += [add_recipes({recipe_id: recipe}), lambda now: _with_sources(now, session, recipe_id)]
    steps += [add_track(row) for row in rows]
    steps += [add_keys(song.key_changes)] if is_new and at_s == 0 else []
    return compose_edits(*steps), (*told, *session.notices)


def _dawproject(path: Path, folder: Path) -> Job[ForeignSong]:
    try:
        with zipfile.ZipFile(path) as archive:
            project, metadata = (_document(archive, name, path) for name in ("project.xml", "metadata.xml"))
            if not project:
                raise MediaError(f"“{path.name}” holds no song.")
            sounds = [member for member in archive.infolist() if not member.filename.lower().endswith(".xml")]
            places = yield from unpacked_members(path, archive, sounds[:MAX_FILES], folder)
    except (*DAMAGED_ZIP, OSError) as error:
        raise MediaError(f"“{path.name}” is damaged or no DAWproject.") from error
    by_name = {str(PurePosixPath(member.filename)): place for member, place in places}
    return read_dawproject(project, metadata, path.name, lambda name: by_name.get(str(PurePosixPath(name))))


def _document(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    try:
        with archive.open(name) as file:
            content = file.read(MAX_XML_BYTES + 1)
    except KeyError:
        return b""
    if len(content) > MAX_XML_BYTES:
        raise MediaError(f"“{path.name}” is too large to be read.")
    return content


def _with_places(project: Project, song: ForeignSong) -> Project:
    """Sections, markers and chords of a song that begins the document."""
    sections = tuple(
        Section(new_id("section"), name, kind, start, end - start)
        for (_, name, kind, _), (start, end) in zip(song.sections, _spans(song), strict=True)
    )
    markers = tuple(Marker(new_id("marker"), name, tick) for tick, name in song.markers)
    return replace(project, sections=sections, markers=markers, chords=song.chords, lyrics=song.lyrics)


def _spans(song: ForeignSong) -> list[tuple[int, int]]:
    """From where to where the sections of a file go."""
    if not song.sections:
        return []
    starts = [*(start for start, *_ in song.sections[1:]), _end_ticks(song)]
    return [
        (start, start + max(1, length or following - start))
        for (start, _, _, length), following in zip(song.sections, starts, strict=True)
    ]


def _end_ticks(song: ForeignSong) -> int:
    end_s = max((clip.start_s + clip.length_s for row in song.rows for clip in row.clips), default=0.0)
    return max(song.tempo_map.ticks_at(end_s), *(start + 1 for start, *_ in song.sections), 1)


def _with_sources(project: Project, session: ReadSession, recipe_id: str) -> Project:
    known = {source.hash: replace(source, recipe_id=recipe_id) for source in session.sources.values()}
    return replace(project, sources={**project.sources, **known})


def _rows(session: ReadSession, at_s: float, recipe_id: str) -> Iterator[Track]:
    ids = {row.key: new_id("track") for row in session.song.rows}
    buses = {row.key for row in session.song.rows if row.kind == "bus"}
    for row in session.song.rows:
        clips = [clip for each in row.clips if (clip := _clip(each, session.sources, at_s, recipe_id)) is not None]
        if row.clips and not clips:
            continue
        yield _row(row, ids, buses, tuple(sorted(clips, key=lambda clip: clip.start_s)))


def _row(row: ForeignRow, ids: Mapping[str, str], buses: set[str], clips: tuple[Clip, ...]) -> Track:
    role, instrument = role_of(row.name) or "other", ""
    if row.kind == "instrument":
        found = instrument_of(max(0, row.program), row.plays_drums or role in ("drums", "percussion"))
        role, instrument = (role if role != "other" else found[0]), found[1]
    sends = tuple(Send(ids[key], level, is_pre) for key, level, is_pre in row.sends if key in buses and key != row.key)
    strip = Strip(
        gain_db=row.gain_db,
        pan=row.pan,
        is_muted=row.is_muted,
        is_soloed=row.is_soloed,
        devices=row.devices,
        sends=sends,
        automation=row.automation,
    )
    group = ids.get(row.group_key, "")
    return Track(ids[row.key], row.name, row.kind, role, instrument, clips=clips, strip=strip, group_id=group)


def _clip(clip: ForeignClip, sources: Mapping[Path, Source], at_s: float, recipe_id: str) -> Clip | None:
    source = sources.get(clip.file) if clip.file else None
    if not clip.notes and source is None:
        return None
    length_s = clip.length_s
    if source is not None:
        length_s = min(length_s, source.length_s - clip.source_start_s)
    if length_s < 1e-3:
        return None
    take = Take(new_id("take"), source=source.hash if source else "", notes=clip.notes, recipe_id=recipe_id)
    fade_in_s = min(clip.fade_in_s, length_s)
    return Clip(
        new_id("clip"),
        at_s + clip.start_s,
        length_s,
        clip.name,
        offset_s=clip.source_start_s if source else 0.0,
        fade_in_s=fade_in_s,
        fade_out_s=min(clip.fade_out_s, length_s - fade_in_s),
        gain_db=clip.gain_db,
        is_muted=clip.is_muted,
        takes=(take,),
        active_take_id=take.id,
    )
