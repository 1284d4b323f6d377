# SPDX-License-Identifier: GPL-3.0-or-later
"""``harmonize MELODY -o SONG.mstudio``: chords and a band around a melody, from MIDI or from a recording.

``harmonize SONG.mstudio``: chords and a band under the tune of a song that was brought in.
"""

import argparse

from musicstudio.app.generation.generate import generate
from musicstudio.app.generation.harmonize import harmonize_song
from musicstudio.app.generation.melody import melody_job, with_melody
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.errors import InputError
from musicstudio.storage.layout import FOLDER_SUFFIX

from .. import arguments
from ..running import create_song, open_song, print_json, run_job, song_path, tell_all
from ..summary import summary
from .generate import add_generation_options, generation_options_of


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("harmonize", help="a song around a melody")
    parser.add_argument("melody", type=arguments.file, metavar="MELODY.(mid|wav)|SONG.mstudio")
    parser.add_argument("--prompt", default="", metavar="P")
    parser.add_argument("-o", "--output", type=arguments.file, metavar="SONG.mstudio", help="needed for a melody file")
    add_generation_options(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read the melody, make the song; or add to the song that has it."""
    if options.melody.suffix == FOLDER_SUFFIX:
        return _harmonize_song(options)
    if options.output is None:
        raise InputError("Say where the song is to go: -o SONG.mstudio.")
    found = run_job(melody_job(options.melody))
    tell_all(found.notices)
    asked = generation_options_of(options)
    values = with_melody(CreateValues(options.prompt, options=asked, seed=options.seed), found)
    with create_song(options.output, options.melody.stem) as headless:
        headless.wait_for(generate(headless.session, values))
        if options.json:
            print_json(summary(headless.session.project))
        else:
            print(song_path(options.output))
    return 0


def _harmonize_song(options: argparse.Namespace) -> int:
    if options.output is not None:
        raise InputError("A song is harmonised in its place; leave -o out.")
    with open_song(options.melody) as headless:
        headless.wait_for(harmonize_song(headless.session, options.prompt, seed=options.seed))
        if options.json:
            print_json(summary(headless.session.project))
        else:
            print(headless.session.document.history[-1].label)
    return 0
