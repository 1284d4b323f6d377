# SPDX-License-Identifier: GPL-3.0-or-later
"""``takes SONG.mstudio list|choose|delete|compare|export``: the alternatives of a section, a track or a range."""

import argparse
from typing import Any

from musicstudio.app.files.export import SUFFIXES, ExportOptions, export
from musicstudio.app.headless.choices import choosing, compared, deleting, takes_of
from musicstudio.app.headless.naming import clip_ids_named, section_ids_named, track_ids_named
from musicstudio.project.model import Project

from .. import arguments
from ..running import FELL_SHORT, SongOnTerminal, open_song, print_json

_PLACE_NOTE = "which clips are meant; without any, all of the song"


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("takes", help="list, choose, compare, delete and export takes")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    doing = parser.add_subparsers(dest="doing", required=True, metavar="list|choose|delete|compare|export")
    _place(doing.add_parser("list", help="every clip with its takes"))
    for name, hint in (("choose", "let a take play"), ("delete", "take one away")):
        verb = doing.add_parser(name, help=hint)
        verb.add_argument("take", metavar="N|NAME", help="its number from 1, or its name")
        _place(verb)
    comparing = doing.add_parser("compare", help="how two takes differ")
    comparing.add_argument("take", metavar="N|NAME", help="its number from 1, its name, or “chosen”")
    comparing.add_argument("other", metavar="N|NAME")
    _place(comparing)
    exporting = doing.add_parser("export", help="write the song as it would sound with a take, which stays unchosen")
    exporting.add_argument("take", metavar="N|NAME")
    exporting.add_argument("-o", "--output", type=arguments.file, required=True, metavar=f"FILE.({'|'.join(SUFFIXES)})")
    exporting.add_argument("--whole", action="store_true", help="the whole song, not only the section or range")
    _place(exporting)
    parser.set_defaults(run=run)


def _place(parser: argparse.ArgumentParser) -> None:
    where = parser.add_argument_group("place", _PLACE_NOTE)
    where.add_argument("--section", metavar='"chorus 1"')
    where.add_argument("--range", type=arguments.time_range, metavar="32.0:48.0", help="seconds")
    where.add_argument("--tracks", type=arguments.words, default=(), metavar="bass,drums", help="names or roles")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Do what was asked with the takes of a place."""
    with open_song(options.song) as headless:
        project = headless.session.project
        return int(_DOING[options.doing](headless, options, _clip_ids(project, options)))


def _clip_ids(project: Project, options: argparse.Namespace) -> tuple[str, ...]:
    sections = section_ids_named(project, options.section) if options.section else ()
    return clip_ids_named(project, sections, track_ids_named(project, options.tracks), options.range)


def _list(headless: SongOnTerminal, options: argparse.Namespace, clip_ids: tuple[str, ...]) -> int:
    rows = takes_of(headless.session.project, clip_ids)
    if options.json:
        print_json(rows)
    for row in rows if not options.json else ():
        place = row["section"] or f"at {row['start_s']:.2f} s"
        print(f"{row['track']}, {place}")
        for take in row["takes"]:
            marks = f"{'>' if take['is_chosen'] else ' '}{'*' if take['is_favorite'] else ' '}"
            words = f", “{take['prompt']}”" if take["prompt"] else ""
            print(f" {marks}{take['number']} {take['name']}: {take['notes']} notes{words}")
    return 0


def _choose(headless: SongOnTerminal, options: argparse.Namespace, clip_ids: tuple[str, ...]) -> int:
    edit = choosing(headless.session.project, clip_ids, options.take)
    headless.session.document.transact(f"Choose take {options.take}", edit)
    return _list(headless, options, clip_ids) if options.json else _tell(headless)


def _delete(headless: SongOnTerminal, options: argparse.Namespace, clip_ids: tuple[str, ...]) -> int:
    edit = deleting(headless.session.project, clip_ids, options.take)
    headless.session.document.transact(f"Delete take {options.take}", edit)
    return _list(headless, options, clip_ids) if options.json else _tell(headless)


def _tell(headless: SongOnTerminal) -> int:
    print(headless.session.document.history[-1].label)
    return 0


def _compare(headless: SongOnTerminal, options: argparse.Namespace, clip_ids: tuple[str, ...]) -> int:
    session = headless.session
    rows = compared(session.project, session.media, clip_ids, options.take, options.other)
    if options.json:
        print_json(rows)
    for row in rows if not options.json else ():
        a, b = row["lufs"]
        loud = f", {a:.1f} and {b:.1f} LUFS" if a is not None and b is not None else ""
        first, second = row["notes"]
        print(f"{row['track']}, {row['section']}: {first} and {second} notes, {row['same_notes']} the same{loud}")
    return 0


def _export(headless: SongOnTerminal, options: argparse.Namespace, clip_ids: tuple[str, ...]) -> int:
    project = choosing(headless.session.project, clip_ids, options.take)(headless.session.project)
    span = None if options.whole else options.range or _span(project, options.section)
    reports: list[dict[str, Any]] = []
    wish = ExportOptions(path=options.output, range_s=span)
    headless.wait_for(export(headless.session, wish, lambda report: reports.append(report.as_json()), project))
    if options.json:
        print_json(reports[0])
    else:
        print(*reports[0]["files"], sep="\n")
    return 0 if reports[0]["is_as_asked"] else FELL_SHORT


def _span(project: Project, section: str | None) -> tuple[float, float] | None:
    ids = section_ids_named(project, section) if section else ()
    return next((project.section_span_s(each) for each in project.sections if each.id in ids), None)


_DOING = {"list": _list, "choose": _choose, "delete": _delete, "compare": _compare, "export": _export}
