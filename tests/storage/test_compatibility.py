# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs of other versions: older ones are migrated, newer ones keep what is not known here."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from musicstudio.core.errors import StorageError
from musicstudio.project.edits import song
from musicstudio.project.model import Project
from musicstudio.project.model.song import SCHEMA_VERSION
from musicstudio.storage.folder import ProjectFolder
from musicstudio.storage.migrations import migrate
from musicstudio.storage.unknown_fields import put_back, unknown_in
from tests.project.songs import small_song


def rewritten(path: Path, change: Any) -> None:
    """Change the raw project of a song that was closed, as another version would have written it."""
    content = msgspec.json.decode((path / "project.json").read_bytes())
    change(content["project"])
    content["journal_record"] += 1
    (path / "project.json").write_bytes(msgspec.json.encode(content))


def add_unknown(raw: dict[str, Any]) -> None:
    raw["mood"] = {"valence": 0.7}
    raw["tracks"][1]["colour"] = "#ff8800"
    raw["tracks"][1]["clips"][0]["takes"][0]["stars"] = 5
    raw["master"]["dither"] = "tpdf"
    raw["sources"][next(iter(raw["sources"]))]["bpm"] = 120


def test_fields_that_are_not_known_here_are_written_back(tmp_path: Path) -> None:
    path = tmp_path / "Song.mstudio"
    ProjectFolder.create(path, small_song()).close()
    rewritten(path, add_unknown)
    with ProjectFolder.open(path) as folder:
        folder.document.transact("Title", song.set_title("Other"))
    raw = msgspec.json.decode((path / "project.json").read_bytes())["project"]
    assert raw["title"] == "Other"
    expected = msgspec.json.decode(msgspec.json.encode(small_song()))
    add_unknown(expected)
    assert raw == expected | {"title": "Other"}


def test_unknown_fields_follow_their_owner_and_go_with_it() -> None:
    raw = msgspec.json.decode(msgspec.json.encode(small_song()))
    add_unknown(raw)
    unknown = unknown_in(raw, Project)
    shuffled = msgspec.json.decode(msgspec.json.encode(small_song()))
    shuffled["tracks"] = [shuffled["tracks"][1], shuffled["tracks"][4]]
    put_back(shuffled, Project, unknown)
    assert shuffled["tracks"][0]["colour"] == "#ff8800"
    assert "colour" not in shuffled["tracks"][1]


def test_a_song_without_unknown_fields_remembers_nothing() -> None:
    assert unknown_in(msgspec.json.decode(msgspec.json.encode(small_song())), Project) == {}


def test_a_song_of_a_newer_version_can_only_be_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "Song.mstudio"
    ProjectFolder.create(path, small_song()).close()
    rewritten(path, lambda raw: raw.update(schema_version=SCHEMA_VERSION + 1))
    before = (path / "project.json").read_bytes()
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.track("bass") == small_song().track("bass")
        with pytest.raises(StorageError, match="newer version"):
            folder.document.transact("Title", song.set_title("Other"))
    assert (path / "project.json").read_bytes() == before


def test_migrations_run_in_order_up_to_this_version() -> None:
    steps = {
        1: lambda raw: raw | {"name": raw["title"]},
        2: lambda raw: raw | {"name": raw["name"].upper()},
    }
    raw = migrate({"title": "song", "schema_version": 1}, steps, target=3)
    assert raw == {"title": "song", "name": "SONG", "schema_version": 3}


def test_a_version_without_a_way_up_is_refused_and_a_newer_one_left_alone() -> None:
    with pytest.raises(ValueError, match="no migration from version 1"):
        migrate({"schema_version": 1}, {}, target=2)
    assert migrate({"schema_version": 9}, {}, target=2) == {"schema_version": 9}
