# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether what a song plays is like another tune: one that the composer learned from, or one in a folder of the user's
(songs of the studio, MIDI and scores). Compared are the tune and every other part that has pitches, each by its highest
voice.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.analysis.known_tunes import SOURCES, closest_tunes
from musicstudio.analysis.similarity import SharedPassage, longest_shared, tokens_of
from musicstudio.core.errors import InputError, MediaError, StudioError
from musicstudio.core.progress import Job, Progress
from musicstudio.interchange.incoming.musicxml import read_musicxml
from musicstudio.interchange.midi_import import import_midi, melody_of, one_voice
from musicstudio.interchange.score.musicxml import lead_part, parts_of
from musicstudio.project.model import Note, Project
from musicstudio.storage.layout import PROJECT_FILE
from musicstudio.storage.project_file import read_project_file

from .arrival import MIDI_SUFFIXES
from .song_folder import SONG_SUFFIX

_SCORES = (".musicxml", ".mxl")
MAX_TUNES = 20_000
_KNOWN_COUNT = 20
_SELDOM_WEIGHT = 8.0
_LONGEST_GAP_TICKS = 4 * 960


class Likeness(Struct, frozen=True):
    """A passage that a song shares with another tune, which ``origin`` names the collection or the folder of.

    path: None for what ships with the studio. at_s, end_s: where the passage is in the song; bar: its beginning,
    counted from 1. other_tick: where it begins in the other tune; passage: its notes there, from tick 0. part: the row
    that plays it in the song; empty for the tune.
    """

    title: str
    origin: str
    path: Path | None
    notes: int
    weight: float
    at_s: float
    end_s: float
    bar: int
    other_tick: int
    passage: tuple[Note, ...] = ()
    part: str = ""

    @property
    def is_striking(self) -> bool:
        """Whether it is longer than what tunes share by chance."""
        return self.weight >= _SELDOM_WEIGHT


def similar_job(
    project: Project, folder: Path | None, own: Path | None = None, *, has_known: bool = True
) -> Job[tuple[Likeness, ...]]:
    """The closest passages, closest first: in a folder, and among the tunes that ship with the studio.

    own: the song's folder, which is left out. Raises `InputError` for a song without a tune or a folder without any.
    """
    voices = list(_voices(project))
    if not voices:
        raise InputError("This song has no tune that could be compared.")
    found: list[Likeness] = []
    if has_known:
        for number, (part, tune) in enumerate(voices):
            yield Progress(0.5 * number / len(voices), "Comparing with the tunes that the composer learned from")
            for each in closest_tunes(tune, _KNOWN_COUNT):
                origin = SOURCES.get(each.tune.source, each.tune.source)
                title, notes = each.tune.title, each.tune.notes
                found.append(_likeness(project, part, tune, notes, each.passage, title, origin))
    paths = list(_paths(folder, own)) if folder is not None else []
    if folder is not None and not paths and not has_known:
        raise InputError(f"There are no songs, MIDI files or scores in “{folder.name}”.")
    for number, path in enumerate(paths):
        yield Progress(0.5 + 0.5 * number / len(paths), f"Comparing with {path.name}")
        other = _tune_of(path)
        for part, tune in voices if len(other) > 1 else []:
            passage = longest_shared(tune, other)
            if passage is not None and folder is not None:
                shared = _likeness(project, part, tune, other, passage, path.stem, folder.name)
                found.append(replace(shared, path=path))
    return tuple(sorted(_once_each(found), key=lambda each: (-each.weight, -each.notes, each.part, each.title)))


def _voices(project: Project) -> Iterator[tuple[str, tuple[Note, ...]]]:
    """The tune, and the highest voice of every other part, by the part's name; what doubles another is left out."""
    heard = set()
    for part, notes in (
        ("", lead_part(project).notes),
        *((p.name, p.notes) for p in parts_of(project) if not p.is_drums),
    ):
        voice = one_voice(notes)
        told = tuple(tokens_of(voice))
        if told and told not in heard:
            heard.add(told)
            yield part, voice


def _once_each(found: Sequence[Likeness]) -> Iterator[Likeness]:
    """Of parts that share the same tune at the same place, the one that shares most."""
    seen: set[tuple[str, str, int]] = set()
    for each in sorted(found, key=lambda each: (-each.weight, -each.notes, each.part)):
        key = (each.origin, each.title, each.bar)
        if key not in seen:
            seen.add(key)
            yield each


def similar_if_any(project: Project, folder: Path | None, own: Path) -> Job[tuple[Likeness, ...] | None]:
    """The same for a song that may have no tune: None then."""
    try:
        return (yield from similar_job(project, folder, own))
    except InputError:
        return None


def _likeness(
    project: Project, part: str, tune: Sequence[Note], other: Sequence[Note], passage: SharedPassage, title: str,
    origin: str,
) -> Likeness:  # fmt: skip
    mine = tune[passage.own : passage.own + passage.notes]
    theirs = tuple(other[passage.other : passage.other + passage.notes])
    seconds_at = project.tempo_map.seconds_at
    return Likeness(
        title=title,
        origin=origin,
        path=None,
        notes=passage.notes,
        weight=passage.weight,
        at_s=seconds_at(mine[0].start_ticks),
        end_s=seconds_at(mine[-1].start_ticks + mine[-1].length_ticks),
        bar=project.tempo_map.bar_at(max(0, mine[0].start_ticks))[0],
        other_tick=theirs[0].start_ticks,
        passage=_from_zero(theirs),
        part=part,
    )


def _from_zero(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Notes from tick 0, with no rest longer than a bar, so that they can be listened to."""
    at, made = 0, []
    for note, after in pairwise((*notes, None)):
        if note is None:
            break
        gap = after.start_ticks - note.start_ticks if after else note.length_ticks
        made.append(replace(note, start_ticks=at, length_ticks=min(note.length_ticks, _LONGEST_GAP_TICKS), lyric=""))
        at += min(gap, _LONGEST_GAP_TICKS)
    return tuple(made)


def _paths(folder: Path, own: Path | None) -> list[Path]:
    return [path for path in _tunes_in(folder) if own is None or path.resolve() != own.resolve()][:MAX_TUNES]


def _tunes_in(folder: Path) -> Iterator[Path]:
    """Songs, MIDI files and scores in a folder and below; links are left alone."""
    if not folder.is_dir():
        raise InputError(f"There is no folder at {folder}.")
    try:
        for path in sorted(folder.rglob("*")):
            is_tune = path.suffix.lower() in (*MIDI_SUFFIXES, *_SCORES) and path.is_file()
            if (is_tune or (path.suffix == SONG_SUFFIX and path.is_dir())) and not path.is_symlink():
                yield path
    except OSError as error:
        raise MediaError(f"The folder “{folder.name}” cannot be read.") from error


def _tune_of(path: Path) -> Sequence[Note]:
    """The tune of a file; none where it cannot be read."""
    try:
        if path.suffix == SONG_SUFFIX:
            file = read_project_file((path / PROJECT_FILE).read_bytes())
            song = file.song() if file else None
            return one_voice(lead_part(song[0]).notes) if song else ()
        if path.suffix.lower() in _SCORES:
            rows = read_musicxml(path).rows
            return one_voice(rows[0].clips[0].notes) if rows else ()
        return melody_of(import_midi(path))
    except (StudioError, OSError, ValueError, RecursionError):
        return ()
