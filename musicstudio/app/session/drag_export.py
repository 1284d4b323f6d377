# SPDX-License-Identifier: GPL-3.0-or-later
"""Finished files to drag into a DAW: a clip, a track or a section as WAV, and MIDI where there are notes.

A DAW may go on using the very file that was dropped, so files live in a folder of their own, one sub-folder for each
content, and are never written twice or removed. They are made when something is selected, before anyone drags.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace

from musicstudio.core.errors import StudioError
from musicstudio.core.files import safe_name
from musicstudio.core.paths import data_dir
from musicstudio.core.progress import Job, Progress, run_to_end, within
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.interchange.audio_file import AudioSpec, write_audio
from musicstudio.interchange.midi_export import export_midi
from musicstudio.interchange.song_info import song_info
from musicstudio.interchange.stems import short_key
from musicstudio.jobs import JobQueue
from musicstudio.media.store import MediaStore
from musicstudio.playback.graph.blocks import RenderedBlocks
from musicstudio.project.document import Document
from musicstudio.project.model import Clip, Project, Strip, Track

from .played_notes import PlayedNotes, is_unplayed, unplayed, with_everything_played
from .selection import Selected, Selection

Span = tuple[float, float]
FOLDER = "Dragged"


class DragItem(msgspec.Struct, frozen=True):
    """One thing to be carried: a song that holds just it, the span it covers, and what it is called."""

    song: Project
    span_s: Span
    name: str

    @property
    def folder(self) -> Path:
        """Where its files are, or will be: named by all that decides how they sound."""
        content = msgspec.json.encode([self.song.tracks, self.song.tempo_map, self.span_s], order="deterministic")
        return data_dir() / FOLDER / hashlib.blake2b(content, digest_size=8).hexdigest()

    @property
    def audio_path(self) -> Path:
        """Its WAV file."""
        return self.folder / f"{self.name}.wav"

    @property
    def midi_path(self) -> Path:
        """Its MIDI file; only where it has notes."""
        return self.folder / f"{self.name}.mid"

    @property
    def is_ready(self) -> bool:
        """Whether its files are complete (each appears whole or not at all; the WAV last)."""
        return self.audio_path.is_file()


class DragExport:
    """Makes what is selected ready to be dragged. Main thread only."""

    def __init__(
        self, document: Document, selection: Selection, jobs: JobQueue, media: MediaStore, played: PlayedNotes
    ) -> None:
        self._document, self._jobs, self._media, self._played = document, jobs, media, played
        self._running: set[Path] = set()
        self._unsubscribe = selection.observe(self._prepare)

    def files(
        self,
        clip_ids: Iterable[str] = (),
        track_ids: Iterable[str] = (),
        section_ids: Iterable[str] = (),
    ) -> list[Path] | None:
        """Complete files to carry; None while they are being made. A few clips are made on the spot, once played."""
        project = self._document.committed
        clips = drag_items_of_clips(project, set(clip_ids))
        items = [
            *clips,
            *drag_items_of_tracks(project, set(track_ids)),
            *drag_items_of_sections(project, set(section_ids)),
        ]
        for item in clips:
            if not item.is_ready and not any(unplayed(item.song)):
                run_to_end(_make([item], self._media, self._played))
        if not all(item.is_ready for item in items):
            self._submit(items)
            return None
        return [path for item in items for path in (item.audio_path, item.midi_path) if path.is_file()]

    def close(self) -> None:
        """Stop watching the selection."""
        self._unsubscribe()

    def _prepare(self, now: Selected) -> None:
        """One selected track or section is made ready ahead; clips are quick enough to wait for the drag."""
        project = self._document.committed
        if len(now.track_ids) == 1 and not now.section_ids:
            self._submit(drag_items_of_tracks(project, set(now.track_ids)))
        elif len(now.section_ids) == 1 and not now.track_ids:
            self._submit(drag_items_of_sections(project, set(now.section_ids)))

    def _submit(self, items: list[DragItem]) -> None:
        wanted = [item for item in items if not item.is_ready and item.folder not in self._running]
        if not wanted:
            return
        folders = {item.folder for item in wanted}
        self._running |= folders

        def forget(*_: object) -> None:
            self._running.difference_update(folders)

        self._jobs.submit(
            "Preparing files to drag",
            lambda: _make(wanted, self._media, self._played),
            on_done=forget,
            on_failed=forget,
            on_cancelled=forget,
            is_quiet=True,
        )


def drag_items_of_clips(project: Project, clip_ids: set[str]) -> list[DragItem]:
    """Clips as they are cut and faded, without their strip."""
    return [
        DragItem(_only(project, replace(track, clips=(clip,), strip=Strip())), _span(clip), _name(project, track, clip))
        for track, clip in project.clips()
        if clip.id in clip_ids and _sounds(track, (clip,))
    ]


def drag_items_of_tracks(project: Project, track_ids: set[str]) -> list[DragItem]:
    """Whole tracks through their strips, from the beginning of the song, so that they line up in a DAW."""
    span = (0.0, project.length_s)
    return [
        DragItem(_only(project, _unsent(track)), span, _name(project, track))
        for track in project.tracks
        if track.id in track_ids and _sounds(track, track.clips)
    ]


def drag_items_of_sections(project: Project, section_ids: set[str]) -> list[DragItem]:
    """Every track of a section, all of one length."""
    items = []
    for section in project.sections:
        if section.id not in section_ids:
            continue
        span = project.section_span_s(section)
        for track in project.tracks:
            inside = tuple(c for c in track.clips if c.start_s < span[1] - 0.01 and c.end_s > span[0] + 0.01)
            if _sounds(track, inside):
                song = _only(project, replace(_unsent(track), clips=inside))
                items.append(DragItem(song, span, _name(project, track, place=section.name)))
    return items


def _make(items: list[DragItem], media: MediaStore, played: PlayedNotes) -> Job[None]:
    for index, item in enumerate(items):
        yield from within(_make_one(item, media, played), index / len(items), (index + 1) / len(items))


def _make_one(item: DragItem, media: MediaStore, played: PlayedNotes) -> Job[None]:
    song = yield from within(with_everything_played(item.song, played), 0.0, 0.1)
    item.folder.mkdir(parents=True, exist_ok=True)
    span_ticks = tuple(item.song.tempo_map.ticks_at(edge) for edge in item.span_s)
    with suppress(StudioError):  # no notes in it
        export_midi(item.song, item.midi_path, span_ticks=(span_ticks[0], span_ticks[1]))
    yield Progress(0.1, "Preparing files to drag")
    blocks = RenderedBlocks(song, media, item.span_s, is_mastered=False)
    spec = AudioSpec(frames=round((item.span_s[1] - item.span_s[0]) * SAMPLE_RATE), bits=24)
    info = song_info(item.song, *item.span_s)
    yield from within(write_audio(item.audio_path, blocks.mix(), spec, info), 0.1, 1.0)


def _only(project: Project, track: Track) -> Project:
    alone = replace(track, group_id="", is_hidden=False, strip=replace(track.strip, is_muted=False, is_soloed=False))
    return replace(project, tracks=(alone,))


def _unsent(track: Track) -> Track:
    return replace(track, strip=replace(track.strip, sends=()))


def _sounds(track: Track, clips: tuple[Clip, ...]) -> bool:
    """Whether anything sounds, or will when it is played."""
    return any(clip.take and (clip.take.source or is_unplayed(track, clip.take)) for clip in clips)


def _span(clip: Clip) -> Span:
    return clip.start_s, clip.end_s


def _name(project: Project, track: Track, clip: Clip | None = None, place: str = "") -> str:
    """``Rainy Sunday - Cello Chorus 1 - 84bpm Emin``."""
    where = place or (clip.name if clip else "")
    what = track.name if where in ("", track.name) else f"{track.name} {where}"
    facts = f"{project.tempo_map.tempos[0].bpm:g}bpm {short_key(project.key.name)}".strip()
    return safe_name(f"{project.title} - {what} - {facts}", "Clip")
