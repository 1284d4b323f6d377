# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio that nothing uses: what undo and redo can lead to stays, all else can go and is counted."""

import threading
from pathlib import Path

import numpy as np
import pytest

from musicstudio.app.files.clean_up import clean_up, describe_unused, unused_audio
from musicstudio.app.headless.session import HeadlessSession
from musicstudio.core.errors import InputError, StorageError
from musicstudio.core.progress import Progress
from musicstudio.project.edits import Edit, clips, song
from musicstudio.project.edits.variations import add_variation
from musicstudio.project.model import Project, Source, Track, Variation
from musicstudio.storage.folder import ProjectFolder
from musicstudio.storage.unused_media import find_unused, remove_unused

ROWS = (Track("t", "Guitar"),)


def sound(number: int) -> np.ndarray:
    return np.full((2, 4800), number / 100, np.float32)


def record(folder: ProjectFolder, number: int) -> str:
    source = Source(*folder.media.add(sound(number)), 48_000, 2)
    clip = clips.audio_clip(source, float(number))
    folder.document.transact(f"Record {number}", clips.add_clip("t", clip, (source,)))
    return source.hash


def delete_clips(folder: ProjectFolder) -> Edit:
    return clips.delete_clips([clip.id for _, clip in folder.document.project.clips()])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Song.mstudio"


def test_what_undo_and_redo_lead_to_is_used(path: Path) -> None:
    with ProjectFolder.create(path, Project("p", tracks=ROWS)) as folder:
        for number in range(1, 4):
            record(folder, number)
        folder.document.transact("Remove", delete_clips(folder))
        folder.document.undo()
        folder.document.undo()
        assert not find_unused(folder)


def test_what_no_step_uses_is_found_counted_and_removed_with_its_picture(path: Path) -> None:
    with ProjectFolder.create(path, Project("p", tracks=ROWS)) as folder:
        used = record(folder, 1)
        unused, frames = folder.media.add(sound(50))
        (path / "peaks").mkdir()
        for key in (used, unused):
            (path / "peaks" / f"{key}.peaks").write_bytes(b"x" * 100)
        found = find_unused(folder)
        assert found.hashes == (unused,) and found.size_bytes == 92 + frames * 8 + 100
        remove_unused(folder, found)
        assert {file.stem for file in folder.media.folder.iterdir()} == {used}
        assert {file.stem for file in (path / "peaks").iterdir()} == {used}
        assert not find_unused(folder)
        assert folder.media.read_all(used).shape == (2, 4800)


def test_audio_of_steps_that_another_edit_took_away_is_unused(path: Path) -> None:
    with ProjectFolder.create(path, Project("p", tracks=ROWS)) as folder:
        gone = record(folder, 1)
        folder.document.undo()
        record(folder, 2)
        assert find_unused(folder).hashes == (gone,)


def test_the_audio_of_another_variation_is_used(path: Path) -> None:
    with ProjectFolder.create(path, Project("p", tracks=ROWS)) as folder:
        kept = record(folder, 1)
        other = Variation("v", "Other", song=folder.document.project)
        folder.document.transact("Other", add_variation(other))
        folder.document.transact("Remove", delete_clips(folder))
        folder.forget_steps(1)
        folder.document.transact("Title", song.set_title("x"))
        folder.forget_steps(1)
        assert kept not in find_unused(folder).hashes


def test_forgetting_steps_frees_their_audio_and_keeps_the_song_and_the_rest_of_undo(path: Path) -> None:
    with ProjectFolder.create(path, Project("p", tracks=ROWS)) as folder:
        first = record(folder, 1)
        folder.document.transact("Remove", delete_clips(folder))
        for number in range(5):
            folder.document.transact("Title", song.set_title(f"Title {number}"))
        folder.forget_steps(3)
        assert len(folder.document.history) == 4
        assert find_unused(folder).hashes == (first,)
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "Title 4" and len(folder.document.history) == 4
        folder.document.undo()
        assert folder.document.project.title == "Title 3"


@pytest.mark.parametrize("name", ["notes.txt", "a.wav", ".hidden.part", "A" * 64 + ".wav"])
def test_foreign_files_are_never_removed(path: Path, name: str) -> None:
    with ProjectFolder.create(path, Project("p", tracks=ROWS)) as folder:
        record(folder, 1)
        (folder.media.folder / name).write_text("mine")
        assert not find_unused(folder)


def test_a_song_that_is_only_looked_at_keeps_everything(path: Path) -> None:
    with ProjectFolder.create(path, Project("p", tracks=ROWS)) as folder:
        folder.media.add(sound(9))
        with ProjectFolder.open(path) as other:
            assert find_unused(other)
            with pytest.raises(StorageError):
                remove_unused(other, find_unused(other))
            assert find_unused(other)


def test_results_that_nothing_uses_go_when_the_song_is_closed(path: Path) -> None:
    """Of a job that was cancelled, or of steps that another edit took away."""
    with HeadlessSession.create(path) as headless:
        folder = headless.session.folder
        folder.document.transact("Row", lambda project: Project(project.id, tracks=ROWS))
        used, _ = record(folder, 1), folder.media.add(sound(20))
    assert {file.stem for file in (path / "media").iterdir()} == {used}


def test_audio_of_earlier_sessions_and_beside_files_kept_aside_is_not_removed_unasked(path: Path) -> None:
    with ProjectFolder.create(path, Project("p", tracks=ROWS)) as folder:
        earlier, _ = folder.media.add(sound(20))
    HeadlessSession.open(path).close()
    assert (path / "media" / f"{earlier}.wav").exists()
    (path / "journal.damaged-20260101-000000.jsonl").write_text("x")
    with HeadlessSession.open(path) as headless:
        later, _ = headless.session.media.add(sound(21))
    assert (path / "media" / f"{later}.wav").exists()


def test_nothing_is_cleaned_while_something_is_being_made(path: Path) -> None:
    with HeadlessSession.create(path) as headless:
        go_on = threading.Event()

        def slow():
            yield Progress(0.1)
            go_on.wait(10)

        job = headless.session.jobs.submit("slow", slow)
        with pytest.raises(InputError):
            unused_audio(headless.session)
        go_on.set()
        headless.wait_for(job)
        headless.session.media.add(sound(3))
        said: list[str] = []
        headless.session.notices.observe(lambda notice: said.append(notice.text))
        unused = unused_audio(headless.session)
        assert describe_unused(unused) == "1 audio file (0.0 MB)"
        clean_up(headless.session, unused)
        assert said == ["1 audio file (0.0 MB) removed."]


def test_audio_that_is_used_again_before_it_is_removed_stays(path: Path) -> None:
    with ProjectFolder.create(path, Project("p", tracks=ROWS)) as folder:
        kept, gone = (folder.media.add(sound(number)) for number in (50, 60))
        found = find_unused(folder)
        assert set(found.hashes) == {kept[0], gone[0]}
        source = Source(*kept, 48_000, 2)
        folder.document.transact("Use", clips.add_clip("t", clips.audio_clip(source, 0.0), (source,)))
        remove_unused(folder, found)
        assert {file.stem for file in folder.media.folder.iterdir()} == {kept[0]}
