# SPDX-License-Identifier: GPL-3.0-or-later
"""What every command needs: a session without a window, a progress bar on a terminal, and JSON for machines."""

import io
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO, TypeVar

from musicstudio.app.headless.session import HeadlessSession
from musicstudio.app.session.notices import TRY_AGAIN
from musicstudio.core.errors import InputError, MediaError
from musicstudio.core.progress import Job, run_to_end
from musicstudio.jobs import JobView
from musicstudio.storage.layout import FOLDER_SUFFIX

T = TypeVar("T")
Item = TypeVar("Item")
BAR_WIDTH = 28
_AGAIN = " Another --seed may do better."
FAILED, FELL_SHORT = 1, 3


class SongOnTerminal(HeadlessSession):
    """A song without a window, whose work is drawn as a bar."""

    def wait_for(self, job_id: str, on_progress: Callable[[JobView], object] | None = None) -> None:
        """As for any song without a window, drawing its progress. Raises its error, or `Cancelled`."""
        bar = Bar()
        try:
            super().wait_for(job_id, on_progress or (lambda view: bar.draw(view.fraction, view.message)))
        finally:
            bar.close()

    def finish_playing(self) -> None:
        """Wait until all notes have their sound, drawing the progress, and tell what cannot be played."""
        bar = Bar()
        try:
            failures = self.wait_until_played(lambda view: bar.draw(view.fraction, view.title))
        finally:
            bar.close()
        tell_all(failures)


@contextmanager
def open_song(path: Path, plays: bool = True) -> Iterator[SongOnTerminal]:
    """An existing song. Its warnings go to stderr. plays: notes that have no sound get it before it is left."""
    if not path.is_dir():
        raise InputError(f"There is no song at {path}.")
    with _run_session(SongOnTerminal.open(path, plays)) as headless:
        yield headless


@contextmanager
def create_song(path: Path, title: str = "Untitled") -> Iterator[SongOnTerminal]:
    """A new song in a new folder, which goes again when nothing could be put into it."""
    headless = SongOnTerminal.create(song_path(path), title)
    is_empty = True
    try:
        with _run_session(headless):
            try:
                yield headless
            finally:
                is_empty = len(headless.session.document.history) == 1
    except BaseException:
        if is_empty:
            shutil.rmtree(headless.session.path, ignore_errors=True)
        raise


@contextmanager
def _run_session(headless: SongOnTerminal) -> Iterator[SongOnTerminal]:
    session = headless.session
    session.notices.observe(lambda notice: tell(notice.text + _AGAIN * (notice.action_id == TRY_AGAIN)))
    for notice in session.opening_notices:
        session.notices.emit(notice)
    with headless:
        yield headless
        headless.finish_playing()


def tell(sentence: str) -> None:
    """A sentence for the user, beside the command's output."""
    print(f"musicstudio: {sentence}", file=sys.stderr)


def tell_all(sentences: Iterable[str]) -> None:
    """One after the other."""
    for sentence in sentences:
        tell(sentence)


def song_path(path: Path) -> Path:
    """The path with the suffix that marks a song's folder."""
    return path if path.suffix == FOLDER_SUFFIX else path.with_name(path.name + FOLDER_SUFFIX)


def run_job(job: Job[T]) -> T:
    """Drive a job on this thread with a progress bar."""
    bar = Bar()
    try:
        return run_to_end(job, lambda progress: bar.draw(progress.fraction, progress.message))
    finally:
        bar.close()


def done_for_each(items: Sequence[Item], work: Callable[[Item], T]) -> list[tuple[Item, T]]:
    """Every item with what came of it. A file that cannot be read is told, and costs the others nothing."""
    done: list[tuple[Item, T]] = []
    for item in items:
        try:
            done.append((item, work(item)))
        except MediaError as error:
            tell(str(error))
    return done


def print_whatever_can_be_shown() -> None:
    """Have a terminal or a pipe that knows fewer characters show question marks instead of failing after the work."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


class Bar:
    """A progress bar on stderr, drawn only on a terminal."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._full, self._empty = "█░" if _can_show(sys.stderr, "█░") else "#-"
        self._last = ""

    def draw(self, fraction: float, message: str) -> None:
        """Show how far the work is."""
        filled = round(BAR_WIDTH * fraction)
        line = f"\r{self._full * filled}{self._empty * (BAR_WIDTH - filled)} {fraction:4.0%} {message[:44]:44}"
        if self._is_shown and line != self._last:
            sys.stderr.write(line)
            sys.stderr.flush()
            self._last = line

    def close(self) -> None:
        """Clear the line."""
        if self._last:
            sys.stderr.write("\r" + " " * (BAR_WIDTH + 52) + "\r")


def print_json(value: Any) -> None:
    """One JSON document on stdout, with letters as they are where they can be shown."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    print(text if _can_show(sys.stdout, text) else json.dumps(value, indent=2))


def _can_show(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True
