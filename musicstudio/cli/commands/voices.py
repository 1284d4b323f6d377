# SPDX-License-Identifier: GPL-3.0-or-later
"""``voices``: who can sing here, and on which terms."""

import argparse

from .. import arguments
from ..running import print_json


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("voices", help="list who can sing")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the list."""
    from musicstudio.engines.voice.synthesis.voices import list_voices

    voices = list_voices()
    if options.json:
        fields = ("id", "name", "description", "delivery", "language", "low", "high", "licence", "consent", "present")
        print_json([{name: getattr(voice, name) for name in fields} for voice in voices])
    else:
        for voice in voices:
            state = "ready" if voice.present else voice.why_not
            print(f"{voice.id:12} {voice.name}: {voice.description or voice.delivery} [{voice.licence}; {state}]")
    return 0
