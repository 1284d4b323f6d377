# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways to listen that are no part of the song: strips alone, the mix without its mastering, dim and mono."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..audio.song_sound import compare_mastering, why_not_compare
from .action import Action
from .chosen import chosen_tracks, why_no_tracks

if TYPE_CHECKING:
    from ..session.session import Session


def _ids(session: "Session") -> list[str]:
    return [track.id for track in chosen_tracks(session)]


def _are_heard(place: str) -> Callable[["Session"], bool]:
    def value(session: "Session") -> bool:
        ids = _ids(session)
        return bool(ids) and set(ids) <= set(getattr(session.monitoring.now, place))

    return value


def _before_fader(session: "Session") -> None:
    session.monitoring.listen_before_fader(_ids(session), not _are_heard("before_fader")(session))


def _after_fader(session: "Session") -> None:
    session.monitoring.listen_after_fader(_ids(session), not _are_heard("after_fader")(session))


def _dim(session: "Session") -> None:
    session.monitoring.dim(not session.monitoring.now.is_dimmed)


def _mono(session: "Session") -> None:
    session.monitoring.hear_mono(not session.monitoring.now.is_mono)


def _why_plain(session: "Session") -> str:
    return "The song is heard as it leaves." if session.monitoring.is_plain else ""


ACTIONS = (
    Action(
        "listen.before_fader",
        "Listen before the fader (PFL)",
        "Mix",
        _before_fader,
        why_no_tracks,
        is_on=_are_heard("before_fader"),
    ),
    Action(
        "listen.after_fader",
        "Listen after the fader (AFL)",
        "Mix",
        _after_fader,
        why_no_tracks,
        is_on=_are_heard("after_fader"),
    ),
    Action(
        "listen.unmastered",
        "Compare with and without mastering",
        "Mix",
        compare_mastering,
        why_not_compare,
        is_on=lambda s: s.monitoring.now.is_unmastered,
    ),
    Action("listen.dim", "Dim by 20 dB", "Mix", _dim, is_on=lambda s: s.monitoring.now.is_dimmed),
    Action("listen.mono", "Listen in mono", "Mix", _mono, is_on=lambda s: s.monitoring.now.is_mono),
    Action("listen.end", "Listen to the song as it leaves", "Mix", lambda s: s.monitoring.end(), _why_plain),
)
