# SPDX-License-Identifier: GPL-3.0-or-later
"""``mcp``: a door for assistants over stdin and stdout (Model Context Protocol), closed until the user opens it."""

import argparse
import logging
from importlib.util import find_spec

from musicstudio.app.session.settings import SettingsFile
from musicstudio.core.errors import InputError

from .. import arguments
from ..assistants.places import Places, songs_folder_of


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("mcp", help="let an assistant work on songs, over stdin and stdout")
    parser.add_argument("--songs", type=arguments.file, metavar="FOLDER", help="instead of the folder in the settings")
    parser.add_argument(
        "--allow", type=arguments.file, action="append", default=[], metavar="FOLDER", help="one more folder"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until the assistant goes. Raises `InputError` while the door is closed, or without its packages."""
    settings = SettingsFile().values
    if settings.assistants != "on":
        raise InputError(
            "The door for assistants is closed; open it in Preferences > Assistants, or with: "
            "musicstudio settings assistants on"
        )
    if find_spec("mcp") is None:
        raise InputError(
            'The packages for assistants are missing; install them with: pip install "musicstudio[assistants]"'
        )
    from ..assistants.door import Door
    from ..assistants.server import serve

    logging.getLogger("mcp").setLevel(logging.CRITICAL)
    serve(Door(Places([options.songs or songs_folder_of(settings.songs_folder), *options.allow])))
    return 0
