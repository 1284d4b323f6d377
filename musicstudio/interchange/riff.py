# SPDX-License-Identifier: GPL-3.0-or-later
"""Chunks of WAV files that carry more than sound: bext, iXML, cue points with labels, loops, acid tempo, INFO and ID3.

bext follows EBU Tech 3285 (version 2 with loudness); ``cue``/``LIST adtl`` the Microsoft RIFF description of 1994;
``acid`` the layout that DAWs read, known from Sonic Foundry's files; iXML 2.10 from the Gallery UK specification.
"""

import struct
from xml.sax.saxutils import escape

from msgspec.structs import replace

from musicstudio.core.text import clean_line, clean_text

from .song_info import SOFTWARE, SongInfo
from .tag_fields import comment_of
from .tags import id3_bytes

_NO_LOUDNESS = 0x7FFF
_ACID_STRETCH = 4
_ROOTS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk: four letters, size, content, and a zero where the content is odd."""
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def metadata_chunks(info: SongInfo, rate: int, length_s: float) -> bytes:
    """Every chunk that a song has something to say in, in the order of EBU files."""
    chunks = [_bext(info), _ixml(info), _info_list(info)]
    chunks += [_smpl(info.loop_s, info.key, rate)] if info.loop_s else []
    cues = [(round(cue.at_s * rate), cue.name) for cue in info.cues if 0 <= cue.at_s * rate < 2**32]
    chunks += _cue_chunks(cues) if cues else []
    chunks += [_acid(info, length_s)] if info.bpm and info.has_one_tempo else []
    # Loudness stands in bext, which keeps its size; what is known only at the end must not move the sound.
    chunks += [chunk(b"id3 ", id3_bytes(replace(info, loudness_lufs=None)))] if info.title or info.artist else []
    return b"".join(chunks)


def _bext(info: SongInfo) -> bytes:
    measured = (info.loudness_lufs, info.range_lu, info.true_peak_dbtp, info.momentary_lufs, info.short_term_lufs)
    loudness = [_centi(value) for value in measured]
    created = info.created if len(info.created) == 10 else ""
    content = b"".join(
        [
            _fixed_size_text(info.title, 256),
            _fixed_size_text(SOFTWARE, 32),
            _fixed_size_text("", 32),
            _fixed_size_text(created, 10),
            _fixed_size_text("00:00:00" if created else "", 8),
            struct.pack("<QH", 0, 2),
            bytes(64),
            struct.pack("<5h", *loudness),
            bytes(180),
        ]
    )
    return chunk(b"bext", content)


def _ixml(info: SongInfo) -> bytes:
    """Tempo, key and the rest have names of their own in the ASWG part of iXML; USER is what older programs show."""
    tempo = f"{info.bpm:g}" if info.bpm else ""
    facts = {"Tempo": tempo, "Key": info.key, "Licence": info.licence}
    user = "; ".join(f"{name} {value}" for name, value in facts.items() if value)
    fields = {"IXML_VERSION": "2.10", "PROJECT": info.title, "NOTE": comment_of(info), "USER": user}
    meter = f"{info.meter[0]}/{info.meter[1]}" if tempo else ""
    game = {"tempo": tempo, "inKey": info.key, "timeSig": meter, "artist": info.artist, "isrcId": info.isrc}
    game |= {"songTitle": info.title}
    inner = _elements(fields) + f"<ASWG>{_elements(game)}</ASWG>"
    text = f'<?xml version="1.0" encoding="UTF-8"?><BWFXML>{inner}</BWFXML>'.encode()
    return chunk(b"iXML", text + b"\n" * (len(text) % 2))


def _elements(fields: dict[str, str]) -> str:
    return "".join(f"<{name}>{escape(clean_text(value))}</{name}>" for name, value in fields.items() if value)


def _info_list(info: SongInfo) -> bytes:
    licence = f"Licence: {info.licence}" if info.licence else ""
    fields = {
        b"INAM": info.title,
        b"IART": info.artist,
        b"IPRD": info.album,
        b"ICMT": ". ".join(part for part in (comment_of(info), licence) if part),
        b"ICOP": info.copyright,
        b"ICRD": info.created,
        b"ISFT": SOFTWARE,
    }
    parts = [chunk(name, clean_text(value).encode() + b"\0") for name, value in fields.items() if value]
    return chunk(b"LIST", b"INFO" + b"".join(parts))


def _cue_chunks(cues: list[tuple[int, str]]) -> list[bytes]:
    points = [struct.pack("<II4sIII", n, at, b"data", 0, 0, at) for n, (at, _) in enumerate(cues, 1)]
    labels = [
        chunk(b"labl", struct.pack("<I", n) + clean_line(name).encode() + b"\0") for n, (_, name) in enumerate(cues, 1)
    ]
    return [
        chunk(b"cue ", struct.pack("<I", len(points)) + b"".join(points)),
        chunk(b"LIST", b"adtl" + b"".join(labels)),
    ]


def _smpl(loop_s: tuple[float, float], key: str, rate: int) -> bytes:
    """One endless loop, forward; its last frame counts in."""
    first, last = (min(2**32 - 1, max(0, round(edge_s * rate))) for edge_s in loop_s)
    root = _root_of(key)
    head = struct.pack("<9I", 0, 0, round(1e9 / rate), 60 + root if root >= 0 else 60, 0, 0, 0, 1, 0)
    return chunk(b"smpl", head + struct.pack("<6I", 0, 0, first, max(first, last - 1), 0, 0))


def _root_of(key: str) -> int:
    """The pitch class of a key's tonic, or -1."""
    root = _ROOTS.get(key[:1], -1)
    return (root + {"#": 1, "b": -1}.get(key[1:2], 0)) % 12 if root >= 0 else -1


def _acid(info: SongInfo, length_s: float) -> bytes:
    beats = max(1, round(length_s * info.bpm / 60))
    root = _root_of(info.key)
    flags = _ACID_STRETCH | (2 if root >= 0 else 0)
    note = 60 + root % 12 if root >= 0 else 60
    numerator, denominator = info.meter
    return chunk(b"acid", struct.pack("<IHHfIHHf", flags, note, 0x8000, 0.0, beats, denominator, numerator, info.bpm))


def _fixed_size_text(text: str, size: int) -> bytes:
    return _text(text)[:size].ljust(size, b"\0")


def _text(text: str) -> bytes:
    """bext holds ASCII only."""
    return clean_line(text).encode("ascii", "replace")


def _centi(value: float | None) -> int:
    return _NO_LOUDNESS if value is None else max(-32768, min(_NO_LOUDNESS - 1, round(value * 100)))
