# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that a file system takes and terminals that know few letters: the work is done, and the exit code says so."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.cli.main import main
from musicstudio.core.files import is_reserved, new_file, remove_abandoned, safe_name
from musicstudio.storage.folder import ProjectFolder

ROOT = Path(__file__).parents[2]
TONE = (0.1 * np.sin(np.outer(np.arange(48_000) / 48_000 * 2 * np.pi * 440, [1, 1]))).astype(np.float32)
posix = pytest.mark.skipif(sys.platform != "linux", reason="other file systems take other names")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a recording in it."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    soundfile.write("tone.wav", TONE, 48_000)
    return folder


def studio(*arguments: str | bytes, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """The command as a process, in the current folder."""
    places = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-P", "-m", "musicstudio", *arguments]
    return subprocess.run(command, env=places, capture_output=True, timeout=120)


@pytest.mark.parametrize("name", ["~tone.wav", "~", "~root.wav", "~no such user/tone.wav", "-tone.wav", " tone .wav"])
def test_a_name_that_only_looks_like_something_else_is_that_name(here: Path, name: str) -> None:
    (here / name).parent.mkdir(exist_ok=True)
    (here / name).write_bytes((here / "tone.wav").read_bytes())
    given = f"./{name}" if name.startswith("-") else name
    assert main(["master", given, "-o", "out.wav"]) == 0
    assert (here / "out.wav").exists()


def test_a_new_file_may_begin_with_a_tilde(here: Path) -> None:
    assert main(["master", "tone.wav", "-o", "~out.wav"]) == 0
    assert (here / "~out.wav").exists()


@posix
@pytest.mark.parametrize(
    "name", ["n" * 251 + ".wav", "é" * 125 + ".wav", "音" * 83 + ".wav", "a." + "b" * 248 + ".wav"]
)
def test_the_longest_names_are_written(here: Path, name: str) -> None:
    assert len(os.fsencode(name)) in range(250, 256)
    assert main(["master", "tone.wav", "-o", name]) == 0
    assert (here / name).exists() and not list(here.glob(".*"))


@posix
def test_a_song_may_have_the_longest_name(here: Path) -> None:
    name = "s" * 246 + ".mstudio"
    assert main(["import", name, "tone.wav"]) == 0
    assert main(["export", name, "-o", "out.wav"]) == 0


@posix
def test_a_link_is_written_through(here: Path, tmp_path: Path) -> None:
    behind = tmp_path / "elsewhere" / "behind.wav"
    behind.parent.mkdir()
    behind.write_bytes(b"old")
    (here / "link.wav").symlink_to(behind)
    (here / "chain.wav").symlink_to("link.wav")
    assert main(["master", "tone.wav", "-o", "chain.wav"]) == 0
    assert (here / "chain.wav").is_symlink() and (here / "link.wav").is_symlink() and not behind.is_symlink()
    assert soundfile.info(behind).frames == 48_000
    assert not list(here.glob(".*")) + list(behind.parent.glob(".*"))


@posix
def test_a_link_to_nothing_yet_makes_what_it_leads_to_and_one_to_itself_is_told(
    here: Path, tmp_path: Path, capsys
) -> None:
    (here / "new.wav").symlink_to(tmp_path / "made.wav")
    assert main(["master", "tone.wav", "-o", "new.wav"]) == 0
    assert (tmp_path / "made.wav").exists() and (here / "new.wav").is_symlink()
    (here / "circle.wav").symlink_to("circle.wav")
    assert main(["master", "tone.wav", "-o", "circle.wav"]) == 1
    assert "the link leads to itself" in capsys.readouterr().err


@posix
def test_names_that_are_no_unicode_are_read_and_written(here: Path) -> None:
    name = b"\xff\xfe-caf\xe9.wav"
    (here / os.fsdecode(name)).write_bytes((here / "tone.wav").read_bytes())
    for command in (["master", name, "-o", b"\xe9.wav"], ["import", b"\xfc.mstudio", name], ["info", b"\xfc.mstudio"],
                    ["info", b"\xfc.mstudio", "--json"], ["export", b"\xfc.mstudio", "-o", b"\xfc.wav"]):  # fmt: skip
        run = studio(*command)
        assert run.returncode == 0 and b"rror" not in run.stderr, run.stderr
    assert (here / os.fsdecode(b"\xe9.wav")).exists() and (here / os.fsdecode(b"\xfc.wav")).exists()


@pytest.mark.parametrize("environment", [
    {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
])  # fmt: skip
def test_a_terminal_that_knows_few_letters_costs_only_letters(here: Path, environment: dict[str, str]) -> None:
    (here / "tone.wav").rename(here / "Größe 音 🎹.wav")
    for command in (["import", "Song.mstudio", "Größe 音 🎹.wav"], ["info", "Song.mstudio"], ["--help"],
                    ["info", "nothing.mstudio"]):  # fmt: skip
        run = studio(*command, **environment)
        assert run.returncode == (1 if command[-1] == "nothing.mstudio" else 0), run.stderr
        assert b"Internal error" not in run.stderr and b"Traceback" not in run.stderr


def test_json_keeps_every_letter_on_any_terminal(here: Path) -> None:
    (here / "tone.wav").rename(here / "Größe 音.wav")
    assert studio("import", "Song.mstudio", "Größe 音.wav").returncode == 0
    run = studio("info", "Song.mstudio", "--json", PYTHONIOENCODING="ascii")
    assert "Größe 音" in json.dumps(json.loads(run.stdout), ensure_ascii=False)


@pytest.mark.parametrize(
    "name", ["CON", "con.wav", "Aux.tar.gz", "nul", "COM1", "lpt9.mid", "COM¹.wav", "CONIN$", "PRN .wav"]
)
def test_names_of_devices_are_known(name: str) -> None:
    assert is_reserved(name)
    assert not is_reserved(safe_name(name))


@pytest.mark.parametrize("name", ["CONcert.wav", "COM.wav", "COM10.wav", "nulls", "x.con", ""])
def test_other_names_are_not_names_of_devices(name: str) -> None:
    assert not is_reserved(name)


@pytest.mark.parametrize(
    "text", ["音" * 200, "é" * 300, "🎹" * 90, "\ud800abc", "." * 50, 'a/b\\c:d*?"<>|', "", "\0\n"]
)
def test_a_title_becomes_a_name_that_every_system_takes(tmp_path: Path, text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name.encode()) <= 180
    (tmp_path / f"01_{name}_120bpm_Amin.wav").write_text("x")


def test_what_a_killed_export_left_goes_with_the_next_one(here: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = [here / f".song.{dead.pid}-0123abcd.wav.part", here / f".other.{dead.pid}-0123abcd.part"]
    mine = [here / f".song.{os.getpid()}-0123abcd.wav.part", here / ".notes.part", here / ".a.123.part"]
    for file in (*left, *mine):
        file.write_bytes(b"half")
    with new_file(here / "out.bin") as file:
        file.write(b"whole")
    assert not any(file.exists() for file in left)
    assert all(file.exists() for file in mine)
    remove_abandoned(here / "nowhere")


def test_a_song_of_an_odd_name_is_titled_by_what_of_it_is_text(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.mstudio") if sys.platform == "linux" else tmp_path / "café.mstudio"
    path.mkdir()
    (path / "project.json").write_bytes(b"broken")
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title.startswith("caf") and not folder.is_read_only
