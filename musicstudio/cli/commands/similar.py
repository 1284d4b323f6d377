# SPDX-License-Identifier: GPL-3.0-or-later
"""``similar SONG.mstudio FOLDER``: passages that its tune shares with songs, MIDI files and scores in a folder."""

import argparse

from musicstudio.app.files.similar import Likeness, similar_job

from .. import arguments
from ..running import open_song, print_json, run_job


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("similar", help="find what a tune shares with others, in any key and tempo")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    parser.add_argument("folder", type=arguments.file, metavar="FOLDER", help="songs, MIDI files and scores")
    parser.add_argument("--most", type=arguments.count(1, 1000), default=5, metavar="N", help="how many to show")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare and tell; only the folder that was given is compared with."""
    with open_song(options.song, plays=False) as headless:
        found = run_job(similar_job(headless.session.project, options.folder, options.song))[: options.most]
    if options.json:
        print_json([{**_facts(each), "file": str(each.path)} for each in found])
    elif not found:
        print("Nothing closer than four notes in a row.")
    for each in [] if options.json else found:
        print(f"{each.path.name}: {each.notes} notes in a row, from bar {each.bar} ({each.at_s:.1f} s)")
    return 0


def _facts(each: Likeness) -> dict[str, float]:
    return {"notes": each.notes, "at_s": round(each.at_s, 3), "bar": each.bar, "weight": round(each.weight, 2)}
