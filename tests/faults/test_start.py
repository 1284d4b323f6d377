# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing in the settings or the last song keeps the studio from starting; nothing in a song is an internal error."""

import errno
import os
import random
import sys
from pathlib import Path

import msgspec
import pytest

from musicstudio.app.session.settings import Settings, SettingsFile
from musicstudio.cli.main import main
from musicstudio.project.edits import song
from musicstudio.storage.folder import ProjectFolder
from musicstudio.ui import song_window as window_module
from musicstudio.ui.app import make_application
from musicstudio.ui.song_window import SongWindow
from tests.project.songs import small_song

DEEP = b'{"a":' * 5000 + b"1" + b"}" * 5000
LISTS = b"[" * 100_000
SETTINGS = {
    "no UTF-8": b'{"theme":"d\x80rk"}',
    "UTF-16": '{"theme":"dark"}'.encode("utf-16"),
    "byte order mark": b'\xef\xbb\xbf{"theme":"light"}',
    "deep": b'{"theme":' + DEEP + b"}",
    "deep, unknown": b'{"x":' + DEEP + b"}",
    "lists": LISTS,
    "no object": b"[1, 2]",
    "null": b"null",
    "empty": b"",
    "zeros": b"\0" * 4096,
    "cut": b'{"theme":"li',
    "wrong types": b'{"theme": 3, "recent": "x", "device": null, "author": "Ann"}',
    "wrong values": b'{"theme":"pink","device":"none","language":"xx","compute_device":"no","soundfont":"/dev/zero"}',
    "strange paths": msgspec.json.encode({"recent": ["", "\0", "/" + "a" * 5000, "/dev/null", "~", "//", "a\nb", "."]}),
    "huge number": b'{"theme": 1' + b"0" * 5000 + b"}",
}


@pytest.fixture
def settings(home: Path) -> Path:
    """Where the settings are."""
    path = home / "config" / "settings.json"
    path.parent.mkdir(parents=True)
    return path


@pytest.fixture
def started(qapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Starts the studio as a user does, without a song; everything it said."""
    monkeypatch.setattr(window_module, "songs_folder", lambda: tmp_path)
    windows: list[SongWindow] = []

    def start() -> list[str]:
        make_application()
        windows.append(SongWindow())
        windows[-1].open_first(None)
        said: list[str] = []
        windows[-1].session.notices.observe(lambda notice: said.append(notice.text))
        qapp.processEvents()
        assert windows[-1].window.isVisible()
        return said

    yield start
    for window in windows:
        window.close()


@pytest.mark.parametrize("name", SETTINGS)
def test_whatever_the_settings_hold_they_are_read_and_written_again(settings: Path, name: str) -> None:
    settings.write_bytes(SETTINGS[name])
    SettingsFile().remember(Path("/new.mstudio"))
    assert SettingsFile().values.recent[0] == "/new.mstudio"


@pytest.mark.parametrize("name", ["no UTF-8", "wrong values", "strange paths"])
def test_whatever_the_settings_hold_the_studio_starts(settings: Path, started, name: str, tmp_path: Path) -> None:
    settings.write_bytes(SETTINGS[name])
    started()
    assert SettingsFile().values.recent[0] == str(tmp_path / "Untitled.mstudio")


def test_settings_that_make_sense_are_kept_beside_those_that_do_not(settings: Path) -> None:
    settings.write_bytes(SETTINGS["wrong types"])
    assert SettingsFile().values == Settings(author="Ann")
    assert settings.with_suffix(".damaged").read_bytes() == SETTINGS["wrong types"]


@pytest.mark.parametrize("code", [errno.EIO, errno.EACCES, errno.EMFILE])
def test_settings_that_cannot_be_read_are_not_written_over(
    settings: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    settings.write_bytes(b'{"author":"Ann"}')
    really_open = os.open

    def open_(file: str, flags: int, *rest: object) -> int:
        if str(file).endswith("settings.json"):
            raise OSError(code, os.strerror(code))
        return really_open(file, flags, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", open_)
        unread = SettingsFile()
    unread.change(theme="light")
    assert unread.values.theme == "light"
    assert SettingsFile().values == Settings(author="Ann")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders, and links need rights")
def test_settings_that_are_a_pipe_or_a_link(settings: Path, started, tmp_path: Path) -> None:
    os.mkfifo(settings)
    started()
    settings.unlink()
    (tmp_path / "dotfiles.json").write_bytes(b'{"author":"Ann"}')
    settings.symlink_to(tmp_path / "dotfiles.json")
    SettingsFile().change(theme="light")
    assert settings.is_symlink() and SettingsFile().values == Settings(theme="light", author="Ann")


def song_of(path: Path, project_json: bytes, journal: bytes | None = None) -> Path:
    path.mkdir()
    (path / "project.json").write_bytes(project_json)
    if journal is not None:
        (path / "journal.jsonl").write_bytes(journal)
    return path


SONGS = {
    "deep": b'{"journal_record": 5, "project": ' + DEEP + b"}",
    "deep, outside": b'{"journal_record": 5, "x": ' + DEEP + b', "project": {"id": "p"}}',
    "deep, unknown": b'{"journal_record": 5, "project": {"id": "p", "x": ' + b"[" * 900 + b"]" * 900 + b"}}",
    "deep title": b'{"journal_record": 5, "project": {"id": "p", "title": ' + DEEP + b"}}",
    "lists": LISTS,
    "no id": b'{"journal_record": 5, "project": {"id": null, "title": "T"}}',
    "id a number": b'{"journal_record": 5, "project": {"id": 3, "title": "T"}}',
    "no UTF-8": b'{"journal_record": 5, "project": {"id": "p", "title": "\xff"}}',
    "a list": b'{"journal_record": 5, "project": []}',
    "a number": b'{"journal_record": 5, "project": 7}',
    "record null": b'{"journal_record": null, "project": {"id": "p"}}',
    "version a word": b'{"journal_record": 5, "project": {"id": "p", "schema_version": "new"}}',
    "version null": b'{"journal_record": 5, "project": {"id": "p", "schema_version": null}}',
    "version huge": b'{"journal_record": 5, "project": {"id": "p", "schema_version": 99999999999999999999999}}',
    "version below": b'{"journal_record": 5, "project": {"id": "p", "schema_version": -4}}',
    "track without id": b'{"journal_record": 5, "project": {"id": "p", "tracks": [{"id": null, "name": "Bass"}]}}',
    "numbers": b'{"journal_record": 1e400, "project": {"id": "p", "key": 1e400}}',
}


@pytest.mark.parametrize("name", ["deep", "no id"])
def test_whatever_the_last_song_holds_the_studio_starts(settings: Path, started, tmp_path: Path, name: str) -> None:
    path = song_of(tmp_path / "Last.mstudio", SONGS[name])
    settings.write_bytes(msgspec.json.encode({"recent": [str(path)]}))
    assert started(), "it is told"


@pytest.mark.parametrize("name", SONGS)
def test_whatever_a_song_holds_it_is_opened_told_and_can_be_edited(tmp_path: Path, name: str) -> None:
    path = song_of(tmp_path / "Song.mstudio", SONGS[name])
    with ProjectFolder.open(path) as folder:
        assert folder.notices
        if not folder.is_read_only:
            folder.document.transact("Lyrics", song.set_lyrics("la"))
            left = folder.document.project
    with ProjectFolder.open(path) as folder:
        assert folder.is_read_only or folder.document.project == left


@pytest.mark.parametrize("name", SONGS)
def test_no_song_is_an_internal_error_on_the_command_line(tmp_path: Path, capsys, name: str) -> None:
    path = song_of(tmp_path / "Song.mstudio", SONGS[name])
    main(["info", str(path)])
    assert "Internal error" not in capsys.readouterr().err


def test_a_track_without_an_id_is_kept(tmp_path: Path) -> None:
    with ProjectFolder.open(song_of(tmp_path / "Song.mstudio", SONGS["track without id"])) as folder:
        assert [track.name for track in folder.document.project.tracks] == ["Bass"]


def test_a_journal_that_is_nested_too_deeply_costs_no_more_than_the_edits_after_it(tmp_path: Path) -> None:
    from zlib import crc32

    path = tmp_path / "Song.mstudio"
    with ProjectFolder.create(path, small_song()) as folder:
        folder.document.transact("Title", song.set_title("Kept"))
    deep = b'{"do":"commit","n":3,"entry":{"label":"x","time_s":1,"number":2},"is_folded":false,"patch":' + DEEP + b"}"
    with (path / "journal.jsonl").open("ab") as journal:
        journal.write(b"%08x %s\n" % (crc32(deep), deep))
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "Kept" and not folder.is_read_only


@pytest.mark.logs("The last song cannot be shown")
def test_a_last_song_whose_window_cannot_be_made_gives_way_to_a_new_one(
    settings: Path, started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Last.mstudio"
    ProjectFolder.create(path, small_song()).close()
    settings.write_bytes(msgspec.json.encode({"recent": [str(path)]}))
    really = window_module.make_window

    def make_window(studio: object) -> object:
        if studio.session.path == path:  # type: ignore[attr-defined]
            raise RuntimeError("a fault of the window")
        return really(studio)

    monkeypatch.setattr(window_module, "make_window", make_window)
    assert "“Last.mstudio” could not be opened" in started()[0]
    with ProjectFolder.open(path) as folder:
        assert not folder.is_read_only


def test_random_damage_of_the_settings_is_survived(settings: Path) -> None:
    draw = random.Random(3)
    sound = msgspec.json.encode(Settings("light", "Speakers", "de", "Ann", ("/a/b.mstudio",), "x", "y"))
    for _ in range(100):
        damaged = bytearray(sound)
        for _ in range(draw.randint(1, 4)):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        settings.write_bytes(damaged)
        SettingsFile().remember(Path("/new.mstudio"))
        assert SettingsFile().values.recent[0] == "/new.mstudio"
