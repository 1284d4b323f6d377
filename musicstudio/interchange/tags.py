# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags of FLAC, Ogg, Opus, MP3 and M4A files through mutagen; the ID3 tag also stands in WAV files."""

import base64
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .song_info import SongInfo
from .tag_fields import tag_fields

_ID3_FRAMES = {
    "title": "TIT2", "artist": "TPE1", "album": "TALB", "date": "TDRC", "isrc": "TSRC", "bpm": "TBPM",
    "initialkey": "TKEY", "copyright": "TCOP", "encoder": "TSSE",
}  # fmt: skip
_MP4_ATOMS = {
    "title": "\xa9nam", "artist": "\xa9ART", "album": "\xa9alb", "date": "\xa9day", "lyrics": "\xa9lyr",
    "comment": "\xa9cmt", "copyright": "cprt", "encoder": "\xa9too",
}  # fmt: skip
_FREE_ATOM = "----:com.apple.iTunes:"
_FRONT_COVER = 3


def write_tags(path: Path, suffix: str, info: SongInfo) -> None:
    """Write what is known about a song into a finished file of kind ``suffix``. Raises OSError, or mutagen's error."""
    _WRITERS[suffix](path, info)


def id3_bytes(info: SongInfo) -> bytes:
    """A whole ID3 tag, as WAV files carry one in a chunk of its own.

    Of even size, since not every reader of WAV files skips the byte that fills an odd chunk up.
    """
    tags = _id3_of(info)
    tag = _save_tags(tags, 0)
    return tag if len(tag) % 2 == 0 else _save_tags(tags, 1)


def _save_tags(tags: Any, padding_bytes: int) -> bytes:
    buffer = io.BytesIO()
    tags.save(buffer, v2_version=4, padding=lambda _: padding_bytes)
    return buffer.getvalue()


def _write_flac(path: Path, info: SongInfo) -> None:
    import mutagen.flac

    flac: Any = mutagen.flac
    file = flac.FLAC(path)
    file.update(_as_comments(info))
    if info.cover:
        file.add_picture(_picture(info.cover))
    file.save()


def _write_ogg(path: Path, info: SongInfo) -> None:
    import mutagen.oggopus
    import mutagen.oggvorbis

    kinds: dict[str, Any] = {".ogg": mutagen.oggvorbis.OggVorbis, ".opus": mutagen.oggopus.OggOpus}
    file = kinds[_kind_of(path)](path)
    file.update(_as_comments(info))
    if info.cover:
        file["metadata_block_picture"] = [base64.b64encode(_picture(info.cover).write()).decode()]
    file.save()
    _fix_serial_number(path)


def _kind_of(path: Path) -> str:
    """The kind of an Ogg file by what it holds: a file under construction has another ending."""
    with path.open("rb") as file:
        return ".opus" if b"OpusHead" in file.read(256) else ".ogg"


def _write_mp3(path: Path, info: SongInfo) -> None:
    _id3_of(info).save(path)


def _write_m4a(path: Path, info: SongInfo) -> None:
    import mutagen.mp4

    mp4: Any = mutagen.mp4
    file = mp4.MP4(path)
    fields = tag_fields(info)
    for name, value in fields.items():
        if name in _MP4_ATOMS:
            file[_MP4_ATOMS[name]] = [value]
        elif name == "tracknumber":
            file["trkn"] = [info.track]
        elif name == "tracktotal":
            continue
        elif name == "bpm":
            file["tmpo"] = [min(65_535, round(info.bpm))]
        else:
            file[f"{_FREE_ATOM}{name.upper() if name == 'isrc' else name}"] = [mp4.MP4FreeForm(value.encode())]
    if info.cover:
        kind = mp4.MP4Cover.FORMAT_PNG if info.cover.startswith(b"\x89PNG") else mp4.MP4Cover.FORMAT_JPEG
        file["covr"] = [mp4.MP4Cover(info.cover, kind)]
    file.save()


def _as_comments(info: SongInfo) -> dict[str, list[str]]:
    return {name: [value] for name, value in tag_fields(info).items()}


def _id3_of(info: SongInfo) -> Any:
    import mutagen.id3

    id3: Any = mutagen.id3
    tags = id3.ID3()
    for name, value in tag_fields(info).items():
        if name in _ID3_FRAMES:
            text = f"{round(info.bpm)}" if name == "bpm" else value
            tags.add(getattr(id3, _ID3_FRAMES[name])(encoding=3, text=[text]))
        elif name == "tracknumber":
            tags.add(id3.TRCK(encoding=3, text=[f"{info.track[0]}/{info.track[1]}"]))
        elif name == "tracktotal":
            continue
        elif name == "lyrics":
            tags.add(id3.USLT(encoding=3, lang="und", desc="", text=value))
        elif name == "comment":
            tags.add(id3.COMM(encoding=3, lang="eng", desc="", text=[value]))
        else:
            tags.add(id3.TXXX(encoding=3, desc=name.upper(), text=[value]))
    if info.cover:
        tags.add(id3.APIC(encoding=3, mime=_mime(info.cover), type=_FRONT_COVER, desc="", data=info.cover))
    return tags


def _picture(cover: bytes) -> Any:
    import mutagen.flac

    flac: Any = mutagen.flac
    picture = flac.Picture()
    picture.data, picture.type, picture.mime = cover, _FRONT_COVER, _mime(cover)
    return picture


def _mime(cover: bytes) -> str:
    return "image/png" if cover.startswith(b"\x89PNG") else "image/jpeg"


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


_WRITERS: dict[str, Callable[[Path, SongInfo], None]] = {
    ".flac": _write_flac, ".ogg": _write_ogg, ".opus": _write_ogg, ".mp3": _write_mp3, ".m4a": _write_m4a,
}  # fmt: skip
