# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio that is no longer what it was, by one bit or by a number that is none: silent, told with its clip, and no more.

The rest of the song plays and is exported as if that clip were muted.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.app.files.export import ExportOptions, ExportReport, export
from musicstudio.app.headless.session import HeadlessSession
from musicstudio.core.errors import MediaError
from musicstudio.core.progress import run_to_end
from musicstudio.media.store import MediaStore
from musicstudio.media.wave_file import HEADER_BYTES
from musicstudio.playback.graph.sources import Sources
from musicstudio.project.edits import clips
from musicstudio.project.model import Project, Source, Track
from musicstudio.storage.folder import ProjectFolder
from musicstudio.storage.missing_media import find_missing

RNG = np.random.default_rng(3)
GOOD, BAD = ((0.05 * RNG.standard_normal((2, 96_000))).astype(np.float32) for _ in range(2))
MIDDLE = HEADER_BYTES + 48_000 * 8


def put(value: float) -> Callable[[bytearray], None]:
    def damage(content: bytearray) -> None:
        content[MIDDLE : MIDDLE + 4] = np.float32(value).tobytes()

    return damage


def flip_bit(content: bytearray) -> None:
    content[MIDDLE + 2] ^= 0x40


def clear_block(content: bytearray) -> None:
    content[MIDDLE : MIDDLE + 65536] = bytes(65536)


def reverse(content: bytearray) -> None:
    content[HEADER_BYTES:] = np.frombuffer(content[HEADER_BYTES:], "<f4")[::-1].tobytes()


DAMAGES = {
    "one bit": flip_bit,
    "NaN": put(np.nan),
    "Inf": put(np.inf),
    "-Inf": put(-np.inf),
    "1e30": put(1e30),
    "a block of zeros": clear_block,
    "other audio of the same length": reverse,
    "the last byte": lambda content: content.__setitem__(-1, content[-1] ^ 1),
    "the first sample": lambda content: content.__setitem__(HEADER_BYTES, content[HEADER_BYTES] ^ 1),
    "a header": lambda content: content.__setitem__(60, content[60] ^ 1),
    "cut": lambda content: content.__delitem__(slice(MIDDLE, None)),
    "longer": lambda content: content.extend(b"more"),
    "empty": lambda content: content.clear(),
}


@pytest.fixture
def song(tmp_path: Path) -> tuple[Path, Path]:
    """A song of two recordings, and the file of the second."""
    path = tmp_path / "Song.mstudio"
    rows = (Track("good", "Guitar"), Track("bad", "Voice"))
    with ProjectFolder.create(path, Project("p", tracks=rows)) as folder:
        for row, sound in zip(("good", "bad"), (GOOD, BAD), strict=True):
            source = Source(*folder.media.add(sound), 48_000, 2)
            clip = clips.audio_clip(source, 0.0, name="verse")
            folder.document.transact("Add", clips.add_clip(row, clip, (source,)))
        return path, folder.media.path(source.hash)


def damage(file: Path, how: Callable[[bytearray], object]) -> None:
    content = bytearray(file.read_bytes())
    how(content)
    file.write_bytes(content)


def exported(headless: HeadlessSession, path: Path) -> tuple[np.ndarray, ExportReport]:
    reports: list[ExportReport] = []
    options = ExportOptions(path, is_mastered=False, bit_depth=32)
    headless.wait_for(export(headless.session, options, reports.append))
    return soundfile.read(path, dtype="float32")[0].T, reports[0]


@pytest.mark.parametrize("name", DAMAGES)
def test_the_clip_is_silent_in_an_export_and_named(song: tuple[Path, Path], tmp_path: Path, name: str) -> None:
    path, file = song
    damage(file, DAMAGES[name])
    with HeadlessSession.open(path) as headless:
        sound, report = exported(headless, tmp_path / "out.wav")
    assert "Voice “verse”" in " ".join(report.notices) and "Guitar" not in " ".join(report.notices)
    assert not report.is_as_asked
    file.unlink()
    with HeadlessSession.open(path) as headless:
        without, _ = exported(headless, tmp_path / "without.wav")
    assert np.abs(without).max() > 0.05
    np.testing.assert_array_equal(sound, without)


@pytest.mark.parametrize("name", DAMAGES)
def test_it_is_told_soon_after_opening(song: tuple[Path, Path], name: str) -> None:
    path, file = song
    damage(file, DAMAGES[name])
    with HeadlessSession.open(path) as headless:
        said = [notice.text for notice in headless.session.opening_notices]
        headless.session.notices.observe(lambda notice: said.append(notice.text))
        headless.inbox.pump_until(lambda: any("silent: Voice “verse”" in text for text in said))
        assert len([text for text in said if "silent" in text]) == 1


def test_sound_audio_is_not_complained_about(song: tuple[Path, Path], tmp_path: Path) -> None:
    with HeadlessSession.open(song[0]) as headless:
        sound, report = exported(headless, tmp_path / "out.wav")
        assert report.notices == () and not headless.session.media.damaged
    np.testing.assert_allclose(sound[:, :96_000], GOOD + BAD, atol=1e-6)


def test_the_same_audio_added_again_heals_the_clip(song: tuple[Path, Path], tmp_path: Path) -> None:
    path, file = song
    damage(file, flip_bit)
    with HeadlessSession.open(path) as headless:
        exported(headless, tmp_path / "out.wav")
        headless.session.media.add(BAD)
        sound, report = exported(headless, tmp_path / "out.wav")
        assert report.notices == ()
    np.testing.assert_allclose(sound[:, :96_000], GOOD + BAD, atol=1e-6)


def test_a_copy_of_the_audio_in_another_folder_heals_the_clip(song: tuple[Path, Path], tmp_path: Path) -> None:
    path, file = song
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "old.wav").write_bytes(file.read_bytes())
    damage(file, flip_bit)
    with HeadlessSession.open(path) as headless:
        exported(headless, tmp_path / "out.wav")
        search = run_to_end(find_missing(headless.project, headless.session.media, tmp_path / "backup"))
        assert len(search.found) == 1
        assert exported(headless, tmp_path / "out.wav")[1].notices == ()


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30])
def test_the_graph_silences_numbers_that_are_none_while_it_plays(tmp_path: Path, value: float) -> None:
    media = MediaStore(tmp_path / "media")
    content_hash, _ = media.add(GOOD)
    damage(media.path(content_hash), put(value))
    sources = Sources(media)
    before = sources.read(content_hash, 0, 1000)
    np.testing.assert_array_equal(before, GOOD[:, :1000])
    assert not sources.read(content_hash, 47_900, 1000).any()
    assert "damaged" in sources.damaged[content_hash]
    assert content_hash in media.damaged


def test_a_very_loud_recording_is_not_taken_for_damage(tmp_path: Path) -> None:
    """Some programs write whole numbers as floats: a scale of 32,768, or of 2 to the 31st."""
    media = MediaStore(tmp_path / "media")
    content_hash, _ = media.add(GOOD * 32_768)
    assert np.abs(media.read_all(content_hash)).max() > 5_000


def test_checking_ends_when_the_song_is_closed(song: tuple[Path, Path]) -> None:
    HeadlessSession.open(song[0]).close()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be cut there")
def test_a_file_that_is_cut_short_while_it_is_played_is_silent_and_ends_no_process(tmp_path: Path) -> None:
    """A map of a file that shrinks, or whose disk is pulled out, would end the whole process."""
    media = MediaStore(tmp_path / "media")
    content_hash, _ = media.add(GOOD)
    sources = Sources(media)
    sources.read(content_hash, 0, 10)
    os.truncate(media.path(content_hash), HEADER_BYTES + 8)
    assert not sources.read(content_hash, 50_000, 1000).any()
    assert "damaged" in sources.damaged[content_hash]
    with pytest.raises(MediaError):
        media.samples(content_hash)[50_000:50_100]
