# SPDX-License-Identifier: GPL-3.0-or-later
"""A drag: previews that observers see and the journal does not, then one commit, or nothing happened."""

from typing import Protocol

from musicstudio.core.errors import EditError

from .diff import ChangeSet, diff
from .edits.helpers import Edit
from .invariants import check_change
from .model import Project


class PreviewStage(Protocol):
    """Where previews are seen and commits are made: the document."""

    @property
    def committed(self) -> Project:
        """The song without previews."""

    def show_preview(self, project: Project) -> None:
        """Let observers see a song in the place of the one they see."""

    def end_preview(self) -> None:
        """Let observers see the committed song again; no gesture is under way any more."""

    def transact(self, label: str, edit: Edit) -> ChangeSet:
        """Change the song in one undo step."""


class Gesture:
    """Made by `Document.gesture`. Each preview is an edit of the song as it was at the start, not of the last preview.

    If the song changes under the drag (a generation lands), the preview is made again on the new song.
    """

    def __init__(self, stage: PreviewStage, label: str) -> None:
        self._stage = stage
        self._label = label
        self._edit: Edit | None = None
        self._previewed = stage.committed
        self._is_open = True

    @property
    def is_open(self) -> bool:
        """Whether it was neither committed nor cancelled."""
        return self._is_open

    def preview(self, edit: Edit) -> bool:
        """Show what ``edit`` would give. False, and the last preview stays, when it would break an invariant."""
        if not self._is_open:
            return False
        try:
            project = _apply_checked(edit, self._stage.committed)
        except EditError:
            return False
        self._edit = edit
        self._show(project)
        return True

    def commit(self) -> ChangeSet | None:
        """Make the last preview an edit with one undo step; None when nothing was previewed or it was cancelled.

        What was previewed is what is kept, down to the ids of copies. Raises `StorageError` when it cannot be
        written; the song is then as before the gesture.
        """
        edit = self._edit
        if not self._is_open or edit is None:
            self.cancel()
            return None
        previewed, base = self._previewed, self._stage.committed
        self.cancel()
        return self._stage.transact(self._label, lambda project: previewed if project is base else edit(project))

    def cancel(self) -> None:
        """Show the song as it is on disk again. Harmless after the end."""
        if self._is_open:
            self._is_open = False
            self._stage.end_preview()

    def preview_again(self) -> None:
        """Make the preview again on the committed song; no preview where the edit no longer fits."""
        if not self._is_open or self._edit is None:
            return
        try:
            self._show(_apply_checked(self._edit, self._stage.committed))
        except EditError:
            self._edit = None

    def _show(self, project: Project) -> None:
        self._previewed = project
        self._stage.show_preview(project)


def _apply_checked(edit: Edit, project: Project) -> Project:
    after = edit(project)
    check_change(diff(project, after))
    return after
