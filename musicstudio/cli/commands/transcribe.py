# SPDX-License-Identifier: GPL-3.0-or-later
"""``transcribe AUDIO -o FILE.mid``: a recording as notes."""

import argparse

from .. import arguments
from ..running import print_json, run_job, tell_all


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("transcribe", help="write a recording down as MIDI")
    parser.add_argument("audio", type=arguments.file, metavar="AUDIO")
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar="FILE.mid")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Listen and write."""
    from musicstudio.app.audio.transcribe import transcribe_file

    report = run_job(transcribe_file(options.audio, options.output))
    tell_all(report["notices"])
    if options.json:
        print_json(report)
    else:
        print("{output}: {bpm:g} BPM, {key}".format(**report))
    return 0
