# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags of FLAC, Ogg and MP3 files through mutagen."""

from pathlib import Path
from typing import Any

from musicstudio.core.text import clean_text

from .song_info import SOFTWARE, SongInfo


def write_tags(path: Path, suffix: str, info: SongInfo) -> None:
    """Write what is known about a song into a finished file of kind ``suffix``. Raises OSError, or mutagen's error."""
    if suffix == ".mp3":
        _write_id3(path, info)
    else:
        _write_comments(path, suffix, info)
    if suffix == ".ogg":
        _fix_serial_number(path)


def _fields(info: SongInfo) -> dict[str, str]:
    fields = {
        "title": info.title,
        "artist": info.artist,
        "date": info.created,
        "bpm": f"{info.bpm:g}" if info.bpm else "",
        "initialkey": info.key,
        "comment": info.comment,
        "copyright": info.licence,
        "encoder": SOFTWARE,
        "ai_disclosure": info.disclosure,
    }
    return {name: clean_text(value) for name, value in fields.items() if value}


def _write_comments(path: Path, suffix: str, info: SongInfo) -> None:
    import mutagen.flac
    import mutagen.oggvorbis

    kind: Any = mutagen.flac.FLAC if suffix == ".flac" else mutagen.oggvorbis.OggVorbis
    file = kind(path)
    file.update({name: [value] for name, value in _fields(info).items()})
    file.save()


def _write_id3(path: Path, info: SongInfo) -> None:
    import mutagen.id3

    id3: Any = mutagen.id3
    frames = {"title": "TIT2", "artist": "TPE1", "date": "TDRC", "bpm": "TBPM", "initialkey": "TKEY", "encoder": "TSSE"}
    tags = id3.ID3()
    for name, value in _fields(info).items():
        if name in frames:
            tags.add(getattr(id3, frames[name])(encoding=3, text=[value]))
    texts = {"AI_DISCLOSURE": clean_text(info.disclosure), "LICENCE": clean_text(info.licence)}
    for description, value in texts.items():
        if value:
            tags.add(id3.TXXX(encoding=3, desc=description, text=[value]))
    if info.comment:
        tags.add(id3.COMM(encoding=3, lang="eng", desc="", text=[clean_text(info.comment)]))
    tags.save(path)


def _fix_serial_number(path: Path) -> None:
    """Give an Ogg stream the number 1 in place of a random one, so that equal exports are equal files."""
    import mutagen.ogg

    page_of: Any = mutagen.ogg.OggPage
    with path.open("r+b") as file:
        while True:
            place = file.tell()
            try:
                page = page_of(file)
            except EOFError:
                return
            page.serial = 1
            file.seek(place)
            file.write(page.write())
