# SPDX-License-Identifier: GPL-3.0-or-later
"""``mix SONG.mstudio``: balance, tone towards a reference, a mastering chain by name; each as ordinary edits."""

import argparse
from typing import Any

from musicstudio.app.audio.assistant import apply_preset, keep, suggest
from musicstudio.core.errors import InputError
from musicstudio.mixing.assistant.suggestion import Suggestion
from musicstudio.mixing.mix_presets import PRESETS, find_preset

from .. import arguments
from ..running import SongOnTerminal, open_song, print_json


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("mix", help="balance, match a reference, or take a mastering chain by name")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio")
    parser.add_argument("--balance", action="store_true", help="levels, pans and room for the lead")
    parser.add_argument("--match", type=arguments.file, metavar="REF", help="tone and loudness towards a recording")
    names = ", ".join(preset.name for preset in PRESETS)
    parser.add_argument("--preset", metavar="NAME", help=f"a mastering chain: {names}")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Listen, edit and save."""
    if not (options.balance or options.match or options.preset):
        raise InputError("Say what to do: --balance, --match REF or --preset NAME.")
    preset = find_preset(options.preset) if options.preset else None
    done: list[dict[str, str]] = []
    with open_song(options.song) as song:
        if preset is not None:
            done.append({"track": "", "title": f"Preset {preset.title}", "detail": preset.hint})
            if not options.dry_run:
                song.session.document.transact(f"Preset {preset.title}", apply_preset(preset))
        if options.balance:
            done += _suggest_mix(song, options, None, "Balance")
        if options.match:
            done += _suggest_mix(song, options, options.match, f"Match {options.match.name}")
    _tell(options, done)
    return 0


def _suggest_mix(song: SongOnTerminal, options: argparse.Namespace, reference: Any, label: str) -> list[dict[str, str]]:
    found: list[Suggestion] = []
    song.wait_for(suggest(song.session, reference, found.extend))
    if found and not options.dry_run:
        keep(song.session, label, found)
    names = {track.id: track.name for track in song.session.project.tracks}
    return [{"track": names.get(each.track_id, ""), "title": each.title, "detail": each.detail} for each in found]


def _tell(options: argparse.Namespace, done: list[dict[str, str]]) -> None:
    if options.json:
        print_json({"edits": done, "is_dry_run": options.dry_run})
        return
    for each in done:
        print(f"{each['title']}: {each['detail']}")
    if not done:
        print("Nothing to change.")
