# SPDX-License-Identifier: GPL-3.0-or-later
"""Albums from the songs that a line each names."""

from pathlib import Path
from typing import TYPE_CHECKING

from musicstudio.core.errors import InputError

from ..files.album import AlbumOptions, AlbumReport, album
from .action import Action
from .question import Question

if TYPE_CHECKING:
    from ..session.session import Session


def _make(session: "Session", lines: str) -> None:
    paths = [Path(line.strip()).expanduser() for line in lines.splitlines() if line.strip()]
    if len(paths) < 2:
        raise InputError("Name a song or sound file a line, and the folder for the album in the last one.")

    *songs, folder = paths

    def tell(report: AlbumReport) -> None:
        session.notify(f"Album “{folder.name}”: {len(report.songs)} songs at {report.loudness_lufs:.1f} LUFS.")

    options = AlbumOptions(folder, title=folder.name or "Album", artist=session.settings.values.artist_name)
    album(session, songs, options, tell)


def _start(session: "Session") -> str:
    return f"{session.path}\n{session.path.parent / 'Album'}"


ACTIONS = (
    Action(
        "song.album",
        "Make an album…",
        "Song",
        _make,
        question=Question("Songs and sound files, a line each; in the last line the folder", "lines", _start),
    ),
)
