# SPDX-License-Identifier: GPL-3.0-or-later
"""A song that MusicStudio 0.1.0 made (generated with words, a part made again, a recording brought in, tracks deleted)
opens, sounds, is undone and worked on today.

`data/songs/song-0.1.0.tar.xz` was written by the code of 0.1.0; what its own export sounded like stands below.
"""

import tarfile
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.app.headless.session import HeadlessSession
from musicstudio.cli.main import main

SONG = Path(__file__).parents[1] / "data" / "songs" / "song-0.1.0.tar.xz"
QUARTER_SECONDS_DB = (
    -19.7, -25.8, -28.6, -29.8, -29.1, -29.0, -28.5, -30.7, -30.7, -32.1, -33.3, -33.5, -37.0, -43.2, -50.6, -65.5,
)  # fmt: skip


@pytest.fixture
def old_song(tmp_path):
    with tarfile.open(SONG) as packed:
        packed.extractall(tmp_path, filter="data")
    return tmp_path / "old.mstudio"


def levels_db(path):
    sound, rate = soundfile.read(path)
    parts = np.array_split(sound, 16)
    assert rate == 48_000
    return [10 * np.log10(np.mean(part**2) + 1e-12) for part in parts]


def test_it_opens_with_everything_and_without_a_complaint(old_song):
    with HeadlessSession.open(old_song) as headless:
        session = headless.session
        assert [notice.text for notice in session.opening_notices] == []
        tracks = {track.name: track for track in session.project.tracks if track.kind != "bus"}
        assert list(tracks) == ["Guitar", "Vocals", "tone"]
        assert [len(clip.takes) for clip in tracks["Guitar"].clips] == [2, 1]
        assert session.project.title == "Rain On Me" and round(session.project.length_s, 1) == 4.0
        recipe = session.project.recipes[tracks["Vocals"].clips[0].take.recipe_id]
        assert recipe.engine and recipe.seed is not None


def test_it_sounds_as_0_1_0_exported_it(old_song, tmp_path, capsys):
    out = tmp_path / "out.wav"
    assert main(["export", str(old_song), "-o", str(out), "--no-master", "--bit-depth", "32"]) == 0, capsys.readouterr()
    assert levels_db(out) == pytest.approx(QUARTER_SECONDS_DB, abs=0.5)


def test_its_history_is_undone_to_the_first_song(old_song):
    with HeadlessSession.open(old_song) as headless:
        document = headless.session.document
        while document.can_undo:
            document.undo()
        assert not document.project.tracks
        while document.can_redo:
            document.redo()
        assert [track.name for track in document.project.tracks][:2] == ["Guitar", "Vocals"]


def test_work_goes_on_and_is_there_the_next_time(old_song, tmp_path):
    song = str(old_song)
    assert main(["regenerate", song, "--range", "0:2", "--tracks", "guitar", "--seed", "9"]) == 0
    assert main(["edit", song, "track.mute", "--track", "tone"]) == 0
    assert main(["export", song, "-o", str(tmp_path / "out.wav"), "--stems", str(tmp_path / "stems")]) == 0
    assert {path.stem.split("_")[1] for path in (tmp_path / "stems").glob("*.wav")} >= {"Guitar", "Vocals"}
    with HeadlessSession.open(old_song) as headless:
        guitar = headless.session.project.tracks[0]
        assert sum(len(clip.takes) for clip in guitar.clips) > 3
        tone = next(track for track in headless.session.project.tracks if track.name == "tone")
        assert tone.strip.is_muted
