# SPDX-License-Identifier: GPL-3.0-or-later
"""``open SONG.mstudio``, or no command at all: the window."""

import argparse
import os
import sys

from musicstudio.core.errors import InputError

from .. import arguments


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("open", help="open a song in the window")
    parser.add_argument(
        "path", type=arguments.file, metavar="SONG.mstudio", nargs="?", help="the last one when left out"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    if options.path is not None and not options.path.is_dir():
        raise InputError(f"There is no song at {options.path}.")
    if not has_screen():
        raise InputError("There is no screen here; `musicstudio --help` lists what works without one.")
    from musicstudio.ui.app import run as run_window

    return int(run_window(options.path))


def has_screen() -> bool:
    """Whether a window can be shown."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
