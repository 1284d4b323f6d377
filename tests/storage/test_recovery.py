# SPDX-License-Identifier: GPL-3.0-or-later
"""Damaged songs: the newest sound state is opened, what was lost is said, and nothing is written over unseen."""

import random
from pathlib import Path

import msgspec
import numpy as np
import pytest
import soundfile

from musicstudio.core.progress import run_to_end
from musicstudio.media.importing import import_audio
from musicstudio.media.store import MediaStore
from musicstudio.project.edits import clips, song
from musicstudio.project.model import Project, Source, Track
from musicstudio.storage.folder import ProjectFolder
from musicstudio.storage.missing_media import find_missing, missing_sources
from tests.project.songs import small_song


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A song that was renamed five times and closed."""
    path = tmp_path / "Song.mstudio"
    with ProjectFolder.create(path, Project("p", "Title 0")) as folder:
        for number in range(1, 6):
            folder.document.transact(f"Step {number}", song.set_title(f"Title {number}"))
    return path


def opened(path: Path) -> tuple[str, tuple[str, ...], int]:
    """Title, notices and number of steps; and it can be edited, closed and opened again without notices."""
    with ProjectFolder.open(path) as folder:
        found = (folder.document.project.title, folder.notices, len(folder.document.history))
        assert not folder.is_read_only
        folder.document.transact("After", song.set_lyrics("la"))
    with ProjectFolder.open(path) as folder:
        assert folder.notices == ()
        assert folder.document.project.lyrics == "la"
        assert folder.document.project.title == found[0]
    return found


@pytest.mark.parametrize("damage", [b"", b"{", b"garbage\0\xff", b"[1, 2]", b'{"journal_record": 3}', b"null"])
def test_a_damaged_project_file_is_made_again_from_the_journal(path: Path, damage: bytes) -> None:
    (path / "project.json").write_bytes(damage)
    title, notices, steps = opened(path)
    assert (title, steps) == ("Title 5", 6)
    assert "restored from its journal" in notices[0]


def test_a_missing_project_file_is_made_again_from_the_journal(path: Path) -> None:
    (path / "project.json").unlink()
    assert opened(path)[0] == "Title 5"


@pytest.mark.parametrize("keep", [0.0, 0.2, 0.5, 0.9])
def test_a_journal_cut_short_gives_the_state_of_the_last_save(path: Path, keep: float) -> None:
    journal = path / "journal.jsonl"
    content = journal.read_bytes()
    journal.write_bytes(content[: int(len(content) * keep)])
    title, notices, _ = opened(path)
    assert title == "Title 5"
    assert "journal" in notices[0]


def test_a_damaged_line_loses_no_more_than_the_history_after_it(path: Path) -> None:
    journal = path / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace(b"Title 3", b"Title 9")
    journal.write_bytes(b"".join(lines))
    title, _, steps = opened(path)
    assert title == "Title 5"
    assert steps == 4  # start, two sound steps, and what was recovered
    assert list(path.glob("journal.damaged-*.jsonl"))


def test_the_end_of_an_edit_that_was_never_finished_is_no_damage(path: Path) -> None:
    with (path / "journal.jsonl").open("ab") as journal:
        journal.write(b'01234567 {"do":"commit","n":9')
    title, notices, steps = opened(path)
    assert (title, notices, steps) == ("Title 5", (), 6)


def test_with_a_sound_beginning_of_the_journal_and_no_project_file_that_much_is_opened(path: Path) -> None:
    (path / "project.json").unlink()
    lines = (path / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (path / "journal.jsonl").write_bytes(b"".join(lines[:4]) + b"broken\n" + b"".join(lines[4:]))
    title, notices, _ = opened(path)
    assert title == "Title 3"
    assert "last edits are lost" in notices[0]


def test_with_nothing_left_an_empty_song_is_opened_and_the_damaged_files_are_kept(path: Path) -> None:
    for name in ("project.json", "journal.jsonl"):
        (path / name).write_bytes(b"\0" * 50)
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.tracks == ()
        assert folder.document.project.title == "Song"
        assert "beyond reading" in folder.notices[0]
    assert len(list(path.glob("*.damaged-*"))) == 2


def test_an_older_project_file_beside_a_newer_journal_changes_nothing(path: Path) -> None:
    old = (path / "project.json").read_bytes()
    with ProjectFolder.open(path) as folder:
        folder.document.transact("More", song.set_title("Newest"))
    (path / "project.json").write_bytes(old)
    title, notices, _ = opened(path)
    assert (title, notices) == ("Newest", ())


def test_an_older_journal_beside_a_newer_project_file_gives_the_newer_song(path: Path) -> None:
    old = (path / "journal.jsonl").read_bytes()
    with ProjectFolder.open(path) as folder:
        folder.document.transact("More", song.set_title("Newest"))
    (path / "journal.jsonl").write_bytes(old)
    assert opened(path)[0] == "Newest"


def test_items_that_make_no_sense_are_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "Song.mstudio"
    ProjectFolder.create(path, small_song()).close()
    content = msgspec.json.decode((path / "project.json").read_bytes())
    content["project"]["tracks"][0]["clips"][1]["start_s"] = "soon"
    content["project"]["sections"][0] = 17
    content["project"]["key"] = {"tonic": "H"}
    (path / "project.json").write_bytes(msgspec.json.encode(content))
    (path / "journal.jsonl").unlink()
    with ProjectFolder.open(path) as folder:
        project = folder.document.project
        assert [clip.id for clip in project.track("bass").clips] == ["bass-verse"]
        assert [section.id for section in project.sections] == ["chorus"]
        assert project.key.name == "C major"
        assert project.track("drums") == small_song().track("drums")
        named = next(notice for notice in folder.notices if "left out" in notice)
        assert "track “Bass” › clip “chorus”" in named and "section 1" in named


def test_any_damage_of_any_byte_is_survived(path: Path) -> None:
    draw = random.Random(7)
    sound = {name: (path / name).read_bytes() for name in ("project.json", "journal.jsonl")}
    for _ in range(60):
        for name, content in sound.items():
            damaged = bytearray(content)
            for _ in range(draw.randint(0, 3)):
                damaged[draw.randrange(len(damaged))] = draw.randrange(256)
            (path / name).write_bytes(damaged[: draw.choice([len(damaged), draw.randrange(len(damaged))])])
        with ProjectFolder.open(path) as folder:
            folder.document.transact("Edit", song.set_lyrics("la"))


def test_missing_audio_silences_only_its_clips_and_is_said(tmp_path: Path) -> None:
    path = tmp_path / "Song.mstudio"
    with ProjectFolder.create(path, small_song()) as folder:
        content_hash, frames = folder.media.add(np.full((2, 4800), 0.1, np.float32))
        source = Source(content_hash, frames, 48_000, 2, "Good one")
        folder.document.transact("Add", clips.add_clip("vocal", clips.audio_clip(source, 9.0), (source,)))
    with ProjectFolder.open(path) as folder:
        (notice,) = folder.notices
        assert "4 audio files" in notice and "Bass “verse”" in notice and "Good one" not in notice
        assert folder.media.read_all(content_hash).shape == (2, 4800)


def test_missing_audio_is_found_again_in_another_folder(tmp_path: Path) -> None:
    sounds = [np.full((2, 1000 + step), 0.1, np.float32) for step in range(3)]
    other = MediaStore(tmp_path / "backup" / "Old.mstudio" / "media")
    sources = [Source(*other.add(sound), 48_000, 2) for sound in sounds]
    song_ = Project("p", tracks=(Track("t", "T"),))
    for source in sources:
        song_ = clips.add_clip("t", clips.audio_clip(source, 0.0), (source,))(song_)
    other.path(sources[2].hash).write_bytes(b"damaged")
    media = MediaStore(tmp_path / "media")
    assert len(missing_sources(song_, media)) == 3
    search = run_to_end(find_missing(song_, media, tmp_path / "backup"))
    assert ({*search.found}, [*search.missing]) == ({*sources[:2]}, [sources[2]])
    assert [source.hash for source in missing_sources(song_, media)] == [sources[2].hash]


def test_a_renamed_copy_and_the_original_recording_are_recognized_by_what_they_hold(tmp_path: Path) -> None:
    backup = tmp_path / "some folder" / "deeper"
    backup.mkdir(parents=True)
    rng = np.random.default_rng(0)
    soundfile.write(backup / "Guitar take.wav", 0.1 * rng.standard_normal((44_100, 2)), 44_100, subtype="PCM_24")
    lost = MediaStore(tmp_path / "lost")
    guitar = run_to_end(import_audio(backup / "Guitar take.wav", lost)).source
    copied = Source(*lost.add(np.full((1, 4800), 0.2, np.float32)), 48_000, 1, "Drone")
    lost.path(copied.hash).rename(backup / "renamed by hand.wav")
    soundfile.write(backup / "decoy.wav", np.zeros((4800, 1)), 48_000)
    (backup / "Guitar take.txt").write_text("no audio")
    song_ = Project("p", tracks=(Track("t", "T"),))
    for source in (guitar, copied):
        song_ = clips.add_clip("t", clips.audio_clip(source, 0.0), (source,))(song_)
    media = MediaStore(tmp_path / "media")
    search = run_to_end(find_missing(song_, media, tmp_path / "some folder"))
    assert {*search.found} == {guitar, copied} and not search.missing
    media.verify(guitar.hash)
    assert {path.stem for path in media.folder.iterdir()} == {guitar.hash, copied.hash}


def test_another_recording_of_the_same_name_is_not_taken(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "Voice.wav", np.full((4800, 2), 0.3), 48_000)
    voice = Source(*MediaStore(tmp_path / "lost").add(np.full((2, 4800), 0.1, np.float32)), 48_000, 2, "Voice")
    song_ = clips.add_clip("t", clips.audio_clip(voice, 0.0), (voice,))(Project("p", tracks=(Track("t", "T"),)))
    (tmp_path / "other").mkdir()
    media = MediaStore(tmp_path / "media")
    (tmp_path / "Voice.wav").rename(tmp_path / "other" / "Voice.wav")
    assert run_to_end(find_missing(song_, media, tmp_path / "other")).missing == (voice,)
    assert not media.folder.exists()
