# SPDX-License-Identifier: GPL-3.0-or-later
"""``extend SONG.mstudio --bars N``: more of a song."""

import argparse

from musicstudio.app.generation.change_plan import plan_edit
from musicstudio.app.generation.extend import AT_END, extend
from musicstudio.engines.contract import Task

from .. import arguments
from ..running import open_song, print_json
from ..sheets import add_dry_run, show_change
from ..summary import summary


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("extend", help="make a song longer")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    parser.add_argument("--bars", type=arguments.count(1, 128), required=True, metavar="N")
    parser.add_argument("--at", type=_place, default="end", metavar="end|start|S", help="S: seconds, between sections")
    parser.add_argument("--prompt", default="", metavar="P")
    parser.add_argument("--seed", type=arguments.count(0, 2**31 - 1), metavar="N")
    add_dry_run(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Extend and save."""
    with open_song(options.song) as headless:
        session = headless.session
        at_tick = AT_END if options.at == "end" else session.project.tempo_map.ticks_at(options.at)
        if options.prompt or options.dry_run:
            where = {"extend_bars": options.bars, "extend_at_tick": at_tick}
            plan = plan_edit(session, Task.EXTEND, options.prompt, options.seed, options.dry_run, **where)
            show_change(plan, options.dry_run, options.json)
        if options.dry_run:
            return 0
        headless.wait_for(extend(session, options.bars, at_tick=at_tick, prompt=options.prompt, seed=options.seed))
        if options.json:
            print_json(summary(session.project))
        else:
            print(f"{session.document.history[-1].label}: {session.project.length_s:.1f} s")
    return 0


def _place(text: str) -> str | float:
    if text == "end":
        return text
    return 0.0 if text == "start" else arguments.number_between(0, 86_400, "seconds")(text)
