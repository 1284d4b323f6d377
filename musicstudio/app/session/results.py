# SPDX-License-Identifier: GPL-3.0-or-later
"""What jobs bring, put into the song: shown where it lands, and never over steps that wait to be redone."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from musicstudio.core.errors import StudioError
from musicstudio.core.signal import Signal
from musicstudio.project.document import Document
from musicstudio.project.edits import Edit
from musicstudio.project.model import Project

from .selection import Selection

Notify = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class _Waiting:
    label: str
    edit: Edit
    is_shown: bool


class Results:
    """shown: ids of the clips that have arrived, for views that scroll to them. Main thread."""

    def __init__(self, document: Document, selection: Selection, notify: Notify) -> None:
        self._document, self._selection, self._notify = document, selection, notify
        self._waiting: list[_Waiting] = []
        self.shown: Signal[frozenset[str]] = Signal()
        self._stop = document.observe(lambda _: self._apply_waiting())

    @property
    def waiting(self) -> tuple[str, ...]:
        """Labels of what is ready and not in the song yet."""
        return tuple(each.label for each in self._waiting)

    def apply(self, label: str, edit: Edit, *, is_shown: bool = False) -> None:
        """Make a result a step of the history; is_shown: select the clips that it brings and let views scroll there.

        While undone steps wait to be redone the result waits with them: it comes in when the user goes on from the
        newest step, or makes another edit. Raises `EditError` or `StorageError` when it cannot be done now.
        """
        if self._document.can_redo:
            self._waiting.append(_Waiting(label, edit, is_shown))
            self._notify(
                f"“{label}” is ready. It comes into the song when you have redone the steps that you took back, "
                "or change something.",
                "info",
            )
            return
        self._apply(_Waiting(label, edit, is_shown))

    def show(self, clip_ids: Collection[str]) -> None:
        """Select clips and let views scroll to them."""
        if clip_ids:
            self._selection.set(clip_ids=clip_ids)
            self.shown.emit(frozenset(clip_ids))

    def close(self) -> None:
        """Stop waiting."""
        self._stop()
        self._waiting.clear()

    def _apply(self, each: _Waiting) -> None:
        before = _clip_ids(self._document.committed)
        self._document.transact(each.label, each.edit)
        if each.is_shown:
            self.show(_clip_ids(self._document.committed) - before)

    def _apply_waiting(self) -> None:
        if not self._waiting or self._document.can_redo:
            return
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            try:
                self._apply(each)
            except StudioError as error:
                self._notify(f"“{each.label}” no longer fits the song: {error}", "warning")


def _clip_ids(project: Project) -> frozenset[str]:
    return frozenset(clip.id for _, clip in project.clips())
