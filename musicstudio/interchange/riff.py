# SPDX-License-Identifier: GPL-3.0-or-later
"""Chunks of WAV files that carry more than sound: bext, iXML, cue points with labels, acid tempo, and RIFF INFO.

bext follows EBU Tech 3285 (version 2 with loudness); ``cue``/``LIST adtl`` the Microsoft RIFF description of 1994;
``acid`` the layout that DAWs read, known from Sonic Foundry's files; iXML 2.10 from the Gallery UK specification.
"""

import struct
from xml.sax.saxutils import escape

from musicstudio.core.text import clean_line, clean_text

from .song_info import SOFTWARE, SongInfo

_NO_LOUDNESS = 0x7FFF
_ACID_STRETCH = 4
_ROOTS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk: four letters, size, content, and a zero where the content is odd."""
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def metadata_chunks(info: SongInfo, rate: int, length_s: float) -> bytes:
    """Every chunk that a song has something to say in, in the order of EBU files."""
    chunks = [_bext(info), _ixml(info), _info_list(info)]
    cues = [(round(cue.at_s * rate), cue.name) for cue in info.cues if 0 <= cue.at_s * rate < 2**32]
    chunks += _cue_chunks(cues) if cues else []
    chunks += [_acid(info, length_s)] if info.bpm and info.has_one_tempo else []
    return b"".join(chunks)


def _bext(info: SongInfo) -> bytes:
    loudness = [_centi(info.loudness_lufs), _NO_LOUDNESS, _centi(info.true_peak_dbtp), _NO_LOUDNESS, _NO_LOUDNESS]
    content = b"".join(
        [
            _fixed(info.title, 256),
            _fixed(SOFTWARE, 32),
            _fixed("", 32),
            _fixed(info.created, 10),
            _fixed("00:00:00" if info.created else "", 8),
            struct.pack("<QH", 0, 2),
            bytes(64),
            struct.pack("<5h", *loudness),
            bytes(180),
        ]
    )
    return chunk(b"bext", content)


def _ixml(info: SongInfo) -> bytes:
    facts = {"Tempo": f"{info.bpm:g}" if info.bpm else "", "Key": info.key, "Licence": info.licence}
    user = "; ".join(f"{name} {value}" for name, value in facts.items() if value)
    fields = {"IXML_VERSION": "2.10", "PROJECT": info.title, "NOTE": info.comment or info.disclosure, "USER": user}
    inner = "".join(f"<{name}>{escape(clean_text(value))}</{name}>" for name, value in fields.items() if value)
    return chunk(b"iXML", f'<?xml version="1.0" encoding="UTF-8"?><BWFXML>{inner}</BWFXML>'.encode())


def _info_list(info: SongInfo) -> bytes:
    fields = {
        b"INAM": info.title,
        b"IART": info.artist,
        b"ICMT": info.comment or info.disclosure,
        b"ICOP": info.licence,
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


def _acid(info: SongInfo, length_s: float) -> bytes:
    beats = max(1, round(length_s * info.bpm / 60))
    root = _ROOTS.get(info.key[:1], -1)
    root += {"#": 1, "b": -1}.get(info.key[1:2], 0) if root >= 0 else 0
    flags = _ACID_STRETCH | (2 if root >= 0 else 0)
    note = 60 + root % 12 if root >= 0 else 60
    numerator, denominator = info.meter
    return chunk(b"acid", struct.pack("<IHHfIHHf", flags, note, 0x8000, 0.0, beats, denominator, numerator, info.bpm))


def _fixed(text: str, size: int) -> bytes:
    return _text(text)[:size].ljust(size, b"\0")


def _text(text: str) -> bytes:
    """bext holds ASCII only."""
    return clean_line(text).encode("ascii", "replace")


def _centi(value: float | None) -> int:
    return _NO_LOUDNESS if value is None else max(-32768, min(_NO_LOUDNESS - 1, round(value * 100)))
