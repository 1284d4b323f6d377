# SPDX-License-Identifier: GPL-3.0-or-later
"""``sing --melody M.mid --lyrics L.txt -o vocal.wav``, and ``voices``."""

import argparse

from musicstudio.app.session.release import wants_mark
from musicstudio.app.session.settings import SettingsFile

from .. import arguments
from ..running import print_json, run_job, tell_all
from .generate import read_lyrics


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("sing", help="sing words to a melody")
    parser.add_argument("--melody", type=arguments.file, required=True, metavar="M.mid")
    parser.add_argument("--lyrics", type=arguments.file, required=True, metavar="L.txt")
    parser.add_argument("--follow-times", action="store_true", help="sing the lines of a timed lyric when they are due")
    parser.add_argument("--voice", default="joe", metavar="NAME")
    parser.add_argument("--seed", type=arguments.count(0, 2**31 - 1), default=0, metavar="N")
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar="vocal.wav")
    parser.add_argument("--no-watermark", action="store_true", help="leave out the inaudible mark of a machine's voice")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Sing and write."""
    from musicstudio.app.generation.sing import sing_to_file

    lyrics = read_lyrics(options.lyrics)
    voice, seed, follows_times = options.voice, options.seed, options.follow_times
    is_marked = wants_mark(SettingsFile().values) and not options.no_watermark
    report = run_job(sing_to_file(options.melody, lyrics, options.output, voice, seed, follows_times, is_marked))
    tell_all(report["notices"])
    if options.json:
        print_json(report)
    else:
        print("{output}: {length_s:.1f} s".format(**report))
    return 0
