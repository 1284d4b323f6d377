# SPDX-License-Identifier: GPL-3.0-or-later
"""``settings [NAME [VALUE]]``: what holds for all songs, shown or set."""

import argparse

from musicstudio.app.session.preferences import PREFERENCES, preference, set_setting
from musicstudio.app.session.settings import SettingsFile

from ..arguments import Subparsers


def add_to(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("settings", help="show or set what holds for all songs")
    parser.add_argument("name", nargs="?", metavar="NAME")
    parser.add_argument("value", nargs="?", metavar="VALUE")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print or set."""
    settings = SettingsFile()
    if options.name is None:
        for each in PREFERENCES:
            print(f"{each.field:18} {getattr(settings.values, each.field) or '-':16} {each.hint}")
    elif options.value is None:
        print(getattr(settings.values, preference(options.name).field))
    else:
        set_setting(settings, options.name, options.value)
    return 0
