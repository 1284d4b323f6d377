# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file that leaves the studio says about its song: names, tempo and key, licence, and who made it."""

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import InputError, MediaError
from musicstudio.project.history import History
from musicstudio.project.model import Project

from .provenance import digital_source_type, disclosure_sentence, licence_of
from .song_info import SongInfo, check_tags, song_info

_MAX_COVER_BYTES = 16_000_000
_PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


class SongTags(Struct, frozen=True):
    """What the user says about a song; what is empty is left out, but for the title, which the song has.

    isrc: with hyphens or without. date: ``2026``, ``2026-11`` or ``2026-11-30``. cover: a JPEG or PNG.
    """

    title: str = ""
    artist: str = ""
    album: str = ""
    isrc: str = ""
    date: str = ""
    copyright: str = ""
    comment: str = ""
    cover: Path | None = None
    has_lyrics: bool = True


def about_song(
    project: Project,
    history: History | None = None,
    tags: SongTags | None = None,
    span_s: tuple[float, float] | None = None,
) -> SongInfo:
    """All that is known. Raises `InputError` for tags that no reader would take, `MediaError` for a bad cover."""
    said = tags or SongTags()
    info = song_info(project, span_s[0] if span_s else 0.0, span_s[1] if span_s else None)
    full = replace(
        info,
        title=said.title or info.title,
        artist=said.artist,
        album=said.album,
        isrc=said.isrc.replace("-", "").replace(" ", "").upper(),
        created=said.date,
        copyright=said.copyright,
        comment=said.comment,
        lyrics=project.lyrics.strip() if said.has_lyrics else "",
        cover=_cover_bytes(said.cover) if said.cover else b"",
        licence=licence_of(project),
        disclosure=disclosure_sentence(project, history),
        digital_source_type=digital_source_type(project, history),
    )
    check_tags(full)
    return full


def _cover_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_COVER_BYTES:
            raise InputError(f"The cover “{path.name}” is larger than {_MAX_COVER_BYTES // 1_000_000} MB.")
        content = path.read_bytes()
    except OSError as error:
        raise MediaError(f"The cover “{path.name}” cannot be read.") from error
    if not any(content.startswith(head) for head in _PICTURES):
        raise MediaError(f"The cover “{path.name}” is neither JPEG nor PNG.")
    return content
