# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands before a take's lane: its name, its star, and headphones to hear it as long as they are held."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from musicstudio.app.actions.chosen import NEAR_S
from musicstudio.app.actions.take_actions import delete_takes, keep_only_takes, take_name
from musicstudio.app.actions.take_naming import words_of_take
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.takes import choose_take, set_favorite_take
from musicstudio.project.model import Clip, Take

from ..session_bridge import SessionBridge
from ..theme import current, icon
from ..widgets import icon_button, label, show_elided
from ..words import say
from .audition import Audition
from .rows import Lane

EDGE_PX = 4


class TakeHeader(QWidget):
    """Follows the takes of one number of a track. It speaks of the selected clip's take, else of the playhead's."""

    def __init__(self, bridge: SessionBridge, lane: Lane, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge, self.track_id, self.number = bridge, lane.owner_id, int(lane.key)
        self._audition = Audition(bridge)
        self._name = label("", "small")
        self._star = icon_button("star", self.tr("Favourite"), self._favor, style="tiny")
        self._hear = icon_button("headphones", self.tr("Hear it without choosing it, while held (H)"), style="tiny")
        self._hear.pressed.connect(lambda: self._audition.begin(self.track_id, self.number, self._near_s()))
        self._hear.released.connect(self._audition.end)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(EDGE_PX + 14, 0, 6, 0)
        layout.setSpacing(0)
        for button in (self._star, self._hear):
            button.setIconSize(QSize(14, 14))
        layout.addWidget(self._star)
        layout.addWidget(self._name, 1)
        layout.addWidget(self._hear)
        self._name.setMinimumWidth(20)
        bridge.selection_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show the take as it is now."""
        found = self._found()
        plain = self.tr("Take {0}").format(self.number + 1)
        text = " · ".join((plain, *self._told(found[0]))) if found else plain
        show_elided(self._name, text, self.width() - 78)
        self._name.setToolTip(text)
        is_starred = bool(found and found[1].is_favourite)
        self._star.setIcon(icon("star-solid", "warn") if is_starred else icon("star"))
        self._star.setAccessibleName(self.tr("Favourite {0}").format(text))
        self._hear.setAccessibleName(self.tr("Hear {0} while held").format(text))
        self.setAccessibleName(self.tr("Lane of {0}").format(text))
        self.update()

    def _told(self, clip: Clip) -> tuple[str, ...]:
        """What the take is called, or how it differs."""
        project = self.bridge.project
        track = project.track(self.track_id)
        words = words_of_take(project, [(track, clip)], self.number) if track else ()
        return (", ".join(map(say, words)),) if words else ()

    def resizeEvent(self, _: object) -> None:
        self.follow()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, track = current(), self.bridge.project.track(self.track_id)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg"))
            painter.setOpacity(0.5)
            edge = theme.track(track) if track else theme.color("muted")
            painter.fillRect(QRectF(0, 0, EDGE_PX, self.height()), edge)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        found, menu = self._found(), QMenu(self)
        if found is None:
            return
        clip, take = found
        menu.addAction(self.tr("Play this take"), lambda: self._choose(clip, take))
        menu.addAction(self.tr("Name the take…"), lambda: self._rename(clip, take))
        menu.addAction(self.tr("Keep only this take"), lambda: self._keep_only(clip, take))
        delete = menu.addAction(self.tr("Delete this take"), lambda: self._delete(clip, take))
        delete.setEnabled(len(clip.takes) > 1)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _found(self) -> tuple[Clip, Take] | None:
        track, selected = self.bridge.project.track(self.track_id), self.bridge.session.selection.clip_ids
        clips = [clip for clip in track.clips if self.number < len(clip.takes)] if track else []
        at_s = self.bridge.player.position_s
        chosen = [clip for clip in clips if clip.id in selected]
        under = [clip for clip in clips if clip.start_s - NEAR_S <= at_s < clip.end_s]
        clip = next(iter((*chosen, *under, *clips)), None)
        return (clip, clip.takes[self.number]) if clip else None

    def _near_s(self) -> float:
        found = self._found()
        return found[0].start_s if found else 0.0

    def _holders(self, take: Take) -> list[Clip]:
        """Every piece that has the take: those of one clip share it."""
        return [clip for _, clip in self.bridge.project.clips() if any(each.id == take.id for each in clip.takes)]

    def _favor(self) -> None:
        if found := self._found():
            take = found[1]
            edits = [set_favorite_take(clip.id, take.id, not take.is_favourite) for clip in self._holders(take)]
            self._do("Favourite take", *edits)

    def _choose(self, clip: Clip, take: Take) -> None:
        self._do(f"Choose {take_name(clip, take.id)}", choose_take(clip.id, take.id))

    def _rename(self, clip: Clip, take: Take) -> None:
        self._choose(clip, take)
        self.bridge.session.selection.set(clip_ids={clip.id})
        self.bridge.run("take.rename", self.mapToGlobal(self.rect().topLeft()))

    def _delete(self, clip: Clip, take: Take) -> None:
        delete_takes(self.bridge.session, {clip.id: take.id})

    def _keep_only(self, clip: Clip, take: Take) -> None:
        keep_only_takes(self.bridge.session, {clip.id: take.id})

    def _do(self, label_: str, *edits: Edit) -> None:
        self.bridge.edit(label_, compose_edits(*edits))
