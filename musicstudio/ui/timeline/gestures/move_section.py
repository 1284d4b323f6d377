# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag a section to another place, with its whole column; out of the window (or with Alt) it becomes files.

Drag its right edge: it gets longer or shorter and what comes after follows; with Ctrl only the line moves.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from musicstudio.project.edits.section_moves import move_boundary, move_section, resize_section
from musicstudio.project.model import Project, Section

from ...drag_out import drag_section_out
from ..hit import Hit
from ..painting.section_drop import SectionDrop
from .base import DocumentGesture, MouseGesture
from .host import TimelineHost
from .picking import pick_section


class MoveSection(MouseGesture):
    """While dragging only the place is shown; the drop is one step."""

    def drag(self, event: QMouseEvent) -> None:
        surface, section = self.host.surface, self.bridge.project.section(self.hit.section_id)
        if section is None:
            return
        is_inside = surface.window().rect().contains(surface.mapTo(surface.window(), event.position().toPoint()))
        if not is_inside or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.cancel()
            self.host.cancel_gesture()
            drag_section_out(surface, self.bridge, section.id)
            return
        to_ticks = self._target(section, event)
        self.view.section_drop = SectionDrop(section.id, to_ticks) if to_ticks is not None else None
        self.host.say(self._words(section, to_ticks), event.position())
        surface.setCursor(Qt.CursorShape.ClosedHandCursor)
        surface.update()

    def drop(self, event: QMouseEvent) -> None:
        drop, section = self.view.section_drop, self.bridge.project.section(self.hit.section_id)
        self.cancel()
        if drop is None or section is None:
            return
        if self.bridge.edit(f"Move {section.name}", move_section(section.id, drop.to_ticks)):
            self.bridge.session.selection.set(section_ids={section.id})

    def click(self, event: QMouseEvent) -> None:
        pick_section(self.bridge.session.selection, self.bridge.project, self.hit.section_id, event.modifiers())

    def cancel(self) -> None:
        self.view.section_drop = None
        self.host.surface.update()

    def _target(self, section: Section, event: QMouseEvent) -> int | None:
        """The nearest line between sections; None where the section would stay."""
        project = self.bridge.project
        edges = {edge for each in project.sections for edge in (each.start_ticks, each.end_ticks)}
        tick = project.tempo_map.ticks_at(self.seconds(event))
        nearest = min(edges, key=lambda edge: abs(edge - tick))
        return None if section.start_ticks <= nearest <= section.end_ticks else nearest

    def _words(self, section: Section, to_ticks: int | None) -> str:
        """``8 bars → before Chorus 2``."""
        tr, bars = self.host.surface.tr, bars_between(self.bridge.project, section.start_ticks, section.end_ticks)
        if to_ticks is None:
            return tr("{0} bars").format(bars)
        after = next((each for each in self.bridge.project.sections if each.start_ticks == to_ticks), None)
        if after is None:
            return tr("{0} bars → to the end").format(bars)
        return tr("{0} bars → before {1}").format(bars, after.name)


class ResizeSection(DocumentGesture):
    """The zone of the hit is the section's right edge."""

    starts_px = 3

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent) -> None:
        super().__init__(host, hit, event)
        self._map = self.bridge.project.tempo_map

    def drag(self, event: QMouseEvent) -> None:
        section = self.bridge.session.document.committed.section(self.hit.section_id)
        if section is None:
            return
        beat = self._map.meter_at(section.start_ticks).beat_ticks
        end = max(section.start_ticks + beat, self.view.snap_tick(self._map, self.seconds(event)))
        is_line = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        edit = move_boundary(section.id, end) if is_line else resize_section(section.id, end)
        self._drag.preview(f"Resize {section.name}", edit)
        bars = bars_between(self.bridge.session.document.committed, section.start_ticks, end)
        self.host.say(self.host.surface.tr("{0} bars").format(bars), event.position())


def bars_between(project: Project, start: int, end: int) -> str:
    """How many bars lie between two ticks: ``8`` or ``4.5``."""
    bars = (end - start) / project.tempo_map.meter_at(start).bar_ticks
    return f"{bars:.2f}".rstrip("0").rstrip(".")
