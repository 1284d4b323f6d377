# SPDX-License-Identifier: GPL-3.0-or-later
"""``harmonize MELODY -o SONG.mstudio``: chords and a band around a melody, from MIDI or from a recording."""

import argparse

from musicstudio.app.generation.compose import melody_job
from musicstudio.app.generation.generate import generate
from musicstudio.app.session.create_state import CreateValues

from .. import arguments
from ..running import create_song, print_json, run_job, song_path, tell_all
from ..summary import summary
from .generate import add_generation_options, generation_options_of


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("harmonize", help="a song around a melody")
    parser.add_argument("melody", type=arguments.file, metavar="MELODY.(mid|wav)")
    parser.add_argument("--prompt", default="", metavar="P")
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar="SONG.mstudio")
    add_generation_options(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read the melody, make the song."""
    found = run_job(melody_job(options.melody))
    tell_all(found.notices)
    asked = generation_options_of(options)
    values = CreateValues(options.prompt, options=asked, seed=options.seed, melody=found.notes)
    with create_song(options.output, options.melody.stem) as headless:
        headless.wait_for(generate(headless.session, values))
        if options.json:
            print_json(summary(headless.session.project))
        else:
            print(song_path(options.output))
    return 0
