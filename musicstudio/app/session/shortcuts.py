# SPDX-License-Identifier: GPL-3.0-or-later
"""Which keys do what: the studio's own, those of another program, and what the user set; no key does two things.

A preset says only where another program differs. A key that it or the user gives to an action is taken from the action
that had it; what lost its last key that way is told by `lost_keys`.
"""

from collections.abc import Mapping

from .settings import Settings

OWN = ""
PRESETS = {OWN: "MusicStudio", "live": "Ableton Live", "logic": "Logic Pro", "reaper": "REAPER", "audacity": "Audacity"}
Keys = Mapping[str, tuple[str, ...]]

_LIVE = {
    "clip.split": "Ctrl+E", "clip.join": "Ctrl+J", "clip.duplicate": "Ctrl+D", "transport.loop_selection": "Ctrl+L",
    "transport.record": "F9", "transport.metronome": "O", "track.add_audio": "Ctrl+T", "clip.mute": "0",
    "track.add_instrument": "Ctrl+Shift+T", "automation.lanes": "A", "view.snap": "Ctrl+4", "track.rename": "Ctrl+R",
    "view.follow": "Ctrl+Shift+F", "export.audio": "Ctrl+Shift+R", "song.regenerate_selection": "Ctrl+Alt+G",
    "time.insert": "Ctrl+I", "clip.reverse": "R", "view.zoom_fit": "W", "view.song_sheet": "Ctrl+Alt+4",
}  # fmt: skip
_LOGIC = {
    "clip.split": "Ctrl+T", "clip.join": "Ctrl+J", "transport.loop": "C", "transport.metronome": "K",
    "transport.record": "R", "automation.lanes": "A", "view.bottom": "X", "view.zoom_fit": "Z",
    "clip.duplicate": "Ctrl+R", "export.audio": "Ctrl+B", "track.add_audio": "Ctrl+Alt+A", "track.mute": "M",
    "track.add_instrument": "Ctrl+Alt+S", "track.solo": "S", "marker.add": "Alt+'", "transport.start": "Return",
    "song.regenerate_selection": "Ctrl+Alt+R", "song.regenerate_by_words": "Ctrl+Alt+Shift+R", "view.tab_1": "P",
    "track.duplicate": "Ctrl+D",
}  # fmt: skip
_REAPER = {
    "clip.split": "S", "transport.record": "Ctrl+R", "transport.loop": "R", "marker.add": "M",
    "track.add_audio": "Ctrl+T", "track.add_instrument": "Ctrl+Shift+T", "export.audio": "Ctrl+Alt+R",
    "clip.normalize": "Ctrl+Shift+N", "view.snap": "Alt+S", "transport.start": "W", "transport.end": "End",
    "song.regenerate_selection": "Ctrl+Alt+G", "song.regenerate_by_words": "Ctrl+Alt+Shift+G", "take.next": "T",
    "take.previous": "Shift+T", "view.zoom_fit": "Ctrl+PgDown", "track.rename": "F2", "help.notices": "Ctrl+Alt+N",
}  # fmt: skip
_AUDACITY = {
    "clip.split": "Ctrl+I", "clip.join": "Ctrl+J", "clip.duplicate": "Ctrl+D", "view.zoom_in": "Ctrl+1",
    "view.zoom_out": "Ctrl+3", "view.zoom_fit": "Ctrl+F", "view.zoom_selection": "Ctrl+E", "transport.record": "R",
    "transport.loop": "L", "marker.add": "Ctrl+B", "track.add_audio": "Ctrl+Shift+N", "track.mute": "Shift+U",
    "track.solo": "Shift+S", "file.import": "Ctrl+Shift+I", "export.audio": "Ctrl+Shift+E", "clip.delete": "Ctrl+K",
    "app.palette": "Ctrl+Shift+P", "view.create": "Ctrl+Alt+1", "view.bottom": "Ctrl+Alt+3",
    "help.notices": "Ctrl+Alt+N",
}  # fmt: skip
KEYS_OF_PRESETS: dict[str, dict[str, str]] = {
    OWN: {},
    "live": _LIVE,
    "logic": _LOGIC,
    "reaper": _REAPER,
    "audacity": _AUDACITY,
}


def keys_of(defaults: Keys, settings: Settings) -> dict[str, tuple[str, ...]]:
    """The keys of every action, from the studio's own, the preset that is set, and what the user set."""
    preset = {
        each: (key,) for each, key in KEYS_OF_PRESETS.get(settings.shortcut_preset, {}).items() if each in defaults
    }
    return _laid_over(_laid_over(defaults, preset), _of_user(defaults, settings))


def lost_keys(defaults: Keys, settings: Settings) -> dict[str, str]:
    """Actions that have no key any more because another action has it, with the id of that one."""
    now = keys_of(defaults, settings)
    owners = {key: each for each, keys in now.items() for key in keys}
    emptied = [each for each, keys in defaults.items() if keys and not now[each]]
    return {each: owners[key] for each in emptied for key in defaults[each][:1] if key in owners}


def owner_of(defaults: Keys, settings: Settings, key: str, but: str) -> str:
    """The id of the action, other than one, that a key does now; empty for none."""
    return next((each for each, keys in keys_of(defaults, settings).items() if key in keys and each != but), "")


def with_key(settings: Settings, action_id: str, key: str | None) -> dict[str, str]:
    """What the user set, with another key for an action: empty for no key, None for the preset's again."""
    changed = {each: kept for each, kept in settings.shortcuts.items() if each != action_id}
    if key:
        changed = {each: kept for each, kept in changed.items() if kept != key}
    return changed if key is None else {**changed, action_id: key}


def _of_user(defaults: Keys, settings: Settings) -> dict[str, tuple[str, ...]]:
    return {each: (key,) if key else () for each, key in settings.shortcuts.items() if each in defaults}


def _laid_over(below: Keys, above: Keys) -> dict[str, tuple[str, ...]]:
    """The keys of ``above``; whoever below has one of them loses it."""
    taken = {key for keys in above.values() for key in keys}
    kept = {each: tuple(key for key in keys if key not in taken) for each, keys in below.items()}
    return {**kept, **above}
