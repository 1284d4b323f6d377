# SPDX-License-Identifier: GPL-3.0-or-later
"""``plan PROMPT``: what the words would cause, before a note is written; ``-o`` writes it for ``generate --plan``."""

import argparse

import msgspec

from musicstudio.app.generation.plan import understand
from musicstudio.app.session.engine_list import all_engines
from musicstudio.interchange.song_sheet import write_sheet

from .. import arguments
from ..running import print_json
from ..sheets import describe_sheet, print_unanswered, require_obeyed
from .generate import add_generation_options, generation_options_of, read_lyrics


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("plan", help="say what a sentence would cause, and why some words cannot")
    parser.add_argument("prompt", metavar="PROMPT")
    parser.add_argument("-o", "--output", type=arguments.file, metavar="plan.json", help="for generate --plan")
    add_generation_options(parser)
    parser.add_argument("--lyrics", type=arguments.file, metavar="FILE", help="words to sing")
    parser.add_argument("--strict", action="store_true", help="fail when any word is not understood or cannot be done")
    parser.add_argument("--engine", default="composer", metavar="NAME")
    parser.add_argument("--json", action="store_true", help="print the whole sheet as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read, print, write."""
    lyrics = read_lyrics(options.lyrics) if options.lyrics else ""
    engine = all_engines()[0].get(options.engine)
    sheet = understand(engine, options.prompt, lyrics, generation_options_of(options), options.seed or 0)
    if options.output:
        write_sheet(options.output, sheet)
    if options.json:
        print_json(msgspec.to_builtins(sheet))
    else:
        print(describe_sheet(sheet))
        print_unanswered(sheet)
    if options.strict:
        require_obeyed(sheet)
    return 0
