# SPDX-License-Identifier: GPL-3.0-or-later
"""``regenerate SONG.mstudio``: new takes of a section, of some tracks, or of a range."""

import argparse

from musicstudio.app.generation.change_plan import plan_regeneration
from musicstudio.app.generation.regenerate import MAX_TAKES, RegenerationTarget, regenerate
from musicstudio.app.headless.naming import section_ids_named, track_ids_named
from musicstudio.app.session.regenerate_state import DEFAULT_CONTEXT_S, MAX_CONTEXT_S
from musicstudio.project.model import Project

from .. import arguments
from ..running import open_song, print_json
from ..sheets import add_dry_run, show_change
from ..summary import summary


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("regenerate", help="new takes for a section or a range")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--section", metavar='"chorus 1"')
    place.add_argument("--range", type=arguments.time_range, metavar="32.0:48.0", help="seconds")
    parser.add_argument("--tracks", type=arguments.words, default=(), metavar="bass,drums", help="names or roles")
    parser.add_argument("--keep-recording", action="store_true", help="a recording goes on sounding under what is made")
    parser.add_argument("--prompt", default="", help="what should be different")
    parser.add_argument("--different", type=arguments.number_between(0, 1), default=0.5, metavar="0-1")
    parser.add_argument("--seed", type=arguments.count(0, 2**31 - 1), metavar="N")
    parser.add_argument("--takes", type=arguments.count(1, MAX_TAKES), default=1, metavar="N")
    parser.add_argument("--engine", default="", metavar="NAME", help="default: the one that made what is there")
    parser.add_argument(
        "--context", type=arguments.number_between(0, MAX_CONTEXT_S), default=DEFAULT_CONTEXT_S, metavar="SECONDS",
        help="how much around the place an engine hears that makes sound",
    )  # fmt: skip
    add_dry_run(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Regenerate and save."""
    with open_song(options.song) as headless:
        target = _target(headless.session.project, options)
        if options.prompt or options.dry_run:
            planned = (headless.session, target, options.prompt, options.different, options.seed)
            plan = plan_regeneration(*planned, is_on_paper=options.dry_run, engine=options.engine)
            show_change(plan, options.dry_run, options.json)
        if options.dry_run:
            return 0
        headless.wait_for(
            regenerate(
                headless.session,
                target,
                takes=options.takes,
                difference=options.different,
                prompt=options.prompt,
                seed=options.seed,
                engine=options.engine,
                context_s=options.context,
            )
        )
        if options.json:
            print_json(summary(headless.session.project))
        else:
            print(headless.session.document.history[-1].label)
    return 0


def _target(project: Project, options: argparse.Namespace) -> RegenerationTarget:
    section_ids = () if options.section is None else section_ids_named(project, options.section)
    tracks = track_ids_named(project, options.tracks)
    return RegenerationTarget(section_ids, options.range, tracks, keeps_recordings=options.keep_recording)
