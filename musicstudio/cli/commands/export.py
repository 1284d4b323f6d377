# SPDX-License-Identifier: GPL-3.0-or-later
"""``export SONG.mstudio -o FILE``: the mix as audio, its stems, or its notes."""

import argparse

from musicstudio.app.files.export import SUFFIXES, ExportOptions, export

from .. import arguments
from ..running import FELL_SHORT, opened, print_json


def add_to(subparsers) -> None:  # type: ignore[no-untyped-def]
    """Declare the command."""
    parser = subparsers.add_parser("export", help="write the mix, stems or MIDI")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar=f"FILE.({'|'.join(SUFFIXES)})")
    parser.add_argument("--stems", type=arguments.file, metavar="DIR", help="also write every track as a file")
    parser.add_argument("--range", type=arguments.time_range, metavar="A:B", help="seconds")
    parser.add_argument("--loudness", type=arguments.bounded(-30, -5, "LUFS"), metavar="LUFS")
    parser.add_argument("--bit-depth", type=int, choices=(16, 24, 32), default=24)
    parser.add_argument("--no-master", action="store_true", help="leave the mastering chain out")
    parser.add_argument(
        "--session",
        choices=("editable", "exact"),
        default="editable",
        help="for a DAW: rows that can still be mixed, or stems that sound just as here",
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Render and write."""
    export_options = ExportOptions(
        path=options.output,
        stems_folder=options.stems,
        range_s=options.range,
        target_lufs=options.loudness,
        bit_depth=options.bit_depth,
        is_mastered=not options.no_master,
        is_exact=options.session == "exact",
    )
    reports: list[dict[str, object]] = []
    with opened(options.song) as headless:
        headless.wait_for(
            export(headless.session, export_options, on_done=lambda report: reports.append(report.as_json()))
        )
    if options.json:
        print_json(reports[0])
    else:
        print(*reports[0]["files"], sep="\n")  # type: ignore[misc]
    return 0 if reports[0]["is_as_asked"] else FELL_SHORT
