# SPDX-License-Identifier: GPL-3.0-or-later
"""``restyle SONG.mstudio --prompt P -o NEW.mstudio``: the same song in another style."""

import argparse

from musicstudio.app.generation.restyle import restyle

from .. import arguments
from ..running import create_song, open_song, print_json, song_path
from ..summary import summary


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("restyle", help="the same song in another style")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    parser.add_argument("--prompt", required=True, metavar="P")
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar="NEW.mstudio")
    parser.add_argument("--seed", type=arguments.count(0, 2**31 - 1), metavar="N")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Restyle into a new song."""
    with open_song(options.song) as original, create_song(options.output, original.session.project.title) as headless:
        song, media = original.session.project, original.session.media
        headless.wait_for(restyle(headless.session, options.prompt, seed=options.seed, song=song, media=media))
        if options.json:
            print_json(summary(headless.session.project))
        else:
            print(song_path(options.output))
    return 0
