# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag the upper corner of a clip inwards: a fade."""

from PySide6.QtGui import QMouseEvent

from musicstudio.project.edits.clips import set_fades

from .trim_clip import TrimClip


class FadeClip(TrimClip):
    """The zone of the hit says which end."""

    def drag(self, event: QMouseEvent) -> None:
        found = self.bridge.session.document.committed.find_clip(self.hit.clip_id)
        if found is None:
            return
        clip, seconds = found[1], self.seconds(event)
        if self.hit.zone == "fade_in":
            edit = set_fades({clip.id}, fade_in_s=min(clip.length_s, max(0.0, seconds - clip.start_s)))
        else:
            edit = set_fades({clip.id}, fade_out_s=min(clip.length_s, max(0.0, clip.end_s - seconds)))
        self._drag.preview("Fade clip", edit)
