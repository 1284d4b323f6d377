# SPDX-License-Identifier: GPL-3.0-or-later
"""MIDI files gone wrong in every place: read as far as they go, or refused in a sentence; never a wrong song."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicstudio.app.files.import_midi import place_midi
from musicstudio.core.errors import MediaError
from musicstudio.core.text import clean_line
from musicstudio.interchange.midi_export import export_midi
from musicstudio.interchange.midi_import import MAX_LENGTH_S, import_midi, melody_of
from musicstudio.project.invariants import check_project
from musicstudio.project.model import Project
from tests.interchange.smf import chunk, meta, note, number, smf, track

from .fuzzing import fuzzed, mutated

byte, data_byte, deltas = st.integers(0, 255), st.integers(0, 127), st.sampled_from([0, 0, 1, 120, 480, 100_000])
texts = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [b"Hel", b"lo ", b"/my", b"\\la", b"@KMIDI", b"-", b" ", b"\r", "ピアノ".encode("cp932"), b"\x1b[31m"]
    ),
)
notes = st.builds(note, data_byte, st.sampled_from([0, 1, 240, 480, 5000]), deltas, st.integers(0, 15))
channel_messages = st.builds(
    lambda delta, status, a, b: number(delta) + bytes([status, a, b][: 2 if status & 0xE0 == 0xC0 else 3]),
    deltas, st.integers(0x80, 0xEF), st.one_of(data_byte, st.sampled_from([0, 7, 10, 11, 64, 66, 120, 121, 123])),
    data_byte,
)  # fmt: skip
metas = st.builds(
    meta, st.sampled_from([1, 3, 4, 5, 6, 7, 0x20, 0x21, 0x51, 0x54, 0x58, 0x59, 0x7F, 0x60]), texts, deltas
)
tempos = st.builds(lambda us, delta: meta(0x51, us.to_bytes(3, "big"), delta), st.integers(0, 2**24 - 1), deltas)
meters = st.builds(lambda n, d: meta(0x58, bytes([n, d, 24, 8])), byte, byte)
sysex = st.one_of(
    st.builds(lambda body: b"\0\xf0" + number(len(body)) + body, st.binary(max_size=14)),
    st.builds(
        lambda part, on: b"\0\xf0\x0a\x41\x10\x42\x12\x40" + bytes([part, 0x15, on]) + b"\x10\xf7", byte, data_byte
    ),
)
facts = st.builds(lambda text: meta(0x7F, b"\x7dMusicStudio\x00" + text), st.one_of(
    st.binary(max_size=40), st.just(b'{"role":"keys","instrument":"violin","gain_db":3,"pan":0,"holds":true}'),
    st.just(b'{"sections":[["A","verse",0,960,0.5],["B","chorus",900,-5,2]],"key":[3,"dorian"]}'),
))  # fmt: skip
odd = st.sampled_from([b"\0\xf8", b"\0\xf2\1\2", b"\0\x40\x40", b"\xff\xff\xff\xff\x7f\x90\x3c\x50"])
tracks = st.builds(
    lambda events, end: track(*events, end=end),
    st.lists(st.one_of(notes, notes, channel_messages, metas, tempos, meters, sysex, facts, odd), max_size=30),
    st.sampled_from([b"\0\xff\x2f\0", b""]),
)
chunks = st.one_of(tracks, tracks, tracks, st.builds(chunk, st.sampled_from([b"XFIH", b"MThd", b"\0\0\0\0"]), texts))
divisions = st.one_of(st.sampled_from([480, 96, 960, 1, 0, 0xE728, 0x8000, 0xE200]), st.integers(0, 65_535))
files = st.builds(
    lambda parts, kind, division, count: smf(*parts, kind=kind, division=division, count=count),
    st.lists(chunks, min_size=1, max_size=5), st.sampled_from([0, 1, 2, 9]), divisions,
    st.sampled_from([None, 0, 1, 99]),
)  # fmt: skip


@fuzzed
@given(data=mutated(files), at_s=st.sampled_from([0.0, 10.0, 77.7]))
def test_any_bytes_make_a_sound_song_or_a_sentence(
    data: bytes, at_s: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzzed.mid"
    path.write_bytes(data)
    try:
        song = import_midi(path)
    except MediaError as error:
        assert "“fuzzed.mid”" in str(error) and str(error).endswith(".")
        return
    assert all(notice.startswith("“fuzzed.mid”: ") and notice.endswith(".") for notice in song.notices)
    assert all(clean_line(text) == text for text in [song.title, *(part.name for part in song.parts)])
    melody_of(song)
    placed = Project("song")
    for _ in range(2):
        edit, _ = place_midi(song, path, at_s, placed)
        placed = edit(placed)
        check_project(placed)
    assert placed.length_s <= MAX_LENGTH_S * 1.01 + at_s + 1
    export_again(placed, path)


def export_again(song: Project, path: Path) -> None:
    out = path.with_name("again.mid")
    rows = export_midi(song, out)
    found = import_midi(out)
    assert len(found.parts) == rows and not any("bytes" in notice for notice in found.notices)
