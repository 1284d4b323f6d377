# SPDX-License-Identifier: GPL-3.0-or-later
"""``restyle SONG.mstudio --prompt P -o NEW.mstudio``: the same song in another style."""

import argparse

from musicstudio.app.generation.change_plan import plan_edit
from musicstudio.app.generation.restyle import restyle
from musicstudio.core.errors import InputError
from musicstudio.engines.contract import Task

from .. import arguments
from ..running import create_song, open_song, print_json, song_path
from ..sheets import add_dry_run, show_change
from ..summary import summary


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("restyle", help="the same song in another style")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    parser.add_argument("--prompt", required=True, metavar="P")
    parser.add_argument("-o", "--output", type=arguments.file, metavar="NEW.mstudio", help="needed unless --dry-run")
    parser.add_argument("--seed", type=arguments.count(0, 2**31 - 1), metavar="N")
    add_dry_run(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Restyle into a new song."""
    if options.output is None and not options.dry_run:
        raise InputError("Say where the new song goes: -o NEW.mstudio.")
    with open_song(options.song) as original:
        plan = plan_edit(original.session, Task.RESTYLE, options.prompt, options.seed)
        show_change(plan, options.dry_run, options.json)
        if options.dry_run:
            return 0
        song, media = original.session.project, original.session.media
        with create_song(options.output, song.title) as headless:
            headless.wait_for(restyle(headless.session, options.prompt, seed=options.seed, song=song, media=media))
            if options.json:
                print_json(summary(headless.session.project))
            else:
                print(song_path(options.output))
    return 0
