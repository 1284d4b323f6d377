# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes of the selected cells: hear one, choose one, compare two with A/B, mark a favourite, keep only one."""

from musicstudio.app.actions.chosen import chosen_clips
from musicstudio.app.actions.take_actions import choose_takes
from musicstudio.app.actions.take_naming import words_of_take

from ..session_bridge import SessionBridge
from ..widgets import muted, push_button
from ..words import say
from .rows_list import RowsList
from .take_row import Alternative, TakeRow


class TakesList(RowsList):
    """With several cells selected, the n-th take of each is chosen together."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__(bridge, 6)
        self.set_title(self.tr("Takes"))
        self._compare = push_button(
            "A/B", lambda: bridge.run("take.swap"), tip=self.tr("Switch between this take and the one heard before (B)")
        )
        self._compare.setAccessibleName(self.tr("Compare with the take before"))
        self._compare.setFixedWidth(52)
        self.head.addWidget(self._compare)
        bridge.selection_changed.connect(self._follow)
        bridge.watch(self._follow, "clips", sees_previews=False)
        self._follow()

    def _follow(self) -> None:
        cells = [(track, clip) for track, clip in chosen_clips(self.bridge.session) if clip.takes]
        clips = [clip for _, clip in cells]
        if not self.begin(tuple((clip.id, clip.takes, clip.active_take_id) for clip in clips)):
            return
        most = max((len(clip.takes) for clip in clips), default=0)
        lead = next((clip for clip in clips if len(clip.takes) == most), None)
        self._compare.setVisible(most > 1)
        if lead is None:
            self.rows.addWidget(muted(self.tr("Select a clip or a section to see its takes."), wraps=True))
            return
        for number in range(most):
            told = ", ".join(map(say, words_of_take(self.bridge.project, cells, number)))
            row = TakeRow(self.bridge, Alternative(clips, lead, number, told), self.tr("Take {0}").format(number + 1))
            row.button.clicked.connect(lambda _=False, shown=row.shown: self._choose(shown))
            self.rows.addWidget(row)
        if most > 1:
            self.rows.addWidget(muted(self.tr("Hold the headphones to hear a take without choosing it."), wraps=True))

    def _choose(self, shown: Alternative) -> None:
        session = self.bridge.session
        session.try_to(lambda: choose_takes(session, shown.take_ids))
        self.forget()
        self._follow()
