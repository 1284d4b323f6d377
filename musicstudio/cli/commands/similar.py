# SPDX-License-Identifier: GPL-3.0-or-later
"""``similar SONG.mstudio [FOLDER]``: passages that its tune and its other parts share with known tunes, and with
songs, MIDI files and scores in a folder.
"""

import argparse
from typing import Any

from musicstudio.app.files.similar import Likeness, similar_job
from musicstudio.app.session.release import library_folder
from musicstudio.app.session.settings import SettingsFile

from .. import arguments
from ..running import open_song, print_json, run_job


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("similar", help="find what a tune shares with others, in any key and tempo")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    parser.add_argument(
        "folder", type=arguments.file, nargs="?", metavar="FOLDER",
        help="songs, MIDI files and scores; the library of the settings unless said",
    )  # fmt: skip
    parser.add_argument("--only-folder", action="store_true", help="not with the tunes that the composer learned from")
    parser.add_argument("--most", type=arguments.count(1, 1000), default=5, metavar="N", help="how many to show")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare and tell; nothing leaves this machine."""
    folder = options.folder or library_folder(SettingsFile().values)
    with open_song(options.song, plays=False) as headless:
        job = similar_job(headless.session.project, folder, options.song, has_known=not options.only_folder)
        found = run_job(job)[: options.most]
    if options.json:
        print_json([_facts(each) for each in found])
    elif not found:
        print("Nothing closer than four notes in a row.")
    for each in [] if options.json else found:
        where = each.path.name if each.path else f"{each.title} ({each.origin})"
        striking = "" if each.is_striking else ", as tunes share by chance"
        by = f" in {each.part}" if each.part else ""
        print(f"{where}: {each.notes} notes in a row{by}, from bar {each.bar} ({each.at_s:.1f} s){striking}")
    return 0


def _facts(each: Likeness) -> dict[str, Any]:
    return {
        "title": each.title,
        "part": each.part or None,
        "origin": each.origin,
        "file": str(each.path) if each.path else None,
        "notes": each.notes,
        "weight": round(each.weight, 2),
        "is_striking": each.is_striking,
        "at_s": round(each.at_s, 3),
        "end_s": round(each.end_s, 3),
        "bar": each.bar,
    }
