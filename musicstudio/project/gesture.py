# SPDX-License-Identifier: GPL-3.0-or-later
"""A drag: previews that observers see and the journal does not, then one commit, or nothing happened."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from musicstudio.core.errors import EditError

from .diff import ChangeSet, diff
from .invariants import check_change
from .model import Project

if TYPE_CHECKING:
    from .document import Document

Edit = Callable[[Project], Project]


class Gesture:
    """Made by `Document.gesture`. Each preview is an edit of the song as it was at the start, not of the last preview.

    If the song changes under the drag (a generation lands), the preview is made again on the new song.
    """

    def __init__(self, document: "Document", label: str) -> None:
        self._document = document
        self._label = label
        self._edit: Edit | None = None
        self._is_open = True
        self.preview_project = document.committed

    @property
    def is_open(self) -> bool:
        """Whether it was neither committed nor cancelled."""
        return self._is_open

    def preview(self, edit: Edit) -> bool:
        """Show what ``edit`` would give. False, and the last preview stays, when it would break an invariant."""
        if not self._is_open:
            return False
        try:
            project = _checked(self._document.committed, edit)
        except EditError:
            return False
        self._edit = edit
        self.show(project)
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
        previewed, base = self.preview_project, self._document.committed
        self.cancel()
        return self._document.transact(self._label, lambda project: previewed if project is base else edit(project))

    def cancel(self) -> None:
        """Show the song as it is on disk again. Harmless after the end."""
        if self._is_open:
            self.show(self._document.committed)
            self._is_open = False
            self._document._end_gesture()

    def preview_again(self) -> None:
        """Make the preview again on the committed song; no preview where the edit no longer fits."""
        if not self._is_open or self._edit is None:
            return
        try:
            self.show(_checked(self._document.committed, self._edit))
        except EditError:
            self._edit = None

    def show(self, project: Project) -> None:
        """Let observers see a song in the place of the one they see."""
        shown, self.preview_project = self.preview_project, project
        self._document._tell(diff(shown, project, is_preview=True))


def _checked(project: Project, edit: Edit) -> Project:
    after = edit(project)
    check_change(diff(project, after))
    return after
