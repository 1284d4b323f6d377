# SPDX-License-Identifier: GPL-3.0-or-later
"""``analyze FILE``: the tempo, key, chords and sections of a recording or a MIDI file, and how sure each is."""

import argparse
from typing import Any

from musicstudio.app.audio.analyze import analyze_file

from .. import arguments
from ..running import print_json, run_job


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("analyze", help="find tempo, key, chords and sections")
    parser.add_argument("file", type=arguments.file, metavar="FILE", help="audio or MIDI")
    parser.add_argument("--json", action="store_true", help="everything that was found, with beats and confidences")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Analyse and print."""
    facts = run_job(analyze_file(options.file))
    if options.json:
        print_json(facts)
    else:
        print_facts(facts)
    return 0


def print_facts(facts: dict[str, Any]) -> None:
    """What was found, for people."""
    for sentence in facts["told"]:
        print(sentence)
    for section in facts["sections"]:
        print(f"  {section['start_s']:8.2f}-{section['end_s']:7.2f} s  {section['name']}")
    for chord in facts["chords"]:
        sure = f"  {chord['confidence']:.0%}" if "confidence" in chord else ""
        print(f"  {chord['start_s']:8.2f}-{chord['end_s']:7.2f} s  {chord['name']}{sure}")
