# SPDX-License-Identifier: GPL-3.0-or-later
"""A film moves with its song: read by ffmpeg, looked at as pictures."""

import json
import subprocess
import tracemalloc
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from musicstudio.core.progress import run_to_end
from musicstudio.interchange.song_info import SongInfo
from musicstudio.interchange.video.listening import BANDS, FRAMES_PER_S, Moves, moves_of
from musicstudio.interchange.video.painting import LOOKS, SHAPES, Painter, Scene, unset_texts
from musicstudio.interchange.video.writing import write_video
from musicstudio.project.sung_lines import Sung, SungLine

RATE = 48_000
SIZE = (320, 240)


def beats(seconds: float = 2.0) -> np.ndarray:
    """A low tone for half of each second, and silence."""
    at = np.arange(round(seconds * RATE))
    tone = 0.8 * np.sin(at / RATE * 2 * np.pi * 110) * (at % RATE < RATE // 2)
    return np.stack([tone, tone]).astype(np.float32)


def blocks(audio: np.ndarray) -> list[np.ndarray]:
    return [audio[:, first : first + 10_000] for first in range(0, audio.shape[1], 10_000)]


def scene(look: str, **fields: object) -> Scene:
    values = {
        "title": "Rain",
        "artist": "Mara",
        "look": look,
        "size": SIZE,
        "moves": moves_of(blocks(beats())),
        **fields,
    }
    return Scene(**values)  # type: ignore[arg-type]


def test_the_picture_listens_to_the_right_moment_and_band() -> None:
    moves = moves_of(blocks(beats()))
    assert moves.frames == pytest.approx(2 * FRAMES_PER_S, abs=2) and moves.bands.shape[1] == BANDS
    assert moves.loudness[7] > 0.8 and moves.loudness[23] < 0.05
    band = int(np.argmax(moves.bands[7]))
    assert np.geomspace(45, 14_000, BANDS + 1)[band] == pytest.approx(110, rel=0.35)


@pytest.mark.parametrize("look", LOOKS)
def test_every_look_moves_with_the_sound(look: str) -> None:
    painter = Painter(scene(look))
    loud, quiet, again = painter.frame(7), painter.frame(28), Painter(scene(look)).frame(7)
    assert loud.shape == (360, 320) and np.array_equal(loud, again)
    assert np.abs(loud.astype(int) - quiet.astype(int)).sum() > 5_000


def test_the_word_that_is_sung_is_shown_while_it_is_sung() -> None:
    line = SungLine((Sung(0.5, 0.9, "carry"), Sung(0.9, 1.2, "me")), False)
    still = scene("bars", moves=moves_of(blocks(0 * beats())), lines=(line,))
    painter = Painter(still)
    before, first, second = (painter.frame(index).astype(int) for index in (1, 18, 30))
    assert np.abs(first - before).sum() > 3_000 and np.abs(second - first).sum() > 500


def test_a_cover_lies_dark_behind_it_and_a_damaged_one_does_no_harm() -> None:
    picture = BytesIO()
    Image.new("RGB", (50, 80), (200, 40, 40)).save(picture, "PNG")
    covered, plain = Painter(scene("bars", cover=picture.getvalue())), Painter(scene("bars"))
    assert not np.array_equal(covered.frame(28), plain.frame(28))
    broken = Painter(scene("bars", cover=picture.getvalue()[:40]))
    assert np.array_equal(broken.frame(28), plain.frame(28))


@pytest.mark.parametrize("title", ["", "x" * 400, "日本語 \u202eabc", "\x00\n", "😀"])
def test_any_title_can_be_shown(title: str) -> None:
    assert Painter(scene("wave", title=title, artist=title)).frame(0).shape == (360, 320)


def test_a_film_is_as_long_as_its_song_and_says_its_name(tmp_path: Path) -> None:
    info = SongInfo("Rain", "Mara Lind", disclosure="AI: composition")
    path = run_to_end(write_video(tmp_path / "a.mp4", scene("bars"), blocks(beats()), 2.0, info))
    command = ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-count_frames", "-of", "json", str(path)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    picture, sound = found["streams"]
    assert (picture["codec_name"], picture["pix_fmt"], picture["nb_read_frames"]) == ("h264", "yuv420p", "60")
    assert (picture["width"], picture["height"], sound["codec_name"]) == (*SIZE, "aac")
    assert float(found["format"]["duration"]) == pytest.approx(2.0, abs=0.05)
    assert found["format"]["tags"]["artist"] == "Mara Lind" and "AI" in found["format"]["tags"]["comment"]
    raw = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "f32le", "-ac", "1", "-"]
    decoded = np.frombuffer(subprocess.run(raw, capture_output=True, check=True).stdout, np.float32)
    assert np.abs(decoded[5_000:20_000]).max() > 0.5 and np.abs(decoded[30_000:44_000]).max() < 0.02


def test_a_cancelled_film_leaves_nothing(tmp_path: Path) -> None:
    job = write_video(tmp_path / "a.mp4", scene("wave"), blocks(beats()), 2.0, SongInfo("Rain"))
    next(job)
    next(job)
    job.close()
    assert list(tmp_path.iterdir()) == []


def test_shapes_are_those_that_people_post() -> None:
    assert SHAPES == {"wide": (1920, 1080), "tall": (1080, 1920), "square": (1080, 1080)}


@pytest.mark.parametrize(("one", "other"), [("Дождь", "Весна"), ("Βροχή", "Θάλασσα")])
def test_words_that_are_not_latin_are_set_in_their_own_letters(one: str, other: str) -> None:
    """A font without them draws one box a letter, whatever the word."""
    pictures = [Painter(scene("wave", title=title, artist="")).frame(0)[:80] for title in (one, other, "")]
    plain = pictures.pop()
    for picture in pictures:
        assert (picture != plain).any()
    shorter = Painter(scene("wave", title=one[:-1] + one[0], artist="")).frame(0)[:80]
    assert (shorter != pictures[0]).any(), "another letter looks otherwise"


def test_letters_that_no_font_has_are_known() -> None:
    runes = "\U00010c80\U00010c81"  # Old Hungarian
    line = SungLine((Sung(0.0, 0.5, runes), Sung(0.5, 1.0, "la")), False)
    assert unset_texts(scene("wave", title="Дождь", artist="Mara", lines=(line,))) == [f"{runes} la"]
    assert unset_texts(scene("wave")) == []


def test_the_word_that_is_sung_is_lit_in_its_line() -> None:
    words = ("Over", "the", "river")
    line = SungLine(tuple(Sung(float(n), n + 0.9, word) for n, word in enumerate(words)), is_backing=False)
    moves = Moves(np.zeros((90, BANDS), dtype=np.float32), np.zeros(90, dtype=np.float32))
    scene = Scene("T", "", "bars", SHAPES["wide"], moves, (line,))
    plain = Painter(replace(scene, lines=())).frame(45)
    painted = Painter(scene).frame(45)
    red = _red_columns(painted) - _red_columns(plain)
    middle = scene.size[0] // 2
    lit = sorted(2 * column for column in red)
    assert lit and middle - 200 < lit[0] and lit[-1] < middle + 200, "only the second word of three"
    assert all(column < middle + 60 for column in lit)


def _red_columns(planes: np.ndarray) -> set[int]:
    """Columns, of the color plane, with something orange in the lower third."""
    width, height = SHAPES["wide"]
    v = planes.reshape(-1)[width * height * 5 // 4 :].reshape(height // 2, width // 2)
    return set(np.flatnonzero((v[height * 3 // 8 :] > 150).any(axis=0)))


def test_listening_to_a_long_mix_holds_no_more_than_its_moves() -> None:
    blocks = (np.zeros((2, 48_000), dtype=np.float32) for _ in range(600))
    tracemalloc.start()
    try:
        moves = moves_of(blocks)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert moves.frames == pytest.approx(600 * 30, abs=2)
    assert peak < 40_000_000, f"{peak / 1e6:.0f} MB, where the sound alone is 115"
