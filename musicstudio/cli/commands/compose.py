# SPDX-License-Identifier: GPL-3.0-or-later
"""``compose PROMPT -o FILE.mid``: a song on paper."""

import argparse

from musicstudio.app.generation.compose import compose_file
from musicstudio.app.session.create_state import CreateValues

from .. import arguments
from ..running import print_json, run_job
from ..summary import summary
from .generate import add_generation_options, generation_options_of


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("compose", help="write a song's notes to a MIDI file")
    parser.add_argument("prompt", metavar="PROMPT")
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar="FILE.mid")
    add_generation_options(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compose and write."""
    values = CreateValues(options.prompt, options=generation_options_of(options), seed=options.seed)
    project = run_job(compose_file(values, options.output))
    if options.json:
        print_json(summary(project))
    else:
        print(options.output)
    return 0
