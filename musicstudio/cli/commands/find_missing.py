# SPDX-License-Identifier: GPL-3.0-or-later
"""``find-missing SONG.mstudio FOLDER``: audio that a song has lost, looked for below a folder."""

import argparse

from musicstudio.app.files.missing_audio import describe_missing, find_missing_audio

from .. import arguments
from ..running import open_song, print_json


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("find-missing", help="find audio that a song has lost")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    parser.add_argument("folder", type=arguments.file, metavar="FOLDER")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Search; 1 when something is still missing."""
    with open_song(options.song) as headless:
        session = headless.session
        headless.wait_for(find_missing_audio(session, options.folder))
        missing = describe_missing(session.project, session.media)
    if options.json:
        print_json({"missing": missing})
    return 1 if missing else 0
