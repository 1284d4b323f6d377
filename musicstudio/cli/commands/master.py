# SPDX-License-Identifier: GPL-3.0-or-later
"""``master AUDIO -o OUT``: a finished mix to a loudness, under a true-peak ceiling."""

import argparse

from musicstudio.app.audio.master_file import master_file

from .. import arguments
from ..running import FELL_SHORT, print_json, run_job, tell_all


def add_to(subparsers) -> None:  # type: ignore[no-untyped-def]
    """Declare the command."""
    parser = subparsers.add_parser("master", help="bring a mix to a loudness")
    parser.add_argument("audio", type=arguments.file, metavar="AUDIO")
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar="OUT")
    parser.add_argument("--loudness", type=arguments.bounded(-30, -5, "LUFS"), default=-14.0, metavar="LUFS")
    parser.add_argument("--true-peak", type=arguments.bounded(-9, 0, "dBTP"), default=-1.0, metavar="DBTP")
    parser.add_argument("--bit-depth", type=int, choices=(16, 24, 32), default=24)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Master and write."""
    report = run_job(master_file(options.audio, options.output, options.loudness, options.true_peak, options.bit_depth))
    tell_all(report["notices"])
    if options.json:
        print_json(report)
    else:
        print("{output}: {loudness_lufs:.1f} LUFS, {true_peak_dbtp:.1f} dBTP".format(**report))
    return 0 if report["is_as_asked"] else FELL_SHORT
