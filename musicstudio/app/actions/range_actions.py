# SPDX-License-Identifier: GPL-3.0-or-later
"""A stretch of time, on all tracks or on the selected ones: split, delete, repeat, take its time out, make room."""

from typing import TYPE_CHECKING

from musicstudio.project.edits.range_content import close_range
from musicstudio.project.edits.ripple import insert_time, remove_time

from .action import Action
from .chosen import playhead_tick, span_ticks, why_no_span
from .question import Question

if TYPE_CHECKING:
    from ..session.session import Session

MAX_BARS = 256


def _remove(session: "Session") -> None:
    now, span = session.selection.now, span_ticks(session)
    if span is None:
        return
    if now.track_ids:
        seconds = [session.project.tempo_map.seconds_at(tick) for tick in span]
        session.document.transact("Delete and close up", close_range(seconds[0], seconds[1], now.track_ids))
    else:
        session.document.transact("Delete time", remove_time(*span))
    session.selection.clear()


def _insert(session: "Session", bars: float) -> None:
    span, tempo_map = span_ticks(session), session.project.tempo_map
    at = span[0] if span else playhead_tick(session)
    length = round(bars) * tempo_map.meter_at(at).bar_ticks
    session.document.transact(f"Insert {round(bars)} bars of time", insert_time(at, length))


ACTIONS = (
    Action("time.remove", "Delete and close up", "Edit", _remove, why_no_span, ("Ctrl+Shift+Delete",)),
    Action(
        "time.insert",
        "Insert time…",
        "Edit",
        _insert,
        question=Question("Bars", "number", lambda _: 4, 1, MAX_BARS),
    ),
)
