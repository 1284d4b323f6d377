# SPDX-License-Identifier: GPL-3.0-or-later
"""The channel strip of the chosen tracks by number: level, place, width, timing; and the master's fader moves."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from musicstudio.project.edits.helpers import Edit
from musicstudio.project.edits.song import set_master_automation
from musicstudio.project.edits.strips import (
    delay_track,
    invert_phase,
    keep_in_solo,
    set_gain,
    set_input_gain,
    set_pan,
    set_pan_law,
    set_width,
)
from musicstudio.project.model import AutomationPoint
from musicstudio.project.model.tracks import PAN_LAWS_DB

from .action import Action
from .chosen import chosen_tracks, playhead_tick, why_no_tracks
from .question import Choices, Question

if TYPE_CHECKING:
    from ..session.session import Session

MASTER_FADER = "fader_db"
_EditValue = Callable[[list[str], float], Edit]


def _ids(session: "Session") -> list[str]:
    return [track.id for track in chosen_tracks(session)]


def _now(field: str) -> Callable[["Session"], float]:
    def value(session: "Session") -> float:
        tracks = chosen_tracks(session)
        return float(getattr(tracks[0].strip, field)) if tracks else 0.0

    return value


def _set(title: str, edit: _EditValue) -> Callable[["Session", float], None]:
    def run(session: "Session", value: float) -> None:
        session.document.transact(f"{title} {value:g}", edit(_ids(session), value))

    return run


def _is_on(field: str) -> Callable[["Session"], bool]:
    def value(session: "Session") -> bool:
        tracks = chosen_tracks(session)
        return bool(tracks) and all(getattr(track.strip, field) for track in tracks)

    return value


def _laws(_: "Session") -> Choices:
    return tuple((f"{law:g}", f"{law:g} dB in the middle") for law in PAN_LAWS_DB)


def _law(session: "Session") -> str:
    return f"{_now('pan_law_db')(session):g}"


def _set_law(session: "Session", law: str) -> None:
    session.document.transact(f"Pan law {law} dB", set_pan_law(_ids(session), float(law)))


def _put_master_point(session: "Session", fader_db: float) -> None:
    tick = playhead_tick(session)
    lane = next((lane for lane in session.project.master.automation if lane.target == MASTER_FADER), None)
    others = [point for point in (lane.points if lane else ()) if point.tick != tick]
    points = (*others, AutomationPoint(tick, fader_db))
    session.document.transact("Automate the master's fader", set_master_automation(MASTER_FADER, points))


def _why_no_master_lane(session: "Session") -> str:
    has_lane = any(lane.target == MASTER_FADER for lane in session.project.master.automation)
    return "" if has_lane else "The master's fader is not automated."


def _clear_master(session: "Session") -> None:
    session.document.transact("Clear the master's automation", set_master_automation(MASTER_FADER, ()))


def _number(verb: str, title: str, field: str, bounds: tuple[float, float], unit: str, edit: _EditValue) -> Action:
    question = Question(title, "number", _now(field), *bounds, 2, unit)
    return Action(f"strip.{verb}", f"{title}…", "Mix", _set(title, edit), why_no_tracks, question=question)


def _switch(verb: str, title: str, label: str, field: str, edit: Callable[[list[str], bool], Edit]) -> Action:
    is_on = _is_on(field)

    def run(session: "Session") -> None:
        session.document.transact(label, edit(_ids(session), not is_on(session)))

    return Action(f"strip.{verb}", title, "Mix", run, why_no_tracks, is_on=is_on)


ACTIONS = (
    _number("gain", "Volume", "gain_db", (-60, 24), "dB", set_gain),
    _number("pan", "Pan", "pan", (-1, 1), "", set_pan),
    _number("input_gain", "Input gain", "input_gain_db", (-24, 24), "dB", set_input_gain),
    _number("width", "Stereo width", "width", (0, 2), "", set_width),
    _number("delay", "Sound later by", "delay_ms", (-500, 500), "ms", delay_track),
    Action(
        "strip.pan_law",
        "Pan law…",
        "Mix",
        _set_law,
        why_no_tracks,
        question=Question("Pan law", "choice", _law, choices=_laws),
    ),
    _switch("phase", "Invert the phase", "Invert phase", "is_phase_inverted", invert_phase),
    _switch("solo_safe", "Heard while others are soloed", "Solo safe", "is_solo_safe", keep_in_solo),
    Action(
        "master.automate",
        "Master fader from here on…",
        "Mix",
        _put_master_point,
        question=Question("Master fader", "number", lambda s: s.project.master.fader_db, -60, 12, 1, "dB"),
    ),
    Action("master.clear_automation", "Clear the master's automation", "Mix", _clear_master, _why_no_master_lane),
)
