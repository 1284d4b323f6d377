# SPDX-License-Identifier: GPL-3.0-or-later
"""Third-party instruments of tracks, and the windows that plug-ins bring with them."""

from typing import TYPE_CHECKING

from musicstudio.core.errors import InputError
from musicstudio.mixing.hosting.as_device import device_of, title_of
from musicstudio.mixing.hosting.scanning import known_plugins
from musicstudio.project.edits.tracks import set_instrument_plugin, turn_instrument

from ..audio.plugin_editor import edited_plugins, open_editor
from .action import Action
from .chosen import chosen_tracks
from .question import Choices, Question
from .track_actions import why_no_instrument

if TYPE_CHECKING:
    from ..session.session import Session


def _plugins(session: "Session") -> Choices:
    """What there is, and what plays the track now though it is no longer installed."""
    usable = {known.path: known.title for known in known_plugins() if known.is_instrument and not known.failure}
    tracks, now = chosen_tracks(session), _plugin(session)
    device = tracks[0].instrument_plugin if tracks else None
    gone = {now: title_of(device)} if device and now not in usable else {}
    return (("", "The studio's own instrument"), *usable.items(), *gone.items())


def _plugin(session: "Session") -> str:
    tracks = chosen_tracks(session)
    device = tracks[0].instrument_plugin if tracks else None
    return device.plugin.path if device and device.plugin else ""


def _set_plugin(session: "Session", path: str) -> None:
    (track,) = chosen_tracks(session)
    if path == _plugin(session):
        return
    known = next((each for each in known_plugins() if each.path == path), None)
    title = f"Play {track.name} on {known.title if known else 'its own instrument'}"
    session.document.transact(title, set_instrument_plugin(track.id, device_of(known) if known else None))


def _why_no_plugin(session: "Session") -> str:
    if reason := why_no_instrument(session):
        return reason
    return "" if _plugin(session) else "No plug-in plays this track."


def _turn(session: "Session", text: str) -> None:
    (track,) = chosen_tracks(session)
    device = track.instrument_plugin
    name, _, value = text.partition("=")
    question = Question(name.strip(), "number", least=0.0, most=1.0)
    share = float(question.check_answer(session, value.strip()))
    if device is None or name.strip() not in device.params:
        known = ", ".join(device.params) if device else ""
        raise InputError(f"There is no setting “{name.strip()[:40]}”; there are {known[:400]}.")
    session.document.transact(
        f"{track.name}: {name.strip()} {share:g}", turn_instrument(track.id, {name.strip(): share})
    )


def _windows(session: "Session") -> Choices:
    chosen = {track.id for track in chosen_tracks(session)}
    found = [(owner, device) for owner, device in edited_plugins(session.project) if owner in chosen or not owner]
    return tuple((device.id, title_of(device)) for _, device in found)


def _why_no_window(session: "Session") -> str:
    return "" if _windows(session) else "There is no plug-in on the chosen tracks or the master."


ACTIONS = (
    Action(
        "track.instrument_plugin",
        "Play by a plug-in…",
        "Track",
        _set_plugin,
        why_no_instrument,
        question=Question("Plug-in", "choice", _plugin, choices=_plugins),
    ),
    Action(
        "track.plugin_setting",
        "Setting of the plug-in…",
        "Track",
        _turn,
        _why_no_plugin,
        question=Question("Setting and value from 0 to 1, such as cutoff=0.4"),
    ),
    Action(
        "mix.plugin_window",
        "Open a plug-in's own window…",
        "Mix",
        open_editor,
        _why_no_window,
        question=Question("Plug-in", "choice", choices=_windows),
    ),
)
