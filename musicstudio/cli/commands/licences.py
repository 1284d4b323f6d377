# SPDX-License-Identifier: GPL-3.0-or-later
"""``licences``: what the studio is made of, on which terms; as a table, with all texts, or as a bill of materials."""

import argparse

import msgspec

from .. import arguments
from ..running import print_json


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("licences", help="what the studio is made of, and on which terms")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for programs")
    form.add_argument("--sbom", action="store_true", help="as a CycloneDX bill of materials")
    form.add_argument("--texts", action="store_true", help="with the texts of the licences")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print it."""
    from musicstudio.app.health.shipped import bill_of_materials, licence_text, shipped_parts

    if options.sbom:
        print_json(bill_of_materials())
    elif options.json:
        print_json(msgspec.to_builtins(shipped_parts()))
    else:
        for part in shipped_parts():
            print(f"{f'{part.name} {part.version}'.strip()}: {part.licence} ({part.origin})")
            if options.texts and (text := licence_text(part)):
                print(f"\n{text}\n")
    return 0
