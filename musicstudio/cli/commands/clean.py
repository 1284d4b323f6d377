# SPDX-License-Identifier: GPL-3.0-or-later
"""``clean AUDIO -o OUT``: a recording without noise, clicks, hum and the bleed of other stems."""

import argparse

from musicstudio.app.audio.clean import clean_file
from musicstudio.dsp.cleaning.strength import STRENGTHS, USUAL

from .. import arguments
from ..running import FELL_SHORT, print_json, run_job, tell_all


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("clean", help="take noise, clicks, hum and bleed out of a recording")
    parser.add_argument("audio", type=arguments.file, metavar="AUDIO")
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar="OUT")
    parser.add_argument("--strength", choices=tuple(STRENGTHS), default=USUAL)
    parser.add_argument(
        "--stems", type=arguments.file, nargs="+", default=[], metavar="AUDIO", help="the other stems, whose bleed goes"
    )
    parser.add_argument("--bit-depth", type=int, choices=(16, 24, 32), default=24)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Clean and write."""
    report = run_job(clean_file(options.audio, options.output, options.strength, options.stems, options.bit_depth))
    tell_all(report["notices"])
    if options.json:
        print_json(report)
    else:
        print("{output}: {found}".format(**report))
    return 0 if report["is_as_asked"] else FELL_SHORT
