# SPDX-License-Identifier: GPL-3.0-or-later
"""``plugins``: which third-party effects and instruments there are; ``--scan`` asks them, ``--add`` uses one."""

import argparse
from pathlib import Path

from musicstudio.app.headless.naming import track_ids_named
from musicstudio.core.errors import InputError
from musicstudio.mixing.hosting.as_device import device_of
from musicstudio.mixing.hosting.scanning import KnownPlugin, find_known, known_plugins, scan
from musicstudio.project.edits.strips import add_device
from musicstudio.project.edits.tracks import set_instrument_plugin

from .. import arguments
from ..running import open_song, print_json, run_job


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("plugins", help="third-party effects: find them, add one to a track")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio", nargs="?")
    parser.add_argument("--scan", action="store_true", help="ask those that are new or changed")
    parser.add_argument("--again", action="store_true", help="ask all again")
    parser.add_argument("--add", metavar="NAME", help="an effect for the tracks of --tracks, or what is to play them")
    parser.add_argument("--tracks", type=arguments.words, default=(), metavar="bass,drums", help="names or roles")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Scan, list or add."""
    if options.scan or options.again:
        run_job(scan(options.again))
    if options.add:
        return _add(options)
    found = known_plugins()
    if options.json:
        print_json([_plain(known) for known in found])
    else:
        for known in found:
            print(f"{known.title}: {known.failure or known.maker}  {known.path}")
        if not found:
            print("No plug-ins are known; --scan looks for them.")
    return 0


def _add(options: argparse.Namespace) -> int:
    known = find_known(options.add)
    if known is None:
        raise InputError(f"There is no plug-in called “{options.add[:60]}” that can be used; see --scan.")
    if not (options.song and options.tracks):
        raise InputError("Say which song, and with --tracks which tracks.")
    with open_song(Path(options.song)) as song:
        for track_id in track_ids_named(song.session.project, options.tracks):
            device = device_of(known)
            edit = set_instrument_plugin(track_id, device) if known.is_instrument else add_device(track_id, device)
            song.session.document.transact(f"Add {known.title}", edit)
    return 0


def _plain(known: KnownPlugin) -> dict[str, object]:
    names = ("path", "name", "maker", "is_instrument", "latency_frames", "failure")
    return {name: getattr(known, name) for name in names} | {"params": [param.name for param in known.params]}
