# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings as a user sees them: a list that the preferences dialog and the command line are made from."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from musicstudio.core.errors import InputError
from musicstudio.core.languages import languages
from musicstudio.core.paths import prefer_models_dir
from musicstudio.jobs.compute import AUTOMATIC, TITLES, prefer

from .midi_input import ALL, NONE
from .settings import Settings, SettingsFile
from .shortcuts import PRESETS

if TYPE_CHECKING:
    from .session import Session

Choices = tuple[tuple[str, str], ...]
LANGUAGES = (("", "The system's language"), *languages())
COMPUTERS = ((AUTOMATIC, "The best device here"), *TITLES.items())
MARKS = (("on", "On: it says that AI took part, and which song it is"), ("off", "Off"))
SWITCH = (("on", "On"), ("off", "Off"))
INPUT_CHANNELS = (("1", "Mono"), ("2", "Stereo"))
COUNT_INS = (("0", "None"), ("1", "One bar"), ("2", "Two bars"))
PRESET_CHOICES = tuple(PRESETS.items())
MOTIONS = (("", "Usual"), ("reduced", "Reduced"))
THEMES = (("dark", "Dark"), ("light", "Light"), ("contrast", "High contrast"))


@dataclass(frozen=True, slots=True)
class Preference:
    """field: of `Settings`. kind: ``choice``, ``text``, ``file`` or ``folder``. hint: a sentence.

    choices: (value, title) pairs. needs_restart: it is heeded at the next start.
    """

    field: str
    group: str
    title: str
    hint: str
    kind: str = "choice"
    choices: "Callable[[Session], Choices] | None" = None
    needs_restart: bool = False


def _devices(session: "Session") -> Choices:
    named = tuple((name, name) for name in session.player.devices())
    return (("", "The system's choice"), *named)


def _inputs(_: "Session") -> Choices:
    from musicstudio.recording.inputs import input_names

    return (("", "The system's choice"), *((name, name) for name in input_names()))


def _keyboards(session: "Session") -> Choices:
    session.midi.look()
    named = tuple((name, name) for name in session.midi.names)
    return ((ALL, "Every keyboard that is plugged in"), (NONE, "None"), *named)


def _separators(_: "Session") -> Choices:
    from musicstudio.separation.models import list_models

    present = tuple((model.name, model.title) for model in list_models() if model.is_present)
    return (("", "The best one that is here"), *present)


PREFERENCES = (
    Preference("theme", "Look", "Theme", "Colours of the window.", choices=lambda _: THEMES),
    Preference(
        "language", "Look", "Language", "Words of the window, where they are translated.", choices=lambda _: LANGUAGES,
    ),
    Preference(
        "motion", "Look", "Motion", "Reduced: menus and lists open at once, and nothing slides, fades or blinks.",
        choices=lambda _: MOTIONS,
    ),
    Preference(
        "shortcut_preset", "Shortcuts", "Keys as in", "Keys of another program where it has other ones.",
        choices=lambda _: PRESET_CHOICES,
    ),
    Preference("device", "Sound", "Output", "Where the song is heard.", choices=_devices),
    Preference(
        "input", "Sound", "Input", "What is recorded from. A track that is armed shows its level.", choices=_inputs
    ),
    Preference("input_channels", "Sound", "Input channels", "A microphone is mono.", choices=lambda _: INPUT_CHANNELS),
    Preference("count_in_bars", "Sound", "Count-in", "Clicks before a recording.", choices=lambda _: COUNT_INS),
    Preference(
        "recording_delay_s", "Sound", "Recording delay",
        "In seconds: how much later sound comes in than the devices say.", "text",
    ),
    Preference(
        "midi_input", "Sound", "MIDI keyboard",
        "Plays the selected or armed instrument track; it may be plugged in at any time.", choices=_keyboards,
    ),
    Preference(
        "soundfont", "Sound", "SoundFont", "A General MIDI bank for the instruments; empty: the best one found.", "file"
    ),
    Preference("separation_model", "Sound", "Stems", "What takes recordings apart.", choices=_separators),
    Preference("compute_device", "Sound", "Networks run on", "Stems and neural engines.", choices=lambda _: COMPUTERS),
    Preference(
        "inaudible_mark", "Papers", "Inaudible mark", "In mixes that AI took part in; it survives MP3 and cuts.",
        choices=lambda _: MARKS,
    ),
    Preference(
        "library", "Papers", "Music of your own", "A folder of songs, MIDI and scores to compare with.", "folder"
    ),
    Preference(
        "keeps_library", "Library", "Library", "Lists what is made and brought in on this machine, to be found again.",
        choices=lambda _: SWITCH,
    ),
    Preference(
        "suggests", "Library", "Suggestions", "Offers styles and words of what you starred and played. Nothing leaves "
        "this machine.", choices=lambda _: SWITCH,
    ),
    Preference(
        "assistants", "Assistants", "Door for assistants",
        "Lets a program that you start work on songs through `musicstudio mcp`; each call is one step, and is listed.",
        choices=lambda _: SWITCH,
    ),
    Preference(
        "author", "You", "Author", "Who made the songs: stands in the papers that say what a person did.", "text"
    ),
    Preference("artist", "You", "Artist", "Written into exported files; empty: the author.", "text"),
    Preference(
        "songs_folder", "Folders", "Songs", "Where new songs go; empty: MusicStudio in your music folder. Songs that "
        "are elsewhere stay there.", "folder"
    ),
    Preference(
        "models_folder", "Folders", "Models", "Where the store keeps weights, on a larger disk perhaps; empty: with "
        "the studio's data. Nothing is moved.", "folder"
    ),
)  # fmt: skip


def preference(field: str) -> Preference:
    """A preference by its field. Raises `InputError` naming those there are."""
    found = next((each for each in PREFERENCES if each.field == field), None)
    if found is None:
        raise InputError(f"There is no setting {field!r}; there are {', '.join(each.field for each in PREFERENCES)}.")
    return found


def set_preference(session: "Session", field: str, value: str) -> None:
    """Set it, for all songs, and heed it at once. Raises `InputError` or `MediaError` for what cannot be."""
    wanted = preference(field)
    if wanted.choices is not None and value not in {choice for choice, _ in wanted.choices(session)}:
        raise InputError(f"{wanted.title} cannot be {value!r}.")
    if field == "device":
        session.player_sync.choose_device(value)
    set_setting(session.settings, field, value)
    if field == "midi_input":
        session.midi.choose(value)
    if field in ("input", "input_channels") and session.recording.armed_track_id:
        session.recording.listen()


def set_setting(settings: SettingsFile, field: str, value: str) -> None:
    """Set it without a song being open. Raises `InputError` or `MediaError`."""
    wanted, text = preference(field), value.strip()
    fixed = _FIXED.get(field)
    if fixed and text not in {choice for choice, _ in fixed}:
        raise InputError(f"{wanted.title} can be {', '.join(choice for choice, _ in fixed if choice)}, not {value!r}.")
    if field == "soundfont":
        _use_soundfont(text)
    if field == "compute_device":
        prefer(text)
    if wanted.kind == "folder" and text:
        check_folder(Path(text).expanduser(), is_written=field != "library")
    if field == "models_folder":
        prefer_models_dir(text)
    settings.change(**{field: _as_typed(field, text)})


def check_folder(folder: Path, is_written: bool) -> None:
    """Raises `InputError` for what is no folder, or cannot be written into where it must."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file, not a folder.")
    if not folder.is_dir():
        raise InputError(f"There is no folder at {folder}.")
    if is_written and not os.access(folder, os.W_OK | os.X_OK):
        raise InputError(f"Nothing can be written into {folder}.")


_FIXED = {
    "theme": THEMES,
    "motion": MOTIONS,
    "language": LANGUAGES,
    "compute_device": COMPUTERS,
    "input_channels": INPUT_CHANNELS,
    "count_in_bars": COUNT_INS,
    "inaudible_mark": MARKS,
    "keeps_library": SWITCH,
    "suggests": SWITCH,
    "assistants": SWITCH,
}
_MAX_DELAY_S = 1.0


def _as_typed(field: str, text: str) -> str | int | float:
    """A text as the setting keeps it."""
    kind = type(getattr(Settings(), field))
    if kind is int:
        return int(text)
    if kind is not float:
        return text
    try:
        number = float(text or 0.0)
    except ValueError:
        number = float("nan")
    if not abs(number) <= _MAX_DELAY_S:
        raise InputError(f"{preference(field).title} is a number of seconds from -1 to 1.")
    return number


def _use_soundfont(path: str) -> None:
    from musicstudio.instruments.soundfont.bank import check_soundfont, prefer_soundfont

    if path:
        check_soundfont(Path(path).expanduser())
    prefer_soundfont(path)
