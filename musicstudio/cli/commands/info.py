# SPDX-License-Identifier: GPL-3.0-or-later
"""``info SONG.mstudio``: what is in a song."""

import argparse

from musicstudio.app.files.missing_audio import describe_missing
from musicstudio.interchange.mark import mark_of, mark_text

from .. import arguments
from ..running import open_song, print_json
from ..summary import summary


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("info", help="describe a song")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the description."""
    with open_song(options.song, plays=False) as headless:
        session = headless.session
        mark = mark_of(session.project)
        description = summary(session.project) | {
            "missing": describe_missing(session.project, session.media),
            "mark": None if mark is None else mark_text(mark),
        }
    if options.json:
        print_json(description)
        return 0
    print("{title}: {duration:.1f} s, {bpm:g} BPM, {key}, {meter}".format(**description))
    for section in description["sections"]:
        print(f"  {section['start_s']:7.2f}-{section['end_s']:7.2f} s  {section['name']}")
    for track in description["tracks"]:
        print(f"  {track['name']} ({track['role']}): {len(track['clips'])} clips")
    for source in description["missing"]:
        name = source["name"] or source["media"][:12]
        print(f"  missing: {name} ({source['length_s']:.1f} s), used by {source['used_by']}")
    return 0
