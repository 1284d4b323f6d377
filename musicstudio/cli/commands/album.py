# SPDX-License-Identifier: GPL-3.0-or-later
"""``album SONG… -o FOLDER``: songs and sound files in order, at one level, with a cue sheet."""

import argparse

from musicstudio.app.files.album import AlbumOptions, AlbumReport, album_job
from musicstudio.app.files.album_options import MAX_FADE_S, MAX_GAP_S
from musicstudio.app.session.release import wants_mark
from musicstudio.app.session.settings import SettingsFile
from musicstudio.dsp.loudness import QUIETEST_LUFS
from musicstudio.interchange.audio_file import SUFFIXES
from musicstudio.mixing.targets import TARGETS

from .. import arguments
from ..running import FELL_SHORT, print_json, run_job, tell_all
from .master import aim_of


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("album", help="make an album: one file with a cue sheet, and a file a song")
    parser.add_argument("songs", type=arguments.file, nargs="+", metavar="SONG", help="songs and sound files, in order")
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar="FOLDER")
    parser.add_argument("--title", default="", help="of the album; the folder's name unless said")
    parser.add_argument("--artist", default="", help="instead of the name in the settings")
    aim = parser.add_mutually_exclusive_group()
    names = ", ".join(target.name for target in TARGETS)
    aim.add_argument("--target", metavar="NAME", help=f"loudness and ceiling by name: {names}")
    lufs = arguments.number_between(-30, -5, "LUFS")
    aim.add_argument("--loudness", type=lufs, metavar="LUFS", help="-14 unless said")
    dbtp = arguments.number_between(-9, 0, "dBTP")
    parser.add_argument("--true-peak", type=dbtp, metavar="DBTP", help="-1, or the target's, unless said")
    parser.add_argument("--keep-levels", action="store_true", help="one gain for all: soft songs stay softer")
    seconds = arguments.number_between(0, MAX_GAP_S, "s")
    parser.add_argument("--gap", type=seconds, default=2.0, metavar="S", help="silence between songs; 2 unless said")
    fade = arguments.number_between(0, MAX_FADE_S, "s")
    parser.add_argument("--fade-in", type=fade, default=0.0, metavar="S")
    parser.add_argument("--fade-out", type=fade, default=0.0, metavar="S")
    parser.add_argument("--kind", choices=tuple(suffix.lstrip(".") for suffix in SUFFIXES), default="wav")
    parser.add_argument("--bit-depth", type=int, choices=(16, 24, 32), default=24)
    parser.add_argument("--rate", type=int, choices=(44_100, 48_000, 88_200, 96_000), default=48_000, help="Hz")
    parser.add_argument("--kbps", type=arguments.count(16, 512), default=0, help="of MP3, OGG, Opus and M4A")
    parser.add_argument(
        "--no-watermark", action="store_true", help="leave out the inaudible mark of what AI took part in"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make and write."""
    lufs, ceiling_dbtp = aim_of(options)
    settings = SettingsFile().values
    report = run_job(
        album_job(
            options.songs,
            AlbumOptions(
                folder=options.output, title=options.title.strip() or options.output.name or "Album",
                artist=options.artist.strip() or settings.artist_name, target_lufs=lufs,
                ceiling_dbtp=ceiling_dbtp, keeps_levels=options.keep_levels, gap_s=options.gap,
                fade_in_s=options.fade_in, fade_out_s=options.fade_out, suffix=f".{options.kind}",
                bit_depth=options.bit_depth, rate=options.rate, kbps=options.kbps,
                is_marked=wants_mark(settings) and not options.no_watermark,
            ),
        )
    )  # fmt: skip
    tell_all(report.notices)
    if options.json:
        print_json(report.as_json())
    else:
        print(_in_words(report))
    return 0 if report.is_as_asked else FELL_SHORT


def _in_words(report: AlbumReport) -> str:
    rows = [f"{song.start_s:9.2f} s  {_loudness(song.loudness_lufs):>11}  {song.file.name}" for song in report.songs]
    whole = f"{report.whole_file}: {_loudness(report.loudness_lufs)}, {report.true_peak_dbtp:.1f} dBTP"
    return "\n".join([*rows, whole, str(report.cue_file)])


def _loudness(lufs: float) -> str:
    return f"{lufs:.1f} LUFS" if lufs > QUIETEST_LUFS else "not measured"
