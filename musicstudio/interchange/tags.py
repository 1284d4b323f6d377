# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags of FLAC, Ogg and MP3 files through mutagen."""

from pathlib import Path

from .song_info import SOFTWARE, SongInfo


def write_tags(path: Path, suffix: str, info: SongInfo) -> None:
    """Write what is known about a song into a finished file of kind ``suffix``. Raises OSError, or mutagen's error."""
    if suffix == ".mp3":
        _write_id3(path, info)
    else:
        _write_comments(path, suffix, info)


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
    return {name: value for name, value in fields.items() if value}


def _write_comments(path: Path, suffix: str, info: SongInfo) -> None:
    from mutagen.flac import FLAC
    from mutagen.oggvorbis import OggVorbis

    file = FLAC(path) if suffix == ".flac" else OggVorbis(path)
    file.update({name: [value] for name, value in _fields(info).items()})
    file.save()


def _write_id3(path: Path, info: SongInfo) -> None:
    from mutagen import id3

    frames = {"title": "TIT2", "artist": "TPE1", "date": "TDRC", "bpm": "TBPM", "initialkey": "TKEY", "encoder": "TSSE"}
    tags = id3.ID3()
    for name, value in _fields(info).items():
        if name in frames:
            tags.add(getattr(id3, frames[name])(encoding=3, text=[value]))
    texts = {"AI_DISCLOSURE": info.disclosure, "LICENCE": info.licence}
    for description, value in texts.items():
        if value:
            tags.add(id3.TXXX(encoding=3, desc=description, text=[value]))
    if info.comment:
        tags.add(id3.COMM(encoding=3, lang="eng", desc="", text=[info.comment]))
    tags.save(path)
