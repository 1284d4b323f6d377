# SPDX-License-Identifier: GPL-3.0-or-later
"""Finished files to drag into a DAW: clips, tracks, sections or the mix as WAV, and MIDI where there are notes.

A DAW may go on using the very file that was dropped, so files live in a folder of their own, one sub-folder for each
content, and are never written twice; only the user clears them away. They are made on a job thread when something is
selected, before anyone drags.
"""

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import StudioError
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.interchange.about_song import about_song
from musicstudio.interchange.audio_file import AudioSpec, write_audio
from musicstudio.interchange.mark import mark_of
from musicstudio.interchange.midi_export import export_midi
from musicstudio.interchange.steady_end import with_steady_end
from musicstudio.jobs import JobQueue
from musicstudio.media.store import MediaStore
from musicstudio.playback.graph.blocks import RenderedBlocks
from musicstudio.project.document import Document
from musicstudio.project.history import History

from .drag_items import (
    DragItem,
    drag_item_of_mix,
    drag_items_of_clips,
    drag_items_of_sections,
    drag_items_of_takes,
    drag_items_of_tracks,
    dragged_folder,
    from_bar_1,
)
from .played_notes import PlayedNotes, with_everything_played
from .release import wants_mark
from .selection import Selected, Selection
from .settings import SettingsFile

_MAX_AHEAD, _MAX_AHEAD_S = 16, 3600.0
_DAY_S = 86_400.0


class DragWish(Struct, frozen=True):
    """What is to be carried. has_stems: all tracks; has_dry_mix: before the master. is_from_bar_1: with the silence
    before it.
    """

    clip_ids: frozenset[str] = frozenset()
    track_ids: frozenset[str] = frozenset()
    section_ids: frozenset[str] = frozenset()
    take_ids: frozenset[str] = frozenset()
    has_mix: bool = False
    has_dry_mix: bool = False
    has_stems: bool = False
    is_from_bar_1: bool = False


def wish_of_selection(now: Selected) -> DragWish:
    """Clips, or else tracks, or else sections; the mix where nothing is selected."""
    if now.clip_ids:
        return DragWish(clip_ids=frozenset(now.clip_ids))
    if now.section_ids and len(now.section_ids) >= len(now.track_ids):
        return DragWish(section_ids=frozenset(now.section_ids))
    if now.track_ids:
        return DragWish(track_ids=frozenset(now.track_ids))
    return DragWish(has_mix=True)


class DragExport:
    """Makes what is selected ready to be dragged. Main thread only."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        jobs: JobQueue,
        media: MediaStore,
        played: PlayedNotes,
        settings: SettingsFile,
        notify: Callable[[str], None] = lambda text: None,
    ) -> None:
        """notify: told what has become ready after somebody asked for it."""
        self._document, self._jobs, self._media, self._played = document, jobs, media, played
        self._notify, self._settings = notify, settings
        self._running: set[Path] = set()
        self._asked: set[Path] = set()
        self._unsubscribe = selection.observe(self._prepare)

    def files(self, wish: DragWish) -> list[Path] | None:
        """Complete files to carry; None while they are being made: it is told when they are ready."""
        items = self._items(wish)
        if not all(item.is_ready for item in items):
            self._asked |= {item.folder for item in items if not item.is_ready}
            self._submit(items)
            return None
        return _paths(items)

    def make(self, wish: DragWish, on_ready: Callable[[list[Path]], None]) -> None:
        """Call back with complete files, at once or when they are made."""
        items = self._items(wish)
        if all(item.is_ready for item in items):
            on_ready(_paths(items))
            return
        history = self._document.history_states
        self._jobs.submit(
            "Preparing files",
            lambda: _make([item for item in items if not item.is_ready], self._media, self._played, history),
            on_done=lambda _: on_ready(_paths(items)),
        )

    def prepare(self, wish: DragWish) -> None:
        """Make something ready ahead, as when the pointer rests on it; too much at once waits until it is asked for."""
        items = self._items(wish)
        lasting_s = sum(item.span_s[1] - item.span_s[0] for item in items)
        if len(items) <= _MAX_AHEAD and lasting_s <= _MAX_AHEAD_S:
            self._submit(items)

    def close(self) -> None:
        """Stop watching the selection."""
        self._unsubscribe()

    def _items(self, wish: DragWish) -> list[DragItem]:
        project = self._document.committed
        mark = mark_of(project) if wants_mark(self._settings.values) else None
        tracks = {track.id for track in project.tracks} if wish.has_stems else set(wish.track_ids)
        items = [
            *drag_items_of_clips(project, set(wish.clip_ids)),
            *drag_items_of_takes(project, set(wish.take_ids)),
            *drag_items_of_tracks(project, tracks),
            *drag_items_of_sections(project, set(wish.section_ids)),
            *([drag_item_of_mix(project, mark=mark)] if wish.has_mix else []),
            *([drag_item_of_mix(project, is_mastered=False, mark=mark)] if wish.has_dry_mix else []),
        ]
        return [from_bar_1(item) for item in items] if wish.is_from_bar_1 else items

    def _prepare(self, now: Selected) -> None:
        """What is selected is what will be dragged: clips, or one track, or one section."""
        wish = wish_of_selection(now)
        if wish.clip_ids or len(wish.track_ids) == 1 or len(wish.section_ids) == 1:
            self.prepare(wish)

    def _submit(self, items: list[DragItem]) -> None:
        wanted = [item for item in items if not item.is_ready and item.folder not in self._running]
        if not wanted:
            return
        folders = {item.folder for item in wanted}
        self._running |= folders
        history = self._document.history_states

        def forget(*_: object) -> None:
            self._running.difference_update(folders)

        def apply_result(_: object) -> None:
            forget()
            self._tell([item for item in wanted if item.folder in self._asked])

        self._jobs.submit(
            "Preparing files to drag",
            lambda: _make(wanted, self._media, self._played, history),
            on_done=apply_result,
            on_failed=forget,
            on_cancelled=forget,
            is_quiet=True,
        )

    def _tell(self, ready: list[DragItem]) -> None:
        self._asked.difference_update(item.folder for item in ready)
        if ready:
            what = f"“{ready[0].name}”" if len(ready) == 1 else f"{len(ready)} files"
            self._notify(f"Ready to drag: {what}.")


def _paths(items: list[DragItem]) -> list[Path]:
    return [path for item in items for path in (item.audio_path, item.midi_path) if path.is_file()]


def dragged_bytes() -> int:
    """How much room all dragged files take."""
    total = 0
    for path in dragged_folder().glob("*/*"):
        with suppress(OSError):
            total += path.stat().st_size
    return total


def clear_dragged(older_than_days: float = 0.0, now_s: float | None = None) -> int:
    """Remove dragged files that were made longer ago; how many bytes that freed. A DAW that still uses one loses it."""
    before_s = (time.time() if now_s is None else now_s) - older_than_days * _DAY_S
    freed = 0
    for folder in dragged_folder().glob("*"):
        with suppress(OSError):
            files = [path.stat() for path in folder.iterdir()]
            if max((each.st_mtime for each in files), default=0.0) <= before_s:
                shutil.rmtree(folder)
                freed += sum(each.st_size for each in files)
    return freed


def _make(items: list[DragItem], media: MediaStore, played: PlayedNotes, history: History) -> Job[None]:
    for index, item in enumerate(items):
        yield from within(_make_one(item, media, played, history), index / len(items), (index + 1) / len(items))


def _make_one(item: DragItem, media: MediaStore, played: PlayedNotes, history: History) -> Job[None]:
    song = yield from within(with_everything_played(item.song, played), 0.0, 0.1)
    item.folder.mkdir(parents=True, exist_ok=True)
    steady = with_steady_end(item.song)
    start, end = (steady.tempo_map.ticks_at(edge) for edge in item.span_s)
    only = [item.stem_id] if item.stem_id else []
    with suppress(StudioError):  # no notes in it
        export_midi(steady, item.midi_path, only, span_ticks=(start, end))
    yield Progress(0.1, "Preparing files to drag")
    blocks = RenderedBlocks(song, media, item.span_s, is_mastered=not item.stem_id, mark=item.mark)
    sound = (row[0] for row in blocks.stems(only)) if only else blocks.mix()
    spec = AudioSpec(frames=round((item.span_s[1] - item.span_s[0]) * SAMPLE_RATE), bits=24)
    heard = tuple(track for track in song.tracks if not only or track.id == item.stem_id)
    about = about_song(replace(song, tracks=heard), history, None, item.span_s)
    yield from within(write_audio(item.audio_path, sound, spec, about), 0.1, 1.0)
