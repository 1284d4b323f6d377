# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens to an open song from outside, looked at now and then: its folder is moved, its disk fills up."""

import shutil
from collections.abc import Callable

from musicstudio.core.errors import StorageError
from musicstudio.storage.folder import ProjectFolder

LITTLE_ROOM_BYTES = 500_000_000
_ROOM_AGAIN_BYTES = 2 * LITTLE_ROOM_BYTES


class Watch:
    """Looks when told to; every trouble is told once, and again only after it was over. Main thread."""

    def __init__(
        self,
        folder: ProjectFolder,
        tell: Callable[[str, str], None],
        look_at_player: Callable[[], None],
        look_for_keyboards: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder, self._tell = folder, tell
        self._look_at_player, self._look_for_keyboards = look_at_player, look_for_keyboards
        self._trouble = ""
        self._has_told_room = False
        folder.tell_with(lambda text: tell(text, "warning"))

    def look(self) -> None:
        """Look at everything once. Cheap."""
        self._look_at_place()
        self._look_at_room()
        self._look_at_player()
        self._look_for_keyboards()

    def _look_at_place(self) -> None:
        try:
            self._folder.look_after()
        except StorageError as error:
            if str(error) != self._trouble:
                self._trouble = str(error)
                self._tell(self._trouble, "error")
        else:
            self._trouble = ""

    def _look_at_room(self) -> None:
        try:
            free_bytes = shutil.disk_usage(self._folder.path).free
        except OSError:
            return
        if free_bytes < LITTLE_ROOM_BYTES and not self._has_told_room:
            self._has_told_room = True
            self._tell(f"The disk of this song has only {free_bytes // 1_000_000} MB of room left.", "warning")
        elif free_bytes > _ROOM_AGAIN_BYTES:
            self._has_told_room = False
