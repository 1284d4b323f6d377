# SPDX-License-Identifier: GPL-3.0-or-later
"""One task, done in whatever process runs it: here, in a child, or on another machine.

The result is put in place file by file, and its note last: a task whose note says that it is done is never done again,
and one that was interrupted anywhere is done anew over what it left.
"""

import io
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from musicstudio.app.files.measure_file import measure_file
from musicstudio.core.errors import StudioError
from musicstudio.core.progress import run_to_end
from musicstudio.core.version import VERSION

from .outcome import Outcome
from .target import Target
from .tasks import OUT, SONG, Task

RunLine: TypeAlias = Callable[[list[str]], int]
_DONE, _FELL_SHORT = 0, 3
_SOUND = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a")


def run_task(task: Task, folder: str, run_line: RunLine) -> Outcome:
    """Do a task and put its files into a folder (a path, or what fsspec takes for one). Never raises.

    run_line: runs one command line of the studio.
    """
    try:
        if task.version != VERSION:
            return _failure(task, f"This worker has version {VERSION}, not {task.version}.")
        target = Target(folder)
        done = target.note_of(task.key)
        return done if done and done.is_done else _do(task, target, run_line)
    except StudioError as error:
        return _failure(task, str(error))
    except Exception as error:
        return _failure(task, f"Internal error ({type(error).__name__}: {error}).")


def _failure(task: Task, sentence: str) -> Outcome:
    return Outcome(task.key, task.name, "failed", sentence)


def _do(task: Task, target: Target, run_line: RunLine) -> Outcome:
    started_s = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="musicstudio-batch-") as scratch:
        made = Path(scratch)
        sentence, has_all = _do_steps(task, made, run_line)
        if not has_all:
            return _failure(task, sentence)
        outcome = Outcome(task.key, task.name, "short" if sentence else "made", sentence, **_figures(made))
        seconds = round(time.monotonic() - started_s, 2)
        return target.publish(msgspec.structs.replace(outcome, seconds=seconds), made)


def _do_steps(task: Task, made: Path, run_line: RunLine) -> tuple[str, bool]:
    """What the commands said that was no success, and whether all of them left something."""
    if task.original:
        shutil.copytree(task.original, made / f"{task.name}{SONG}")
    told: list[str] = []
    for step in task.steps:
        errors = io.StringIO()
        with redirect_stdout(io.StringIO()), redirect_stderr(errors):
            code = run_line([_placed(word, made) for word in step])
        if code not in (_DONE, _FELL_SHORT):
            return _last_sentence(errors.getvalue()), False
        if code == _FELL_SHORT:
            told.append(_last_sentence(errors.getvalue()))
    return " ".join(told), True


def _placed(word: str, made: Path) -> str:
    return str(made / word.removeprefix(OUT)) if word.startswith(OUT) else word


def _last_sentence(errors: str) -> str:
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    return lines[-1].removeprefix("musicstudio: ") if lines else "It ended without a word."


def _figures(made: Path) -> dict[str, Any]:
    """Length, loudness and peak of the first sound that was made."""
    places = [path.relative_to(made) for path in made.rglob("*") if path.suffix in _SOUND]
    sounds = sorted(place for place in places if not place.parts[0].endswith(SONG))
    if not sounds:
        return {}
    found = run_to_end(measure_file(made / sounds[0]))
    return {
        "length_s": round(found.length_s, 2),
        "loudness_lufs": round(found.integrated_lufs, 1),
        "true_peak_dbtp": round(found.true_peak_dbtp, 1),
    }
