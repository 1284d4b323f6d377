# SPDX-License-Identifier: GPL-3.0-or-later
"""``engines``: what can make music here, and on which terms."""

import argparse
import sys

import msgspec

from musicstudio.app.generation.engine_facts import facts
from musicstudio.app.session.engine_list import all_engines
from musicstudio.engines.contract import Capabilities

from .. import arguments
from ..running import print_json


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("engines", help="list what makes music here")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the list."""
    registry, failures = all_engines()
    capabilities = registry.capabilities()
    for sentence in failures:
        print(f"musicstudio: {sentence}", file=sys.stderr)
    if options.json:
        print_json([msgspec.to_builtins(each) for each in capabilities])
    else:
        for each in capabilities:
            print(_line(each))
            for fact in facts(each):
                print(f"{'':14} {fact}")
    return 0


def _line(engine: Capabilities) -> str:
    tasks = ", ".join(sorted(engine.tasks))
    state = engine.why_unavailable or "ready"
    return f"{engine.engine:14} {engine.title} {engine.version}: {tasks} [{state}]"
