# SPDX-License-Identifier: GPL-3.0-or-later
"""``import SONG.mstudio AUDIO``: a file onto a track of its own."""

import argparse

from musicstudio.app.files.import_files import import_files

from .. import arguments
from ..running import created, opened, song_path


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("import", help="bring an audio or MIDI file into a song")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio", help="made when it is not there")
    parser.add_argument("audio", type=arguments.file, metavar="AUDIO")
    parser.add_argument("--at", type=arguments.bounded(0, 86_400, "seconds"), default=0.0, metavar="S")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import and save."""
    path = song_path(options.song)
    with opened(path) if path.is_dir() else created(path, path.stem) as headless:
        (job_id,) = import_files(headless.session, [options.audio], options.at)
        headless.wait_for(job_id)
        print(headless.session.document.history[-1].label)
    return 0
