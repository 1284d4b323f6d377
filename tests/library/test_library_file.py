# SPDX-License-Identifier: GPL-3.0-or-later
"""The library's file: found by words and by sound, shared by two processes, and whole again after damage."""

import multiprocessing
import os
import sqlite3

import numpy as np
import pytest

from musicstudio.core.errors import InputError, StorageError
from musicstudio.library.entries import Entry, Query
from musicstudio.library.file import DAMAGED, Library


def entry(number, title, prompt="", sound=None, **more):
    vector = b"" if sound is None else np.full(64, sound, dtype="<f4").tobytes()
    return Entry(f"song-{number}/recipe", "song", title, prompt, made_at=float(number), vector=vector, **more)


ENTRIES = (
    entry(1, "Rainy Sunday", "wistful piano ballad, rain", 0.0, instruments=("Piano", "Cello"), bpm=84, key="E minor"),
    entry(2, "Iron Battle", "boss fight with taiko", 2.0, instruments=("Taiko",), bpm=140, key="D minor"),
    entry(3, "Quiet Dream", "lo-fi beat, slow", 0.4, instruments=("Drums", "Rhodes"), bpm=75, key="C major"),
    entry(4, "Not Heard Yet", "café at night", None, bpm=90, key="A major", has_voice=True),
)


@pytest.fixture
def library(tmp_path):
    made = Library(tmp_path / "library")
    made.put(ENTRIES)
    return made


def titles(library, **query):
    return [found.entry.title for found in library.search(Query(**query)).found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("rain", ["Rainy Sunday"]),
        ("RAIN and Piano", ["Rainy Sunday"]),
        ("lo-fi", ["Quiet Dream"]),
        ("cafe", ["Not Heard Yet"]),
        ("taiko", ["Iron Battle"]),
        ("", ["Not Heard Yet", "Quiet Dream", "Iron Battle", "Rainy Sunday"]),
        ("-taiko -slow", ["Not Heard Yet", "Rainy Sunday"]),
        ('"; DROP TABLE entries; --', []),
        ("* OR ( NEAR", []),
    ],
)
def test_words_find_what_has_all_of_them(library, words, expected):
    assert titles(library, words=words) == expected


def test_where_nothing_has_all_words_what_has_some_is_found_and_said(library):
    result = library.search(Query("piano taiko"))
    assert {found.entry.title for found in result.found} == {"Rainy Sunday", "Iron Battle"}
    assert not result.has_all_words


def test_a_sound_puts_the_nearest_first_and_says_how_near(library):
    result = library.search(Query(like="song-1/recipe"))
    assert [found.entry.title for found in result.found] == [
        "Rainy Sunday", "Quiet Dream", "Iron Battle", "Not Heard Yet",
    ]  # fmt: skip
    near = [found.nearness for found in result.found]
    assert near[0] == 1.0 and near[1] > near[2] > 0.0 and near[3] is None


def test_words_and_sound_and_facts_narrow_together(library):
    assert titles(library, like="song-2/recipe", max_bpm=100.0, mode="minor") == ["Rainy Sunday"]
    assert titles(library, has_voice=True) == ["Not Heard Yet"]
    assert titles(library, limit=1) == ["Not Heard Yet"]


def test_nothing_can_be_like_what_is_not_there_or_never_sounded(library):
    for missing in ("song-9/recipe", "song-4/recipe"):
        with pytest.raises(InputError):
            library.search(Query(like=missing))


def test_stars_and_tags_are_kept_and_searched(library):
    library.star("song-2/recipe")
    library.tag("song-1/recipe", ["  Evening ", "evening", "for Ada"])
    assert titles(library, is_starred=True) == ["Iron Battle"]
    assert titles(library, tags=("evening",)) == titles(library, words="ada") == ["Rainy Sunday"]
    library.star("song-2/recipe", False)
    assert titles(library, is_starred=True) == []
    with pytest.raises(InputError):
        library.tag("song-1/recipe", ["x" * 61])
    with pytest.raises(InputError):
        library.star("song-9/recipe")


def test_what_is_listed_again_keeps_its_date_its_sound_and_its_marks(library):
    library.star("song-1/recipe")
    library.put([Entry("song-1/recipe", "song", "Rainy Monday", made_at=99.0)])
    found = library.entry("song-1/recipe")
    assert (found.title, found.made_at, found.is_starred) == ("Rainy Monday", 1.0, True) and found.vector
    assert titles(library, words="sunday") == [] and titles(library, words="monday") == ["Rainy Monday"]


@pytest.mark.parametrize("damage", ["garbage", "cut", "page", "empty"])
def test_a_damaged_library_is_put_aside_and_begun_anew_with_its_marks(library, damage):
    library.star("song-1/recipe")
    library.save_wish("Evening", "prompt", "slow piano")
    library.note_prompt("slow piano")
    _damage(library.file, damage)
    again = Library(library.folder)
    try:
        again.put(ENTRIES)
    except StorageError as error:  # what is found amid the work is told, and mended for the next call
        assert str(error) == DAMAGED
        again.put(ENTRIES)
    assert again.was_damaged == (damage != "empty") and again.needs_songs
    assert titles(again, is_starred=True) == ["Rainy Sunday"]
    assert [wish.name for wish in again.wishes()] == ["Evening"]
    assert [used.text for used in again.prompts()] == ["slow piano"]


def _damage(file, kind):
    sqlite3.connect(file).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
    content = bytearray(file.read_bytes())
    for extra in file.parent.glob("library.db-*"):
        extra.unlink()
    if kind == "garbage":
        content[:100] = os.urandom(100)
    elif kind == "cut":
        del content[5000:]
    elif kind == "page":
        content[4096:] = b"\xff" * (len(content) - 4096)
    else:
        content = bytearray()
    file.write_bytes(content)


def test_half_a_line_of_a_killed_studio_costs_only_itself(library):
    library.star("song-1/recipe")
    with (library.folder / "marks.jsonl").open("ab") as file:
        file.write(b'{"what":"star","id":"song-')
    library.star("song-2/recipe")
    library.file.unlink()
    again = Library(library.folder)
    again.put(ENTRIES)
    assert set(titles(again, is_starred=True)) == {"Rainy Sunday", "Iron Battle"}


def _put_many(folder, first):
    library = Library(folder)
    for number in range(first, first + 40):
        library.put([entry(number, f"Song {number}")])
        library.star(f"song-{number}/recipe")


def test_two_studios_write_at_once(tmp_path):
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_put_many, args=(tmp_path / "library", first)) for first in (100, 200)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    assert Library(tmp_path / "library").search(Query(is_starred=True)).total == 80


def test_a_kill_amid_writing_leaves_what_was_written_before(library):
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_die_amid_writing, args=(library.folder,))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert titles(Library(library.folder)) == [each.title for each in reversed(ENTRIES)]


def _die_amid_writing(folder):
    library = Library(folder)
    with library._writing() as db:
        db.execute("DELETE FROM entries")
        os._exit(9)


def test_a_full_disk_and_a_forbidden_folder_are_one_sentence(library, monkeypatch):
    real = sqlite3.connect

    def full(*arguments, **options):
        db = real(*arguments, **options)
        db.execute("PRAGMA max_page_count = 2")
        return db

    monkeypatch.setattr(sqlite3, "connect", full)
    with pytest.raises(StorageError, match="disk is full"):
        library.put([entry(n, "x" * 5000) for n in range(50, 90)])
    monkeypatch.setattr(sqlite3, "connect", real)
    assert len(titles(library)) == 4
    blocked = library.folder / "marks.jsonl" / "library"
    (library.folder / "marks.jsonl").write_text("")
    with pytest.raises(StorageError):
        Library(blocked).put(ENTRIES)


def test_a_library_of_a_newer_studio_is_left_alone(library):
    db = sqlite3.connect(library.file)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StorageError, match="newer"):
        library.search(Query())
    assert library.file.exists()


def test_forgetting_what_was_learned_and_forgetting_all(library):
    library.star("song-1/recipe")
    library.note_play("song-1/recipe")
    library.note_prompt("slow piano")
    library.note_prompt("slow piano")
    library.save_wish("Evening", "prompt", "slow piano")
    assert library.prompts()[0].uses == 2 and library.entry("song-1/recipe").plays == 1
    library.forget_learned()
    assert library.prompts() == () and library.entry("song-1/recipe").plays == 0
    assert library.entry("song-1/recipe").is_starred
    library.clear()
    assert titles(library) == [] and [wish.name for wish in library.wishes()] == ["Evening"]
    library.file.unlink()
    assert titles(Library(library.folder)) == []
