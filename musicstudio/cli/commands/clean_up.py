# SPDX-License-Identifier: GPL-3.0-or-later
"""``clean-up SONG.mstudio``: audio that neither the song nor its history uses; shown, and removed with ``--yes``."""

import argparse

from musicstudio.app.files.clean_up import clean_up, describe_unused, unused_audio

from .. import arguments
from ..running import open_song, print_json


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("clean-up", help="show and remove audio that neither a song nor its history uses")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    parser.add_argument("--yes", action="store_true", help="remove it; without this it is only shown")
    parser.add_argument(
        "--keep-steps",
        type=arguments.count(1, 1000),
        metavar="N",
        help="with --yes: older steps of undo go",
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show or remove."""
    with open_song(options.song, plays=False) as headless:
        session = headless.session
        if options.yes and options.keep_steps:
            session.folder.forget_steps(options.keep_steps)
        unused = unused_audio(session)
        if options.yes and unused:
            clean_up(session, unused)
    if options.json:
        print_json({"files": list(unused.hashes), "size_bytes": unused.size_bytes, "is_removed": options.yes})
    elif not options.yes:
        print(f"{describe_unused(unused)} can be removed with --yes." if unused else "There is nothing to remove.")
    return 0
