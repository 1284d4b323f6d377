# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag the gain in a clip's header up or down: the clip gets louder or softer."""

from PySide6.QtGui import QMouseEvent

from musicstudio.project.edits.clips import set_clip_gain

from .trim_clip import TrimClip

_DB_A_PX = 0.1
_MIN_DB, _MAX_DB = -60.0, 24.0


class GainClip(TrimClip):
    """A tenth of a decibel for each pixel."""

    def drag(self, event: QMouseEvent) -> None:
        found = self.bridge.session.document.committed.find_clip(self.hit.clip_id)
        if found is None:
            return
        clip = found[1]
        wanted_db = clip.gain_db + (self.start.y() - event.position().y()) * _DB_A_PX
        gain_db = round(min(_MAX_DB, max(_MIN_DB, wanted_db)), 1)
        self._drag.preview(f"Clip gain {gain_db:+.1f} dB", set_clip_gain({clip.id}, gain_db))
