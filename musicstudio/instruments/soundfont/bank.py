# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding a General MIDI SoundFont on this machine."""

import os
import sys
from functools import lru_cache
from pathlib import Path

from musicstudio.core.errors import MediaError, ModelMissingError
from musicstudio.core.paths import data_dir, resources_dir

NAMES = (
    "FluidR3_GM.sf2", "MuseScore_General.sf3", "MuseScore_General.sf2", "FluidR3_GM.sf3", "default-GM.sf2",
    "default-GM.sf3",
)  # fmt: skip
_FOLDERS = (
    "/usr/share/sounds/sf2", "/usr/share/sounds/sf3", "/usr/share/soundfonts", "/usr/local/share/soundfonts",
    "/opt/homebrew/share/soundfonts", "/opt/homebrew/share/fluid-synth/sf2", "/usr/local/share/fluid-synth/sf2",
    "~/Library/Audio/Sounds/Banks", "/Library/Audio/Sounds/Banks", "~/.local/share/sounds/sf2",
    "C:/soundfonts", "~/Documents/MuseScore4/SoundFonts",
)  # fmt: skip
_SUFFIXES = (".sf2", ".sf3")
INSTALL_COMMAND = {
    "linux": "sudo apt-get install libfluidsynth3 fluid-soundfont-gm",
    "darwin": "brew install fluid-synth",
}.get(sys.platform, "winget install FluidSynth.FluidSynth")
"""What gets sampled instruments playing; on other systems than Debian's the packages have other names."""

_HOW_TO_GET = f"install one with “{INSTALL_COMMAND}”" if sys.platform == "linux" else "get one, for instance FluidR3"


def find_soundfont() -> Path:
    """The best bank found: ``MUSICSTUDIO_SOUNDFONT``, then the preferred one, the user's own, the system's.

    Raises `ModelMissingError` when there is none, `MediaError` when the file is not a SoundFont.
    """
    chosen = os.environ.get("MUSICSTUDIO_SOUNDFONT", "") or _preferred
    path = _search(chosen, str(data_dir() / "soundfonts"))
    if path is None:
        raise ModelMissingError(
            f"No General MIDI SoundFont was found; {_HOW_TO_GET}, "
            f"or put an .sf2 or .sf3 file into {data_dir() / 'soundfonts'}."
        )
    check_soundfont(path)
    return path


def prefer_soundfont(path: str) -> None:
    """Use a bank from now on; empty: the best one found. For the whole process, as the settings are."""
    global _preferred
    _preferred = path


_preferred = ""


def check_soundfont(path: Path) -> None:
    """Raise `MediaError` unless the file is a whole RIFF SoundFont (its header's size fits the file's)."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        raise MediaError(f"The SoundFont {path} cannot be read ({error.strerror or error}).") from error
    riff_bytes = int.from_bytes(head[4:8], "little") + 8
    if head[:4] != b"RIFF" or head[8:12] != b"sfbk" or riff_bytes > size + 1:
        raise MediaError(f"The SoundFont {path.name} is damaged or incomplete; install it again or choose another one.")


@lru_cache(maxsize=8)
def _search(chosen: str, own_folder: str) -> Path | None:
    if chosen:
        return Path(chosen).expanduser()
    folders = [Path(own_folder), resources_dir() / "soundfonts", *(Path(folder).expanduser() for folder in _FOLDERS)]
    own_files = sorted(path for path in _list_files(folders[0]) if path.suffix.lower() in _SUFFIXES)
    if own_files:
        return max(own_files, key=lambda path: (path.stat().st_size, path.name))
    for name in NAMES:
        for folder in folders:
            if (folder / name).is_file():
                return folder / name
    anything = sorted(path for folder in folders for path in _list_files(folder) if path.suffix.lower() in _SUFFIXES)
    return max(anything, key=lambda path: (path.stat().st_size, path.name), default=None)


def _list_files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []
