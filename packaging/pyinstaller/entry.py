# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a frozen MusicStudio begins. Its helper processes (decoder, player) and its workers begin here, too."""

import ctypes.util
import importlib
import multiprocessing
import sys
from pathlib import Path


def run() -> int:
    """The studio, or one of its helpers when the studio starts itself again as that."""
    leave_current_folder_out()
    find_own_libraries_first()
    multiprocessing.freeze_support()  # a worker of a batch goes no further
    from musicstudio.core.children import HELPER_FLAG, HELPER_MODULES
    from musicstudio.core.paths import data_dir

    sys.path.append(str(data_dir() / "engines"))  # engines of others: pip install --target that folder NAME
    if sys.argv[1:2] == [HELPER_FLAG] and sys.argv[2] in HELPER_MODULES:
        return int(importlib.import_module(sys.argv[2]).main(sys.argv[3:]) or 0)
    from musicstudio.cli.main import main

    return main(as_command(sys.argv[1:]))


def as_command(words: list[str]) -> list[str]:
    """A double click gives the song alone, or a file within it."""
    place = Path(words[0]) if len(words) == 1 else None
    around = (place, *place.parents) if place else ()
    song = next((each for each in around if each.suffix == ".mstudio" and each.is_dir()), None)
    return ["open", str(song)] if song else words


def leave_current_folder_out() -> None:
    """Only what was packed is imported, wherever the studio is started."""
    packed = Path(sys._MEIPASS).resolve()  # type: ignore[attr-defined]
    sys.path[:] = [
        place for place in sys.path if place and packed in (Path(place).resolve(), *Path(place).resolve().parents)
    ]


def find_own_libraries_first() -> None:
    """FluidSynth and PortAudio are packed, so that a system without them plays."""
    packed, find = Path(sys._MEIPASS), ctypes.util.find_library  # type: ignore[attr-defined]

    def find_library(name: str) -> str | None:
        own = sorted(packed.glob(f"lib{name}.so*")) + sorted(packed.glob(f"lib{name}*.dylib"))
        return str(own[0]) if own else find(name)

    ctypes.util.find_library = find_library


if __name__ == "__main__":
    raise SystemExit(run())
