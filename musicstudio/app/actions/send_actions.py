# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of the chosen tracks goes to a bus, and from where, in words: of every send, however many a strip has."""

import re
from typing import TYPE_CHECKING, NamedTuple

from musicstudio.core.errors import InputError
from musicstudio.project.edits.helpers import compose_edits
from musicstudio.project.edits.strips import set_send
from musicstudio.project.model import Project, Track

from .action import Action
from .chosen import chosen_tracks, why_no_tracks
from .question import Question

if TYPE_CHECKING:
    from ..session.session import Session

_LEAST_DB, _MOST_DB = -60.0, 6.0
_WISH = re.compile(
    r"(?P<bus>.+?)\s*[=:]\s*(?:(?P<off>off)|(?P<gain>[-+]?\d+(?:[.,]\d+)?)\s*(?:db)?)(?:\s+(?P<place>pre|post|before|after))?",
    re.IGNORECASE,
)


class SendWish(NamedTuple):
    """gain_db: None ends the send. is_pre_fader: None leaves it as it is."""

    bus: Track
    gain_db: float | None
    is_pre_fader: bool | None


def read_send(project: Project, text: str) -> SendWish:
    """``Reverb = −14``, ``Delay: -20 dB before``, ``Reverb = off``. Raises `InputError` for other words."""
    found = _WISH.fullmatch(text.replace("−", "-").strip()[:200])
    if found is None:
        raise InputError("Say a bus and a level in dB, such as Reverb = −14, and “before” for before the fader.")
    name = found["bus"].strip()
    buses = [track for track in project.tracks if track.kind == "bus"]
    bus = next((each for each in buses if each.name.casefold() == name.casefold()), None)
    if bus is None:
        known = ", ".join(each.name for each in buses) or "none"
        raise InputError(f"There is no bus “{name[:40]}”; there are: {known[:400]}.")
    place = found["place"].lower() in ("pre", "before") if found["place"] else None
    if found["off"]:
        return SendWish(bus, None, place)
    gain_db = float(found["gain"].replace(",", "."))
    if not _LEAST_DB <= gain_db <= _MOST_DB:
        raise InputError(f"A send goes from {_LEAST_DB:.0f} to +{_MOST_DB:.0f} dB.")
    return SendWish(bus, gain_db, place)


def _send(session: "Session", text: str) -> None:
    wish = read_send(session.project, text)
    rows = [track for track in chosen_tracks(session) if track.id != wish.bus.id]
    edits = [set_send(track.id, wish.bus.id, wish.gain_db, wish.is_pre_fader) for track in rows]
    session.document.transact(f"Send to {wish.bus.name}", compose_edits(*edits))


def _why_no_send(session: "Session") -> str:
    if reason := why_no_tracks(session):
        return reason
    return "" if any(track.kind == "bus" for track in session.project.tracks) else "The song has no bus to send to."


def _start(session: "Session") -> str:
    """The first send of the first chosen track, else the first bus."""
    project, tracks = session.project, chosen_tracks(session)
    sends = tracks[0].strip.sends if tracks else ()
    if sends and (bus := project.track(sends[0].bus_id)):
        return f"{bus.name} = {sends[0].gain_db:g}{' before' if sends[0].is_pre_fader else ''}".replace("-", "−")
    first = next((track.name for track in project.tracks if track.kind == "bus"), "Reverb")
    return f"{first} = −14"


ACTIONS = (
    Action(
        "strip.send",
        "Send…",
        "Mix",
        _send,
        _why_no_send,
        question=Question("Bus and level, such as Reverb = −14, or off; “before” for before the fader", "text", _start),
    ),
)
