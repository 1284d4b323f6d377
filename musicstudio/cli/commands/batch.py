# SPDX-License-Identifier: GPL-3.0-or-later
"""``batch JOBS -o FOLDER``: many songs, edits, separations or masters from one list, on one machine or many."""

import argparse
import io
import re
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import redirect_stderr
from pathlib import Path

from .. import arguments
from ..batch.outcome import Outcome
from ..batch.report import in_words, plain, write_report
from ..batch.rows import read_rows
from ..batch.target import Target
from ..batch.tasks import Task, tasks_of
from ..running import FAILED, FELL_SHORT, Bar, print_json, tell

_OPTION = re.compile(r"(?<![\w-])--([a-z][\w-]*)")


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("batch", help="do a whole list of work")
    parser.add_argument("jobs", type=arguments.file, metavar="JOBS.(csv|jsonl|toml)")
    parser.add_argument(
        "-o", "--output", required=True, metavar="FOLDER", help="or what fsspec takes: s3://…, sftp://…"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--workers", type=arguments.count(1, 256), metavar="N", help="processes; by cores and memory")
    where.add_argument("--scheduler", default="", metavar="tcp://…", help="a Dask cluster to run on")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=lambda options: run(options, KnownCommands(subparsers)))


class KnownCommands:
    """What the studio's own command line takes."""

    def __init__(self, subparsers: arguments.Subparsers) -> None:
        self._parsers = subparsers.choices
        self._options: dict[str, set[str]] = {}

    def options(self, command: str) -> Collection[str]:
        """The names of a command's options, with _ for -."""
        if command not in self._options:
            found = _OPTION.findall(self._parsers[command].format_help())
            self._options[command] = {name.replace("-", "_") for name in found}
        return self._options[command]

    def problem(self, words: Sequence[str]) -> str:
        """What is wrong with a command line; empty if it can run."""
        errors = io.StringIO()
        try:
            with redirect_stderr(errors):
                self._parsers[words[0]].parse_args(list(words[1:]))
        except SystemExit:
            return errors.getvalue().rpartition("error: ")[2].strip()
        return ""


def run(options: argparse.Namespace, commands: KnownCommands) -> int:
    """Read, do what is not done yet, report."""
    tasks = tasks_of(read_rows(options.jobs), options.jobs.resolve().parent, commands)
    if options.dry_run:
        return _tell_plan(tasks, options.json)
    target = Target(options.output)
    target.require_writable()
    found = {outcome.key: outcome for outcome in _outcomes(tasks, target, options)}
    outcomes = [found.get(task.key) or _refused(task) for task in tasks]
    write_report(target, outcomes)
    if options.json:
        print_json([plain(outcome) for outcome in outcomes])
    else:
        print(f"{in_words(outcomes)} -> {options.output}")
    states = {outcome.state for outcome in outcomes}
    return FAILED if "failed" in states else FELL_SHORT if "short" in states else 0


def _tell_plan(tasks: Sequence[Task], is_json: bool) -> int:
    if is_json:
        print_json([{"name": task.name, "problem": task.problem} for task in tasks])
    for task in () if is_json else tasks:
        print(f"{task.name}: {task.problem}" if task.problem else task.name)
    return FAILED if any(task.problem for task in tasks) else 0


def _refused(task: Task) -> Outcome:
    return Outcome(task.key, task.name, "failed", task.problem)


def _outcomes(tasks: Sequence[Task], target: Target, options: argparse.Namespace) -> Iterator[Outcome]:
    """Of everything that can be done, what was done before first; each failure is told as it comes."""
    for task in tasks:
        if task.problem:
            tell(f"{task.name}: {task.problem}")
    possible = [task for task in tasks if not task.problem]
    done = [note for task in possible if (note := target.note_of(task.key)) and note.is_done]
    yield from done
    known = {outcome.key for outcome in done}
    left = [task for task in possible if task.key not in known]
    if left:
        yield from _watched(_run(left, options), len(done), len(possible))


def _run(tasks: Sequence[Task], options: argparse.Namespace) -> Iterator[Outcome]:
    from ..batch.pools import fitting_workers, run_here, run_on_cluster

    folder = options.output if "://" in options.output else str(Path(options.output).resolve())
    if options.scheduler:
        return run_on_cluster(tasks, folder, options.run_line, options.scheduler)
    workers = options.workers or fitting_workers()
    return run_here(tasks, folder, options.run_line, min(workers, len(tasks)))


def _watched(outcomes: Iterator[Outcome], before: int, total: int) -> Iterator[Outcome]:
    """The same, drawn as a bar with the time that is left by the pace so far."""
    bar, started_s = Bar(), time.monotonic()
    bar.draw(before / total, f"{before} of {total}")
    try:
        for number, outcome in enumerate(outcomes, 1):
            left_s = (time.monotonic() - started_s) / number * (total - before - number)
            bar.draw((before + number) / total, f"{before + number} of {total}, about {left_s / 60:.0f} min left")
            if outcome.state == "failed":
                bar.close()
                tell(f"{outcome.name}: {outcome.sentence}")
            yield outcome
    finally:
        bar.close()
