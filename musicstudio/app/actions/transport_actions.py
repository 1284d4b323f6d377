# SPDX-License-Identifier: GPL-3.0-or-later
"""Playing, stopping and moving the playhead."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from .action import Action

if TYPE_CHECKING:
    from ..session.session import Session


def _play_or_stop(session: "Session") -> None:
    if session.recording.is_running:
        session.recording.stop()
    else:
        session.player.toggle()


def _stop(session: "Session") -> None:
    if session.recording.is_running:
        session.recording.stop()
    else:
        session.player.stop()


def _to_start(session: "Session") -> None:
    session.player.seek(0.0)


def _to_end(session: "Session") -> None:
    session.player.seek(session.project.length_s)


def _loop_selection(session: "Session") -> None:
    session.player_sync.loop_selection()


def _why_no_range(session: "Session") -> str:
    return "" if session.player_sync.selected_span_s() else "Select a range, a section or some clips to loop."


def _section_step(direction: int) -> Callable[["Session"], None]:
    def run(session: "Session") -> None:
        here_s = session.player.position_s
        edges = sorted({0.0, *(session.project.section_span_s(section)[0] for section in session.project.sections)})
        later = [edge for edge in edges if edge > here_s + 0.05]
        earlier = [edge for edge in edges if edge < here_s - 0.3]
        if direction > 0 and later:
            session.player.seek(later[0])
        elif direction < 0:
            session.player.seek(earlier[-1] if earlier else 0.0)

    return run


ACTIONS = (
    Action("transport.toggle", "Play or stop", "Transport", _play_or_stop, shortcuts=("Space",), icon="play"),
    Action("transport.stop", "Stop", "Transport", _stop, shortcuts=("Shift+Space",), icon="stop"),
    Action("transport.start", "To the beginning", "Transport", _to_start, shortcuts=("Home",), icon="skip-back"),
    Action("transport.end", "To the end", "Transport", _to_end, shortcuts=("End",), icon="skip-forward"),
    Action("transport.next_section", "Next section", "Transport", _section_step(+1), shortcuts=("Ctrl+Right",)),
    Action("transport.previous_section", "Previous section", "Transport", _section_step(-1), shortcuts=("Ctrl+Left",)),
    Action(
        "transport.loop",
        "Loop",
        "Transport",
        lambda s: s.player_sync.toggle_loop(),
        shortcuts=("L",),
        icon="repeat",
        is_on=lambda s: s.player_sync.loop_s is not None,
    ),
    Action("transport.loop_selection", "Loop the selection", "Transport", _loop_selection, _why_no_range, ("Shift+L",)),
    Action(
        "transport.metronome",
        "Metronome",
        "Transport",
        lambda s: s.player_sync.toggle_metronome(),
        shortcuts=("K",),
        icon="metronome",
    ),
)
