# SPDX-License-Identifier: GPL-3.0-or-later
"""``layer SONG.mstudio --prompt P``: one more instrument, or another in the place of one."""

import argparse

from musicstudio.app.generation.change_plan import plan_edit
from musicstudio.app.generation.layer import layer
from musicstudio.app.headless.naming import track_ids_named
from musicstudio.engines.contract import Task

from .. import arguments
from ..running import open_song, print_json
from ..sheets import add_dry_run, show_change
from ..summary import summary


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("layer", help="add or replace an instrument")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    parser.add_argument("--prompt", default="", metavar="P", help="what to add; the engine chooses when it is left out")
    parser.add_argument("--replace", metavar="TRACK", help="mute this track and play something else in its place")
    parser.add_argument("--seed", type=arguments.count(0, 2**31 - 1), metavar="N")
    add_dry_run(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Add the part and save."""
    with open_song(options.song) as headless:
        session = headless.session
        replaced = track_ids_named(session.project, (options.replace,))[0] if options.replace else ""
        if options.prompt or options.dry_run:
            plan = plan_edit(
                session, Task.LAYER, options.prompt, options.seed, options.dry_run,
                track_ids=(replaced,) if replaced else (),
            )  # fmt: skip
            show_change(plan, options.dry_run, options.json)
        if options.dry_run:
            return 0
        headless.wait_for(layer(session, options.prompt, replace_track_id=replaced, seed=options.seed))
        if options.json:
            print_json(summary(session.project))
        else:
            print(session.document.history[-1].label)
    return 0
