# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag the dot on a fade up or down: its curve bends."""

from PySide6.QtGui import QMouseEvent

from musicstudio.project.edits.clips import bend_fades

from .trim_clip import TrimClip

_BEND_A_PX = 1 / 60


class BendFade(TrimClip):
    """Sixty pixels from equal power to the end; within a few pixels of it, equal power again."""

    def drag(self, event: QMouseEvent) -> None:
        found = self.bridge.session.document.committed.find_clip(self.hit.clip_id)
        if found is None:
            return
        is_in = self.hit.zone == "bend_in"
        was = found[1].fade_in_bend if is_in else found[1].fade_out_bend
        bend = min(1.0, max(-1.0, was + (self.start.y() - event.position().y()) * _BEND_A_PX))
        bend = 0.0 if abs(bend) < 3 * _BEND_A_PX else round(bend, 2)
        edit = bend_fades({self.hit.clip_id}, **{"fade_in_bend" if is_in else "fade_out_bend": bend})
        self._drag.preview("Bend fade", edit)
        self.host.say(self.host.surface.tr("curve {0:+.0%}").format(bend), event.position())
