# SPDX-License-Identifier: GPL-3.0-or-later
"""What the export dialog remembers: presets, what was chosen last, and each song's folder, name and tags."""

import contextlib
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import StorageError
from musicstudio.core.files import write_file
from musicstudio.core.paths import config_dir
from musicstudio.core.plain_files import read_plain
from musicstudio.core.text import clean_line

from .export_plan import ExportPlan

MAX_PRESETS, MAX_SONGS, MAX_NAME = 40, 200, 60
PRESETS = ("Release, all stores", "To send around", "For another DAW", "For a band", "Everywhere online")
BUILT_IN = dict(
    zip(
        PRESETS,
        (
            ExportPlan(formats=("wav", "mp3"), is_signed=True, has_credits=True),
            ExportPlan(formats=("mp3",), kbps=256),
            ExportPlan(tiles=("stems", "session", "midi")),
            ExportPlan(tiles=("mix", "midi", "score"), formats=("mp3",), score="lead"),
            ExportPlan(tiles=("mix", "page", "video"), formats=("mp3", "m4a"), is_signed=True),
        ),
        strict=True,
    )
)


class SongMemory(Struct, frozen=True):
    """What was said of one song."""

    folder: str = ""
    name: str = ""
    tags: dict[str, str] = {}


class ExportMemory(Struct, frozen=True):
    """presets: the user's own, by name. songs: by their ids, oldest first."""

    presets: dict[str, ExportPlan] = {}
    last: ExportPlan = ExportPlan()
    songs: dict[str, SongMemory] = {}


class ExportMemoryFile:
    """The memory on disk. Neither reading nor writing it ever fails loudly."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or config_dir() / "exports.json"
        self.values = self._read()

    def presets(self) -> dict[str, ExportPlan]:
        """All presets by name, those of the studio first; one's own of the same name takes its place."""
        return {**BUILT_IN, **self.values.presets}

    def save_preset(self, name: str, plan: ExportPlan) -> str:
        """Keep a plan under a name, which comes back as it is kept; empty for a name that is none."""
        kept = clean_line(name)[:MAX_NAME].strip()
        if kept:
            mine = {**{key: value for key, value in self.values.presets.items() if key != kept}, kept: plan}
            self._write(replace(self.values, presets=dict(list(mine.items())[-MAX_PRESETS:])))
        return kept

    def remove_preset(self, name: str) -> None:
        """Forget one of the user's presets."""
        self._write(replace(self.values, presets={k: v for k, v in self.values.presets.items() if k != name}))

    def song(self, song_id: str) -> SongMemory:
        """What was said of a song."""
        return self.values.songs.get(song_id, SongMemory())

    def remember(self, song_id: str, plan: ExportPlan, song: SongMemory) -> None:
        """Keep what was exported last, and how this song is called."""
        songs = {**{key: value for key, value in self.values.songs.items() if key != song_id}, song_id: song}
        self._write(replace(self.values, last=plan, songs=dict(list(songs.items())[-MAX_SONGS:])))

    def _write(self, values: ExportMemory) -> None:
        self.values = values
        with contextlib.suppress(OSError, StorageError, ValueError):
            write_file(self._path, msgspec.json.format(msgspec.json.encode(values)))

    def _read(self) -> ExportMemory:
        try:
            read = msgspec.json.decode(read_plain(self._path), type=ExportMemory)
        except (OSError, ValueError, RecursionError, RuntimeError):
            return ExportMemory()
        sound = {name: plan for name, plan in read.presets.items() if plan.is_sensible()}
        return replace(read, presets=sound, last=read.last if read.last.is_sensible() else ExportPlan())
