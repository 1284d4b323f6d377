# SPDX-License-Identifier: GPL-3.0-or-later
"""``export SONG.mstudio -o FILE``: the mix as audio, its stems, or its notes."""

import argparse
from typing import Any

from msgspec.structs import replace

from musicstudio.app.files.export import SUFFIXES, ExportOptions, export
from musicstudio.interchange.about_song import SongTags
from musicstudio.interchange.video.painting import LOOKS, SHAPES

from .. import arguments
from ..running import FELL_SHORT, open_song, print_json

_TAGS = {
    "title": "instead of the song's own",
    "artist": "instead of the name in the settings",
    "album": "the release",
    "isrc": "the code of the recording",
    "date": "2026 or 2026-11-30",
    "copyright": "whose the recording is",
    "comment": "anything else",
}


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("export", help="write the mix, stems or MIDI")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar=f"FILE.({'|'.join(SUFFIXES)})")
    parser.add_argument("--stems", type=arguments.file, metavar="DIR", help="also write every track as a file")
    parser.add_argument(
        "--stems-at", choices=("post", "pre"), default="post", help="after effects and faders, or before them"
    )
    parser.add_argument(
        "--stems-gain", choices=("song", "common"), default="song", help="as in the song, or all raised alike"
    )
    parser.add_argument("--sections", type=arguments.file, metavar="DIR", help="also write every section as a file")
    parser.add_argument("--range", type=arguments.time_range, metavar="A:B", help="seconds")
    parser.add_argument("--loudness", type=arguments.number_between(-30, -5, "LUFS"), metavar="LUFS")
    parser.add_argument("--bit-depth", type=int, choices=(16, 24, 32), default=24)
    parser.add_argument("--loop-points", action="store_true", help="a WAV that samplers repeat, without a tail")
    parser.add_argument("--rate", type=int, choices=(44_100, 48_000, 88_200, 96_000), default=48_000, help="Hz")
    parser.add_argument("--kbps", type=arguments.count(16, 512), default=0, help="of MP3, OGG, Opus and M4A")
    parser.add_argument("--lossless", action="store_true", help="ALAC in an M4A file")
    parser.add_argument("--dither", choices=("triangular", "none"), default="triangular", help="at 16 bits")
    parser.add_argument(
        "--no-watermark", action="store_true", help="leave out the inaudible mark of what AI took part in"
    )
    parser.add_argument("--mark-stems", action="store_true", help="stems have it, too, and no longer sum exactly")
    parser.add_argument("--no-master", action="store_true", help="leave the mastering chain out")
    parser.add_argument(
        "--credits",
        type=arguments.file,
        metavar="FILE.(html|pdf|json|txt)",
        help="also say who made what, and with what",
    )
    parser.add_argument("--score", choices=("parts", "lead"), default="parts", help="every part, or tune and chords")
    parser.add_argument("--words", action="store_true", help="an LRC file with the time of every word")
    parser.add_argument("--look", choices=LOOKS, default="bars", help="of a film")
    parser.add_argument("--shape", choices=tuple(SHAPES), default="wide", help="of a film")
    parser.add_argument("--sign", action="store_true", help="with Content Credentials, by an identity of this machine")
    parser.add_argument(
        "--identity", type=arguments.file, metavar="DIR", help="with certificates.pem and key.pem, to sign by"
    )
    for name, hint in _TAGS.items():
        parser.add_argument(f"--{name}", default="", help=hint)
    parser.add_argument("--cover", type=arguments.file, metavar="PICTURE", help="JPEG or PNG")
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
        sections_folder=options.sections,
        rate=options.rate,
        kbps=options.kbps,
        is_lossless=options.lossless,
        has_dither=options.dither != "none",
        has_common_gain=options.stems_gain == "common",
        are_stems_dry=options.stems_at == "pre",
        is_exact=options.session == "exact",
        credits=(options.credits,) if options.credits else (),
        tags=_tags(options),
        look=options.look,
        shape=options.shape,
        is_lead_sheet=options.score == "lead",
        has_word_times=options.words,
        has_loop_points=options.loop_points,
        is_marked=not options.no_watermark,
        are_stems_marked=options.mark_stems and not options.no_watermark,
        is_signed=options.sign or options.identity is not None,
        identity=options.identity,
    )
    reports: list[dict[str, Any]] = []
    with open_song(options.song) as headless:
        headless.wait_for(
            export(headless.session, export_options, on_done=lambda report: reports.append(report.as_json()))
        )
    if options.json:
        print_json(reports[0])
    else:
        print(*reports[0]["files"], sep="\n")
    return 0 if reports[0]["is_as_asked"] else FELL_SHORT


def _tags(options: argparse.Namespace) -> SongTags:
    said = {name: str(getattr(options, name)).strip() for name in _TAGS}
    return replace(SongTags(cover=options.cover), **said)
