# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl and drag the right edge of a clip: it is repeated as far as the pointer goes."""

from PySide6.QtGui import QMouseEvent

from musicstudio.project.edits.arranging import loop_clip

from .trim_clip import TrimClip


class LoopClip(TrimClip):
    """The last round ends at the pointer."""

    def drag(self, event: QMouseEvent) -> None:
        found = self.bridge.session.document.committed.find_clip(self.hit.clip_id)
        if found is None:
            return
        to_s, clip = self.snap_s(self.seconds(event), event), found[1]
        self._drag.preview("Loop clip", loop_clip(clip.id, to_s))
        rounds = max(1.0, (to_s - clip.start_s) / clip.length_s)
        self.host.say(self.host.surface.tr("{0:.3g} times").format(rounds), event.position())
