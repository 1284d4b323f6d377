# SPDX-License-Identifier: GPL-3.0-or-later
"""``import SONG.mstudio FILE...``: files, folders and zips, each file onto a track of its own."""

import argparse

from musicstudio.app.files.import_files import import_files

from .. import arguments
from ..running import create_song, open_song, song_path


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("import", help="bring sound, notes or stems into a song")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio", help="made when it is not there")
    parser.add_argument("files", type=arguments.file, nargs="+", metavar="FILE", help="audio, MIDI, a folder or a zip")
    parser.add_argument("--at", type=arguments.number_between(0, 86_400, "seconds"), default=0.0, metavar="S")
    parser.add_argument("--keep-time", action="store_true", help="keep an empty song's tempo and key")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import and save."""
    path = song_path(options.song)
    with open_song(path) if path.is_dir() else create_song(path, path.stem) as headless:
        before = len(headless.session.document.history)
        (job_id,) = import_files(headless.session, options.files, options.at, keeps_time=options.keep_time)
        headless.wait_for(job_id)
        print(headless.session.document.history[before].label)
    return 0
