# SPDX-License-Identifier: GPL-3.0-or-later
"""The document: the one place where a song changes.

`Document.transact` is the only doorway. An edit is a pure function from a `Project` to a `Project`; it is checked,
written to the journal (the sink), and only then shown to observers. Undo changes which state stands; nothing is
undone by hand. Everything here is called on the main thread.
"""

import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from musicstudio.core.errors import EditError
from musicstudio.core.files import text_of_name
from musicstudio.core.signal import Signal

from .diff import ChangeSet, diff
from .edits.helpers import Edit
from .gesture import Gesture
from .history import History, HistoryEntry, new_history
from .invariants import check_change
from .model import Project
from .played_sound import without_stale_sound
from .sharing import with_shared_rows

Observer = Callable[[ChangeSet], None]


class Sink(Protocol):
    """Where changes are made durable before anyone hears of them.

    Both raise `StorageError`, and then nothing has changed.
    """

    def commit(self, before: Project, after: Project, entry: HistoryEntry, is_folded: bool) -> None:
        """Keep a change. is_folded: it makes the last step longer instead of adding one."""

    def jump(self, entry: HistoryEntry) -> None:
        """Keep that another step of the history stands now."""


class Document:
    """A song, its history and those who watch it."""

    def __init__(
        self,
        project: Project,
        sink: Sink | None = None,
        history: History | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """``history``, when given, ends in ``project``, as `musicstudio.storage` reads it back."""
        self._history = history or new_history(project, time_s=clock())
        self._sink = sink
        self._clock = clock
        self._changed: Signal[ChangeSet] = Signal()
        self._pending_changes: deque[ChangeSet] = deque()
        self._gesture: Gesture | None = None
        self._preview: Project | None = None

    @property
    def project(self) -> Project:
        """The song as it is to be shown: with the preview of a gesture that is under way."""
        return self._history.project if self._preview is None else self._preview

    @property
    def committed(self) -> Project:
        """The song as it is on disk, without previews."""
        return self._history.project

    @property
    def history(self) -> tuple[HistoryEntry, ...]:
        """The steps, oldest first; the first is where the history begins."""
        return self._history.entries

    @property
    def history_states(self) -> History:
        """The steps with the song after each, for storage."""
        return self._history

    @property
    def history_index(self) -> int:
        """The step that stands."""
        return self._history.index

    @property
    def can_undo(self) -> bool:
        """Whether there is a step before."""
        return self._history.index > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step after."""
        return self._history.index + 1 < len(self._history.entries)

    def transact(self, label: str, edit: Edit, merge_key: str = "") -> ChangeSet:
        """Change the song in one undo step. Edits in a row with the same ``merge_key`` become one step.

        Raises `EditError` when the result would break an invariant and `StorageError` when it cannot be written; the
        song is then as before. An edit that changes nothing leaves no step.
        """
        return self._commit(label, edit, merge_key)

    def amend(self, label: str, edit: Edit) -> ChangeSet | None:
        """Complete the step that stands with what follows from it by itself: a render, a measured gain.

        It is then undone together with that step. Where nothing stands before it, it is a step of its own. None, and
        nothing is done, while undone steps wait to be redone: completing would throw them away.
        """
        if self.can_redo:
            return None
        return self._commit(label, edit, self._history.entry.merge_key, is_amended=self._history.index > 0)

    def _commit(self, label: str, edit: Edit, merge_key: str, is_amended: bool = False) -> ChangeSet:
        label = text_of_name(label)  # a label may hold the name of a file
        before = self._history.project
        after = with_shared_rows(before, without_stale_sound(before, edit(before)))
        change = diff(before, after)
        if not change:
            return change
        _check(change)
        if is_amended:
            history, is_folded = self._history.folded(after), True
        else:
            history, is_folded = self._with_step(label, after, merge_key)
        if self._sink:
            self._sink.commit(before, after, history.entry, is_folded)
        self._show(history)
        return change

    def undo(self) -> ChangeSet | None:
        """Go one step back; None at the beginning."""
        return self.jump(self._history.index - 1) if self.can_undo else None

    def redo(self) -> ChangeSet | None:
        """Go one step forward; None at the end."""
        return self.jump(self._history.index + 1) if self.can_redo else None

    def jump(self, index: int) -> ChangeSet:
        """Go to any step of the history.

        A gesture that is under way is cancelled. Raises `EditError` for no such step.
        """
        if not 0 <= index < len(self._history.entries):
            raise EditError("There is no such step in the history.")
        if self._gesture:
            self._gesture.cancel()
        change = diff(self._history.project, self._history.states[index])
        if self._sink and index != self._history.index:
            self._sink.jump(self._history.entries[index])
        self._show(self._history.jumped(index))
        return change

    def shorten_history(self, history: History) -> None:
        """Take a history that storage has cut at its beginning; the song itself is the same."""
        if history.project is not self._history.project:
            raise ValueError("a shortened history ends in the same song")
        self._history = history

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Call ``observer`` with every change from now on, in order. Returns a function that stops it."""
        return self._changed.observe(observer)

    def gesture(self, label: str) -> Gesture:
        """Begin a drag: see `Gesture`. One that was still under way is cancelled."""
        if self._gesture:
            self._gesture.cancel()
        self._gesture = Gesture(self, label)
        return self._gesture

    def show_preview(self, project: Project) -> None:
        """For `Gesture`: let observers see a song in the place of the one they see."""
        shown, self._preview = self.project, project
        self._notify(diff(shown, project, is_preview=True))

    def end_preview(self) -> None:
        """For `Gesture`: let observers see the committed song again."""
        shown, self._gesture, self._preview = self.project, None, None
        self._notify(diff(shown, self.committed, is_preview=True))

    def _with_step(self, label: str, after: Project, merge_key: str) -> tuple[History, bool]:
        history = self._history
        if merge_key and history.index and not self.can_redo and history.entry.merge_key == merge_key:
            return history.folded(after), True
        entry = HistoryEntry(label, self._clock(), history.next_number, merge_key)
        return history.pushed(entry, after), False

    def _show(self, history: History) -> None:
        """Make a history stand. The preview of a drag is taken back first and made again on the new song."""
        gesture, before = self._gesture, self._history.project
        if gesture:
            self.show_preview(before)
        self._history = history
        self._preview = history.project if self._gesture else None
        self._notify(diff(before, history.project))
        if gesture:
            gesture.preview_again()

    def _notify(self, change: ChangeSet) -> None:
        """An observer that edits is told of its own edit after everybody has heard of the first."""
        if not change:
            return
        self._pending_changes.append(change)
        if len(self._pending_changes) > 1:
            return
        while self._pending_changes:
            self._changed.emit(self._pending_changes[0])
            self._pending_changes.popleft()


def _check(change: ChangeSet) -> None:
    try:
        check_change(change)
    except (TypeError, ValueError, ArithmeticError) as error:  # a value of another type than its field
        raise EditError("This holds characters or values that cannot be saved.") from error
