# SPDX-License-Identifier: GPL-3.0-or-later
"""Adding, checking and removing models from the window, as jobs of the session."""

from pathlib import Path
from typing import TYPE_CHECKING

from musicstudio.core.progress import Job, Progress

from .added_models import Entry, import_job, install_job, look_for_engines, remove_job, verify

if TYPE_CHECKING:
    from ..session.session import Session


def add_model(session: "Session", entry: Entry) -> str:
    """Queue packages and weights, to which the user has agreed; the job's id. Cancelling it is a pause."""
    return session.jobs.submit(
        f"Add {entry.title}", lambda: install_job(entry), on_done=lambda _: _tell_ready(session, entry)
    )


def import_model(session: "Session", path: Path, name: str = "") -> str:
    """Queue taking an entry from a file or folder; the job's id."""
    return session.jobs.submit(
        f"Import {path.name}", lambda: import_job(path, name), on_done=lambda found: _tell_ready(session, found)
    )


def check_model(session: "Session", entry: Entry) -> str:
    """Queue reading an entry's files again; the job's id. What is wrong is told."""

    def tell(problems: tuple[str, ...]) -> None:
        for problem in problems:
            session.notify(f"{entry.title}: {problem}", "warning")
        if not problems:
            session.notify(f"{entry.title} is as it came.")

    return session.jobs.submit(f"Check {entry.title}", lambda: _checked(entry), on_done=tell)


def remove_model(session: "Session", entry: Entry) -> str:
    """Queue taking an entry and its packages away; the job's id."""
    return session.jobs.submit(
        f"Remove {entry.title}",
        lambda: remove_job(entry),
        on_done=lambda _: session.notify(f"{entry.title} is removed."),
    )


def _tell_ready(session: "Session", entry: Entry) -> None:
    look_for_engines(session)
    session.notify(f"{entry.title} is ready.")


def _checked(entry: Entry) -> Job[tuple[str, ...]]:
    problems = yield from verify(entry)
    yield Progress(1.0, f"{entry.title} is read")
    return problems
