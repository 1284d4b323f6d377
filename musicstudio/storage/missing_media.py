# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio that a song uses and that is not in its media folder: said at opening, and found again in other folders."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import Job, Progress
from musicstudio.media.importing import load_audio
from musicstudio.media.store import SUFFIX, MediaStore, hash_of_audio, hash_of_file
from musicstudio.media.wave_file import HEADER_BYTES, SAMPLE_BYTES
from musicstudio.project.audio_users import name_users, used_hashes, users_of
from musicstudio.project.model import Project, Source


class Search(Struct, frozen=True):
    """What looking for missing audio gave. missing: what was not found."""

    found: tuple[Source, ...]
    missing: tuple[Source, ...]


def missing_sources(project: Project, media: MediaStore) -> list[Source]:
    """The sources of takes whose file is missing or not whole."""
    return [
        project.sources[key] for key in sorted(used_hashes(project)) if key in project.sources and not media.has(key)
    ]


def missing_media_notice(project: Project, media: MediaStore) -> tuple[str, ...]:
    """A notice about missing sources, by the clips that use them; nothing when all are there."""
    missing = {source.hash for source in missing_sources(project, media)}
    if not missing:
        return ()
    names = name_users(users_of(project, missing))
    count = "One audio file" if len(missing) == 1 else f"{len(missing)} audio files"
    return (f"{count} of this song cannot be read and will be silent: {names}.",)


def find_missing(project: Project, media: MediaStore, folder: Path) -> Job[Search]:
    """Copy missing audio into the song from any folder below ``folder``.

    A file is taken when it holds the very audio: a copy of the song's file under any name, or an audio file with the
    name that a source was imported from, decoded. Others are passed over. Raises `StorageError` when nothing can be
    written.
    """
    wanted = {source.hash: source for source in missing_sources(project, media)}
    search = _Searching(media, dict(wanted))
    for number, path in enumerate(_files_below(folder)):
        yield Progress(number / (number + 50), "Looking for missing audio")
        yield from search.look_at(path)
        if not search.missing:
            break
    found = tuple(source for key, source in wanted.items() if key not in search.missing)
    return Search(found, tuple(search.missing.values()))


class _Searching:
    """What is still missing, and what one file can do about it."""

    def __init__(self, media: MediaStore, missing: dict[str, Source]) -> None:
        self.missing = missing
        self._media = media

    def look_at(self, path: Path) -> Job[None]:
        """Take the file's audio if it is missing."""
        with suppress(OSError, MediaError):
            if self._is_copy(path):
                self._take(self._media.adopt(path))
                return
            for source in [each for each in self.missing.values() if _is_namesake(path, each)]:
                loaded = yield from load_audio(path, source.rate)
                if hash_of_audio(loaded.audio, loaded.rate) == source.hash:
                    self._take(self._media.add(loaded.audio, loaded.rate)[0])

    def _is_copy(self, path: Path) -> bool:
        """Sizes are compared first, so that few files are read."""
        sizes = {HEADER_BYTES + source.frames * source.channels * SAMPLE_BYTES for source in self.missing.values()}
        if path.suffix.lower() != SUFFIX or path.stat().st_size not in sizes:
            return False
        return hash_of_file(path) in self.missing

    def _take(self, content_hash: str) -> None:
        self.missing.pop(content_hash, None)


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place) / name for name in sorted(names))


def _is_namesake(path: Path, source: Source) -> bool:
    return bool(source.name) and path.stem.casefold() == source.name.casefold()
