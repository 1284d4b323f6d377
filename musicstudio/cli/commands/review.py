# SPDX-License-Identifier: GPL-3.0-or-later
"""``review SONG.mstudio``: what is dull, flat, missing or good in a song, as the window's Review tells it."""

import argparse
from typing import Any

from musicstudio.app.audio.review import Finding, review_song
from musicstudio.project.model import Project

from .. import arguments
from ..running import open_song, print_json


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("review", help="find what is dull, flat or missing in a song")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Listen and tell; the song stays as it is."""
    found: list[Finding] = []
    with open_song(options.song) as song:
        song.wait_for(review_song(song.session, found.extend))
        facts = [_facts(song.session.project, finding) for finding in found]
    if options.json:
        print_json(facts)
    elif not facts:
        print("Nothing to complain about.")
    for each in [] if options.json else facts:
        place = f" ({each['start_s']:.1f}-{each['end_s']:.1f} s)" if each["start_s"] is not None else ""
        print(f"{each['title']}{place}: {each['detail']}")
    return 0


def _facts(project: Project, finding: Finding) -> dict[str, Any]:
    spans = [project.section_span_s(s) for s in project.sections if s.id in finding.section_ids]
    return {
        "kind": finding.kind,
        "level": finding.level,
        "title": finding.title,
        "detail": finding.detail,
        "start_s": round(min(start for start, _ in spans), 3) if spans else None,
        "end_s": round(max(end for _, end in spans), 3) if spans else None,
        "tracks": [track.name for track in project.tracks if track.id in finding.track_ids],
    }
