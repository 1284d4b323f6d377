# SPDX-License-Identifier: GPL-3.0-or-later
"""Helpers, languages, signals and units: what everything else stands on."""

import ast
import json
import os
import re
import struct
import sys
import threading
import time

import pytest

from musicstudio.core.children import HELPER_FLAG, HELPER_MODULES, PACKAGE_FOLDER, go_first, helper_command
from musicstudio.core.errors import StorageError
from musicstudio.core.files import new_file, scratch_folder, write_all, write_file
from musicstudio.core.helper_pipe import MessageReader, MessageWriter, end_helper, end_with_parent, start_helper
from musicstudio.core.languages import languages, read_catalogue
from musicstudio.core.plain_files import NotPlainError, open_plain
from musicstudio.core.signal import Signal, Watched
from musicstudio.core.units import db_from_gain, gain_from_db
from musicstudio.core.version import VERSION
from musicstudio.dsp.praat import PRAAT_LOCK


def test_only_the_studios_own_helpers_are_started(monkeypatch) -> None:
    with pytest.raises(ValueError, match="no helper"):
        helper_command("http.server")
    assert helper_command(HELPER_MODULES[0])[1:] == ["-P", "-m", HELPER_MODULES[0]]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert helper_command(HELPER_MODULES[0])[1:] == [HELPER_FLAG, HELPER_MODULES[0]], "a frozen studio starts itself"


def test_a_helper_that_says_more_than_is_read_is_ended_all_the_same(monkeypatch) -> None:
    code = "import sys, struct\nwhile True: sys.stdout.buffer.write(struct.pack('<I', 3) + b'abc')"
    monkeypatch.setattr("musicstudio.core.helper_pipe.helper_command", lambda _: [sys.executable, "-c", code])
    process, reader = start_helper("chatter", [])
    assert reader.poll(10.0) and reader.poll(0.0), "what was seen stays to be read"
    assert reader.recv_bytes() == b"abc"
    time.sleep(0.3)  # until it has said all that is kept waiting, and waits itself
    end_helper(process, reader)
    assert process.returncode


def test_the_end_of_what_a_helper_says_is_told_every_time() -> None:
    read, write = os.pipe()
    reader = MessageReader(os.fdopen(read, "rb"))
    assert not reader.poll(0.0), "nothing was said yet"
    os.close(write)
    for _ in range(2):
        assert reader.poll(10.0)
        with pytest.raises(EOFError):
            reader.recv_bytes()
    reader.close()


def test_what_a_helper_prints_comes_not_between_its_messages(capfd) -> None:
    read, write = os.pipe()
    stdout = os.dup(1)
    try:
        os.dup2(write, 1)
        os.close(write)
        writer = MessageWriter()
        os.write(1, b"a library greets")
        writer.send_bytes(b"abc")
        writer.close()
    finally:
        os.dup2(stdout, 1)
        os.close(stdout)
    assert os.read(read, 100) == struct.pack("<I", 3) + b"abc"
    assert os.read(read, 100) == b"", "nobody writes there any more"
    os.close(read)
    assert "a library greets" in capfd.readouterr().err


def test_a_helper_ends_when_the_studio_does(monkeypatch) -> None:
    ended = threading.Event()
    monkeypatch.setattr(os, "read", lambda *_: b"")
    monkeypatch.setattr(os, "_exit", lambda code: ended.set() if code else None)
    end_with_parent()
    assert ended.wait(10.0)


@pytest.fixture
def catalogues(tmp_path, monkeypatch):
    """A folder of catalogues, and a way to write one."""
    folder = tmp_path / "i18n"
    folder.mkdir()
    monkeypatch.setattr("musicstudio.core.languages.resources_dir", lambda: tmp_path)
    languages.cache_clear()
    yield lambda code, text: (folder / f"{code}.json").write_text(text, encoding="utf-8")
    languages.cache_clear()


def test_languages_are_those_with_a_catalogue_under_their_own_names(catalogues) -> None:
    catalogues("de", json.dumps({"language": "Deutsch", "words": {"Play": "Abspielen", "Stop": "", "Undo": 7}}))
    catalogues("fr", json.dumps({"words": {"Play": "Lire"}}))
    assert languages() == (("en", "English"), ("de", "Deutsch"), ("fr", "fr"))
    assert read_catalogue("de") == {"Play": "Abspielen"}, "what is empty or no text is not translated"
    assert read_catalogue("en") == read_catalogue("../secret") == {}


@pytest.mark.parametrize("content", ["", "[1, 2]", '{"words": ["no", "pairs"]}', "{" * 9, "[" * 100_000])
def test_a_catalogue_that_cannot_be_read_says_nothing(catalogues, content) -> None:
    catalogues("xx", content)
    assert read_catalogue("xx") == {}
    assert languages()[1] == ("xx", "xx")


@pytest.mark.logs("an observer failed")
def test_an_observer_that_fails_keeps_nobody_from_hearing() -> None:
    signal, heard = Signal(), []
    signal.observe(lambda _: 1 / 0)
    stop = signal.observe(heard.append)
    signal.emit(1)
    stop()
    stop()
    signal.emit(2)
    assert heard == [1]


class Level(Watched[int]):
    def set(self, value: int) -> None:
        self._become(value)


def test_what_is_watched_tells_only_of_changes() -> None:
    level, heard = Level(3), []
    level.observe(heard.append)
    for value in (3, 4, 4, 3):
        level.set(value)
    assert heard == [4, 3]


def test_decibels_and_gains() -> None:
    assert [db_from_gain(gain) for gain in (1.0, 0.1, 0.0, -1.0)] == [0.0, pytest.approx(-20.0), -120.0, -120.0]
    assert db_from_gain(gain_from_db(-7.3)) == pytest.approx(-7.3)


def test_what_became_something_else_while_it_was_opened_is_let_go(tmp_path, monkeypatch) -> None:
    path = tmp_path / "song.json"
    path.write_text("{}")
    real, opened = os.open, []
    monkeypatch.setattr(os, "open", lambda *_: opened.append(real(tmp_path, os.O_RDONLY)) or opened[-1])
    with pytest.raises(NotPlainError):
        open_plain(path)
    monkeypatch.undo()
    with pytest.raises(OSError):
        os.fstat(opened[0])


def test_a_link_that_leads_to_itself_is_no_place_for_a_file(tmp_path) -> None:
    (tmp_path / "loop.wav").symlink_to(tmp_path / "loop.wav")
    with pytest.raises(StorageError):
        write_file(tmp_path / "loop.wav", b"sound")


def test_what_a_killed_studio_left_half_written_is_swept(tmp_path) -> None:
    write_file(tmp_path / "song.json", b"1")
    dead = tmp_path / ".song.999999999-abcd1234.json.part"
    ours = tmp_path / f".song.{os.getpid()}-abcd1234.json.part"
    someone = tmp_path / ".song.1-abcd1234.json.part"
    strange = tmp_path / "holiday.part"
    for path in (dead, ours, someone, strange):
        path.write_bytes(b"half")
    write_file(tmp_path / "song.json", b"2")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"song.json", ours.name, someone.name, strange.name}


def test_what_another_user_is_writing_is_left_alone(tmp_path, monkeypatch) -> None:
    theirs = tmp_path / ".song.4242-abcd1234.json.part"
    theirs.write_bytes(b"half")

    def refuse(*_) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    write_file(tmp_path / "song.json", b"1")
    assert theirs.exists()


def test_no_scratch_folder_where_the_cache_cannot_be(tmp_path, monkeypatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("musicstudio.core.files.cache_dir", lambda: tmp_path / "file")
    with pytest.raises(StorageError), scratch_folder():
        pass


def test_what_is_put_into_a_scratch_folder_goes_with_it(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("musicstudio.core.files.cache_dir", lambda: tmp_path / "cache")
    with pytest.raises(KeyError), scratch_folder() as folder:
        (folder / "block.raw").write_bytes(b"sound")
        raise KeyError
    assert folder.is_relative_to(tmp_path) and not folder.exists()


def test_a_disk_that_takes_nothing_is_an_error_and_no_endless_try(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(os, "write", lambda *_: 0)
    with pytest.raises(OSError, match="nothing could be written"):
        write_all(1, b"abc")


def test_a_file_whose_header_is_written_last(tmp_path) -> None:
    with new_file(tmp_path / "x.bin") as file:
        file.write(b"....data")
        file.rewrite(0, b"HEAD")
        file.write(b"!")
        assert file.size_bytes == 9
    assert (tmp_path / "x.bin").read_bytes() == b"HEADdata!"


@pytest.mark.skipif(sys.platform == "win32", reason="there is nothing to ask for there")
@pytest.mark.parametrize(
    ("platform", "refused", "asked"),
    [
        ("linux", (), ["real time"]),
        ("linux", ("real time",), ["real time", "priority"]),
        ("linux", ("real time", "priority"), ["real time", "priority"]),
        ("darwin", (), ["priority"]),
        ("win32", (), []),
    ],
)
def test_who_plays_or_records_goes_first_as_far_as_the_user_may(monkeypatch, platform, refused, asked) -> None:
    done = []

    def ask(what):
        def answer(*_):
            done.append(what)
            if what in refused:
                raise PermissionError

        return answer

    monkeypatch.setattr(os, "sched_setscheduler", ask("real time"), raising=False)
    monkeypatch.setattr(os, "setpriority", ask("priority"))
    monkeypatch.setattr("musicstudio.core.children.sys.platform", platform)
    go_first()
    assert done == asked


def test_the_version_is_the_one_that_the_changelog_begins_with() -> None:
    changes = (PACKAGE_FOLDER.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", changes, re.MULTILINE)[1] == VERSION


def test_nothing_listens_with_praat_unless_it_holds_its_lock() -> None:
    """Praat keeps state of its own; two threads in it at once crash the studio."""
    held = []
    for path in (PACKAGE_FOLDER / "engines", PACKAGE_FOLDER / "analysis"):
        for file in sorted(path.rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_of_praat(node)]
            inside = {
                id(node)
                for block in ast.walk(tree)
                if isinstance(block, ast.With) and "PRAAT_LOCK" in ast.dump(block.items[0])
                for node in ast.walk(block)
            }
            held += [(file.name, call.lineno, id(call) in inside) for call in calls]
    assert len(held) >= 3 and all(is_held for *_, is_held in held), held
    with PRAAT_LOCK:
        assert not PRAAT_LOCK.acquire(blocking=False), "one thread at a time"


def _is_of_praat(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    return name.startswith("parselmouth.") or name.endswith(".to_pitch_ac")
