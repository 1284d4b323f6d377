# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks: name, role, instrument, mute, solo, order, hide and remove."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from musicstudio.core.ids import new_id
from musicstudio.instruments import catalogue
from musicstudio.project.edits.helpers import compose_edits
from musicstudio.project.edits.strips import set_mute, set_solo
from musicstudio.project.edits.tracks import (
    add_track,
    duplicate_track,
    move_track,
    remove_tracks,
    rename_track,
    set_color,
    set_heights,
    set_hidden,
    set_instrument,
    set_role,
    thaw_track,
)
from musicstudio.project.freezing import frozen_sound
from musicstudio.project.model import Track
from musicstudio.project.model.tracks import ROLES

from ..audio.freeze import freeze, why_not_freeze
from .action import Action
from .chosen import chosen_tracks, why_no_one_track, why_no_tracks
from .clip_actions import COLORS as COLORS_OF_CLIPS
from .question import Choices, Question

if TYPE_CHECKING:
    from ..session.session import Session


def _ids(session: "Session") -> list[str]:
    return [track.id for track in chosen_tracks(session)]


def _mute(session: "Session") -> None:
    is_muted = not _is_muted(session)
    session.document.transact("Mute" if is_muted else "Unmute", set_mute(_ids(session), is_muted))


def _is_muted(session: "Session") -> bool:
    tracks = chosen_tracks(session)
    return bool(tracks) and all(track.strip.is_muted for track in tracks)


def _solo(session: "Session") -> None:
    is_soloed = not _is_soloed(session)
    session.document.transact("Solo" if is_soloed else "Unsolo", set_solo(_ids(session), is_soloed))


def _is_soloed(session: "Session") -> bool:
    tracks = chosen_tracks(session)
    return bool(tracks) and all(track.strip.is_soloed for track in tracks)


def _remove(session: "Session") -> None:
    names = ", ".join(track.name for track in chosen_tracks(session))
    session.document.transact(f"Remove {names}", remove_tracks(_ids(session)))


def _add(kind: str, name: str, instrument: str = "", role: str = "other") -> Callable[["Session"], None]:
    def run(session: "Session") -> None:
        after = [i for i, track in enumerate(session.project.tracks) if track.id in _ids(session)]
        rows = [i for i, track in enumerate(session.project.tracks) if track.kind != "bus"]
        track = Track(new_id("track"), name, kind, role, instrument)
        session.document.transact(f"Add {name}", add_track(track, max(after or rows, default=-1) + 1))
        session.selection.set(track_ids={track.id})

    return run


def _why_no_copy(session: "Session") -> str:
    is_row = all(track.kind not in ("group", "bus") for track in chosen_tracks(session))
    return why_no_one_track(session) or ("" if is_row else "Groups and buses cannot be duplicated.")


def _duplicate(session: "Session") -> None:
    (track,) = chosen_tracks(session)
    copy_id = new_id("track")
    session.document.transact(f"Duplicate {track.name}", duplicate_track(track.id, copy_id))
    session.selection.set(track_ids={copy_id})


def _name(session: "Session") -> str:
    tracks = chosen_tracks(session)
    return tracks[0].name if tracks else ""


def _rename(session: "Session", name: str) -> None:
    (track,) = chosen_tracks(session)
    session.document.transact(f"Rename {track.name}", rename_track(track.id, name))


def _roles(_: "Session") -> Choices:
    return tuple((role, role) for role in ROLES)


def _role(session: "Session") -> str:
    tracks = chosen_tracks(session)
    return tracks[0].role if tracks else "other"


def _set_role(session: "Session", role: str) -> None:
    session.document.transact(f"Role {role}", compose_edits(*(set_role(track_id, role) for track_id in _ids(session))))


def why_no_instrument(session: "Session") -> str:
    is_one = len(chosen_tracks(session)) == 1 and chosen_tracks(session)[0].kind == "instrument"
    return "" if is_one else "Select one instrument track."


def _instruments(_: "Session") -> Choices:
    return tuple((each.id, each.title) for each in catalogue.load().values())


def _instrument(session: "Session") -> str:
    tracks = chosen_tracks(session)
    return tracks[0].instrument if tracks else ""


def _set_instrument(session: "Session", instrument_id: str) -> None:
    (track,) = chosen_tracks(session)
    title = catalogue.load()[instrument_id].title
    session.document.transact(f"Play {track.name} on {title}", set_instrument(track.id, instrument_id))


def _neighbor_index(session: "Session", direction: int) -> int | None:
    """Where the one chosen track goes to pass the next row in a direction; None at the end."""
    tracks, chosen = session.project.tracks, chosen_tracks(session)
    if len(chosen) != 1:
        return None
    index = tracks.index(chosen[0]) + direction
    return index if 0 <= index < len(tracks) and tracks[index].kind != "bus" else None


def _why_no_move(direction: int) -> Callable[["Session"], str]:
    end = "top" if direction < 0 else "bottom"

    def why_not(session: "Session") -> str:
        is_end = _neighbor_index(session, direction) is None
        return why_no_one_track(session) or (f"The track is at the {end} already." if is_end else "")

    return why_not


def _move(direction: int) -> Callable[["Session"], None]:
    def run(session: "Session") -> None:
        index = _neighbor_index(session, direction)
        if index is not None:
            (track,) = chosen_tracks(session)
            session.document.transact(f"Move {track.name}", move_track(track.id, index), merge_key="move-track")

    return run


def _hide(session: "Session") -> None:
    names = ", ".join(track.name for track in chosen_tracks(session))
    edits = [set_hidden(track_id, True) for track_id in _ids(session)]
    session.document.transact(f"Hide {names}", compose_edits(*edits))


def _why_none_hidden(session: "Session") -> str:
    return "" if any(track.is_hidden for track in session.project.tracks) else "No track is hidden."


def _show_all(session: "Session") -> None:
    edits = [set_hidden(track.id, False) for track in session.project.tracks if track.is_hidden]
    session.document.transact("Show all tracks", compose_edits(*edits))


def _frozen(session: "Session") -> Track | None:
    """The one chosen track, if its frozen sound is what plays."""
    tracks = chosen_tracks(session)
    return tracks[0] if len(tracks) == 1 and frozen_sound(session.project, tracks[0]) else None


def _is_frozen(session: "Session") -> bool:
    return _frozen(session) is not None


def _freeze(session: "Session") -> None:
    (track,) = chosen_tracks(session)
    if _is_frozen(session):
        session.document.transact(f"Unfreeze {track.name}", thaw_track(track.id))
    else:
        freeze(session, track.id)


def _why_no_freeze(session: "Session") -> str:
    if problem := why_no_one_track(session):
        return problem
    return "" if _is_frozen(session) else why_not_freeze(chosen_tracks(session)[0])


COLORS = (("", "As its role"), *COLORS_OF_CLIPS[1:])


def _color(session: "Session") -> str:
    tracks = chosen_tracks(session)
    return tracks[0].color if tracks else ""


def _set_color(session: "Session", color: str) -> None:
    edits = [set_color(track_id, color) for track_id in _ids(session)]
    session.document.transact("Colour of the track", compose_edits(*edits))


HEIGHTS = (("0", "As all rows"), ("40", "Flat"), ("96", "Normal"), ("148", "High"), ("280", "Very high"))


def _height(session: "Session") -> str:
    tracks = chosen_tracks(session)
    return str(tracks[0].height_px) if tracks else "0"


def _set_height(session: "Session", height_px: str) -> None:
    session.document.transact("Height of the row", set_heights(_ids(session), int(height_px)))


ACTIONS = (
    Action("track.add_audio", "Add an audio track", "Track", _add("audio", "Audio"), icon="plus"),
    Action(
        "track.add_instrument",
        "Add an instrument track",
        "Track",
        _add("instrument", "Piano", "grand_piano", "keys"),
        shortcuts=("Ctrl+T",),
        icon="plus",
    ),
    Action("track.mute", "Mute track", "Track", _mute, why_no_tracks, ("Shift+U",), "volume-x", is_on=_is_muted),
    Action("track.solo", "Solo track", "Track", _solo, why_no_tracks, ("Shift+S",), "headphones", is_on=_is_soloed),
    Action(
        "track.rename", "Rename the track…", "Track", _rename, why_no_one_track, question=Question("Name", start=_name)
    ),
    Action(
        "track.role",
        "Role of the track…",
        "Track",
        _set_role,
        why_no_tracks,
        question=Question("Role", "choice", _role, choices=_roles),
    ),
    Action(
        "track.instrument",
        "Instrument of the track…",
        "Track",
        _set_instrument,
        why_no_instrument,
        question=Question("Instrument", "choice", _instrument, choices=_instruments),
    ),
    Action(
        "track.color",
        "Colour of the track…",
        "Track",
        _set_color,
        why_no_tracks,
        question=Question("Colour", "choice", _color, choices=lambda _: COLORS),
    ),
    Action(
        "track.height",
        "Height of the row…",
        "Track",
        _set_height,
        why_no_tracks,
        question=Question("Height", "choice", _height, choices=lambda _: HEIGHTS),
    ),
    Action(
        "track.freeze",
        "Freeze the track",
        "Track",
        _freeze,
        _why_no_freeze,
        ("Ctrl+Alt+F",),
        "lock",
        is_on=_is_frozen,
        title_now=lambda session: "Unfreeze the track" if _is_frozen(session) else "Freeze the track",
    ),
    Action("track.duplicate", "Duplicate the track", "Track", _duplicate, _why_no_copy, ("Ctrl+Shift+D",), "copy"),
    Action("track.up", "Move the track up", "Track", _move(-1), _why_no_move(-1), ("Ctrl+Shift+Up",)),
    Action("track.down", "Move the track down", "Track", _move(+1), _why_no_move(+1), ("Ctrl+Shift+Down",)),
    Action("track.hide", "Hide the track; it sounds all the same", "Track", _hide, why_no_tracks),
    Action("track.show_all", "Show all tracks", "Track", _show_all, _why_none_hidden),
    Action("track.remove", "Remove track", "Track", _remove, why_no_tracks, ("Shift+Delete",), "trash-2"),
)
