# SPDX-License-Identifier: GPL-3.0-or-later
"""What every drag on the document has in common: previews while it lasts, then one undo step, or nothing happened."""

from musicstudio.project.edits import Edit
from musicstudio.project.gesture import Gesture

from .session_bridge import SessionBridge


class DocumentDrag:
    """Begins with its first preview. can_begin_again: after something else ended it (an undo), the next one begins."""

    def __init__(self, bridge: SessionBridge, *, can_begin_again: bool) -> None:
        self._studio, self._can_begin_again = bridge, can_begin_again
        self._gesture: Gesture | None = None

    @property
    def has_begun(self) -> bool:
        """Whether there was a preview."""
        return self._gesture is not None

    def preview(self, label: str, edit: Edit) -> None:
        """Show what an edit would do; ``label`` names the undo step."""
        if self._gesture is None or (self._can_begin_again and not self._gesture.is_open):
            self._gesture = self._studio.gesture(label)
        self._gesture.preview(edit)

    def finish(self) -> None:
        """Do it; when it cannot be written the user is told."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            self._studio.finish(gesture)

    def cancel(self) -> None:
        """Nothing happened."""
        if self._gesture is not None:
            self._gesture.cancel()
