# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of known tunes comes back as it was written; a damaged one is told in a sentence."""

import pytest

from musicstudio.analysis.known_tunes import KnownTune, read_tunes, write_tunes
from musicstudio.core.errors import MediaError
from musicstudio.project.model import Note

NOTES = tuple(Note(start * 480, 480, 60 + start) for start in range(8))


@pytest.fixture
def path(tmp_path):
    write_tunes(tmp_path / "tunes.npz", [KnownTune("One", "ryan", NOTES), KnownTune("Two", "oneill", NOTES[:5])])
    return tmp_path / "tunes.npz"


def test_tunes_come_back_as_they_were_written(path):
    tunes = read_tunes(path)
    assert tunes.titles == ("One", "Two")
    assert [note.pitch for note in tunes.tune(1).notes] == [note.pitch for note in NOTES[:5]]


@pytest.mark.parametrize("kept", [0, 10, 0.5, 0.9])
def test_a_list_cut_short_is_told(path, kept):
    whole = path.read_bytes()
    path.write_bytes(whole[: kept if kept > 1 else round(kept * len(whole))])
    with pytest.raises(MediaError):
        read_tunes(path)


def test_a_list_with_flipped_bytes_is_told_or_read_and_never_breaks(path):
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            read_tunes(path)
        except MediaError:
            continue
