# SPDX-License-Identifier: GPL-3.0-or-later
"""``variations SONG.mstudio list|choose|delete|export``: the songs that were made from one wish."""

import argparse
from typing import Any

from musicstudio.app.files.export import SUFFIXES, ExportOptions, export
from musicstudio.app.headless.choices import variation_named, variations_of, with_variation
from musicstudio.project.edits.variations import choose_variation, delete_variation

from .. import arguments
from ..running import FELL_SHORT, SongOnTerminal, open_song, print_json


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("variations", help="list, choose, delete and export variations")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    doing = parser.add_subparsers(dest="doing", required=True, metavar="list|choose|delete|export")
    doing.add_parser("list", help="every variation").add_argument("--json", action="store_true")
    for name, hint in (("choose", "bring one to the timeline"), ("delete", "take one away")):
        verb = doing.add_parser(name, help=hint)
        verb.add_argument("variation", metavar="N|NAME")
        verb.add_argument("--json", action="store_true")
    exporting = doing.add_parser("export", help="write one, or all of them, as they would sound")
    exporting.add_argument("variation", nargs="?", default="", metavar="N|NAME", help="without it, all")
    exporting.add_argument(
        "-o", "--output", type=arguments.file, required=True, metavar=f"FILE.({'|'.join(SUFFIXES)})",
        help="of several, each gets its number",
    )  # fmt: skip
    exporting.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Do what was asked."""
    with open_song(options.song) as headless:
        return int(_DOING[options.doing](headless, options))


def _list(headless: SongOnTerminal, options: argparse.Namespace) -> int:
    rows = variations_of(headless.session.project)
    if options.json:
        print_json(rows)
    for row in rows if not options.json else ():
        differs = f", {row['differs']}" if row["differs"] else ""
        what = f"{row['duration']:.2f} s, {row['bpm']:g} BPM, {row['key']}"
        print(f"{'>' if row['is_chosen'] else ' '}{row['number']} {row['name']}: {what}{differs}")
    return 0


def _choose(headless: SongOnTerminal, options: argparse.Namespace) -> int:
    chosen = variation_named(headless.session.project, options.variation)
    headless.session.document.transact(f"Choose {chosen.name}", choose_variation(chosen.id))
    return _told(headless, options)


def _delete(headless: SongOnTerminal, options: argparse.Namespace) -> int:
    chosen = variation_named(headless.session.project, options.variation)
    headless.session.document.transact(f"Delete {chosen.name}", delete_variation(chosen.id))
    return _told(headless, options)


def _told(headless: SongOnTerminal, options: argparse.Namespace) -> int:
    if options.json:
        return _list(headless, options)
    print(headless.session.document.history[-1].label)
    return 0


def _export(headless: SongOnTerminal, options: argparse.Namespace) -> int:
    project = headless.session.project
    count = max(1, len(project.variations))
    words = [options.variation] if options.variation else [str(number + 1) for number in range(count)]
    reports: list[dict[str, Any]] = []
    for word in words:
        path = options.output if len(words) == 1 else options.output.with_stem(f"{options.output.stem} {word}")
        song = with_variation(project, word) if project.variations else project
        wish = ExportOptions(path=path)
        headless.wait_for(export(headless.session, wish, lambda report: reports.append(report.as_json()), song))
    if options.json:
        print_json(reports)
    else:
        print(*(file for report in reports for file in report["files"]), sep="\n")
    return 0 if all(report["is_as_asked"] for report in reports) else FELL_SHORT


_DOING = {"list": _list, "choose": _choose, "delete": _delete, "export": _export}
