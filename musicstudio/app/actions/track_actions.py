# SPDX-License-Identifier: GPL-3.0-or-later
"""Muting, soloing and removing rows."""

from typing import TYPE_CHECKING

from musicstudio.project.edits.strips import set_mute, set_solo
from musicstudio.project.edits.tracks import remove_tracks
from musicstudio.project.model import Track

from .action import Action

if TYPE_CHECKING:
    from ..session.session import Session


def _chosen(session: "Session") -> list[Track]:
    named = [track for track in session.project.tracks if track.id in session.selection.track_ids]
    return named or [t for t in session.project.tracks if any(c.id in session.selection.clip_ids for c in t.clips)]


def _why_no_tracks(session: "Session") -> str:
    return "" if _chosen(session) else "Select a track first."


def _mute(session: "Session") -> None:
    tracks = _chosen(session)
    is_muted = not all(track.strip.is_muted for track in tracks)
    label = "Mute" if is_muted else "Unmute"
    session.document.transact(label, set_mute([track.id for track in tracks], is_muted))


def _solo(session: "Session") -> None:
    tracks = _chosen(session)
    is_soloed = not all(track.strip.is_soloed for track in tracks)
    label = "Solo" if is_soloed else "Unsolo"
    session.document.transact(label, set_solo([track.id for track in tracks], is_soloed))


def _remove(session: "Session") -> None:
    session.document.transact("Remove track", remove_tracks([track.id for track in _chosen(session)]))


ACTIONS = (
    Action("track.mute", "Mute track", "Track", _mute, _why_no_tracks, ("Shift+U",), "volume-x"),
    Action("track.solo", "Solo track", "Track", _solo, _why_no_tracks, ("Shift+S",), "headphones"),
    Action("track.remove", "Remove track", "Track", _remove, _why_no_tracks, ("Shift+Delete",), "trash-2"),
)
