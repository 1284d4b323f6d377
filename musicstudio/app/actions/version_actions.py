# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions of the song: keep one by name, go back to one, delete one. Every single change is saved anyway."""

import time
from typing import TYPE_CHECKING

from musicstudio.core.ids import new_id
from musicstudio.project.edits.versions import delete_version, keep_version, restore_version

from .action import Action
from .question import Choices, Question

if TYPE_CHECKING:
    from ..session.session import Session


def _next_name(session: "Session") -> str:
    return f"Version {len(session.project.versions) + 1}"


def _keep(session: "Session", name: str) -> None:
    session.document.transact(f"Keep {name}", keep_version(new_id("version"), name, time.time()))
    session.notify(f"“{name}” is kept. Every change is saved anyway; go back to it by File > Go back to a version.")


def _choices(session: "Session") -> Choices:
    """The last kept first."""
    versions = reversed(session.project.versions)
    return tuple(
        (each.id, f"{each.name}   {time.strftime('%Y-%m-%d %H:%M', _local(each.kept_at))}") for each in versions
    )


def _local(seconds: float) -> time.struct_time:
    try:
        return time.localtime(seconds)
    except (OverflowError, OSError, ValueError):  # a song may come from anybody
        return time.localtime(0)


def _why_none(session: "Session") -> str:
    return "" if session.project.versions else "No version of this song has been kept yet."


def _name(session: "Session", version_id: str) -> str:
    return next((each.name for each in session.project.versions if each.id == version_id), "")


def _restore(session: "Session", version_id: str) -> None:
    session.document.transact(f"Go back to {_name(session, version_id)}", restore_version(version_id))


def _delete(session: "Session", version_id: str) -> None:
    session.document.transact(f"Delete {_name(session, version_id)}", delete_version(version_id))


ACTIONS = (
    Action(
        "song.keep_version",
        "Keep a version…",
        "File",
        _keep,
        shortcuts=("Ctrl+S",),
        icon="bookmark",
        question=Question("Name of the version; every change is saved anyway", start=_next_name),
    ),
    Action(
        "song.restore_version",
        "Go back to a version…",
        "File",
        _restore,
        _why_none,
        icon="undo",
        question=Question("Version", "choice", choices=_choices),
    ),
    Action(
        "song.delete_version",
        "Delete a version…",
        "File",
        _delete,
        _why_none,
        question=Question("Version to delete", "choice", choices=_choices),
    ),
)
