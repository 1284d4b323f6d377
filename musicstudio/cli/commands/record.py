# SPDX-License-Identifier: GPL-3.0-or-later
"""``record SONG --seconds N``: play the song and record what comes in, as in the window."""

import argparse
import time

import msgspec
from msgspec import Struct

from musicstudio.core.errors import InputError

from .. import arguments
from ..running import SongOnTerminal, open_song, print_json

_MOVED_S = 0.01


class RecordedRow(Struct, frozen=True):
    """Where a recording has landed, and how many takes lie there."""

    track: str
    start_s: float
    length_s: float
    takes: int


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("record", help="record from a microphone or line onto a track")
    parser.add_argument("song", type=arguments.file, nargs="?", metavar="SONG")
    parser.add_argument(
        "--seconds", type=arguments.number_between(0.1, 10_800.0, "seconds"), default=10.0, help="how long (default 10)"
    )
    parser.add_argument(
        "--from", dest="from_s", type=arguments.number_between(0.0, 86_400.0, "seconds"), default=0.0, metavar="S"
    )
    parser.add_argument("--track", default="", metavar="NAME", help="an audio track (default: a new one)")
    parser.add_argument("--silent", action="store_true", help="do not play the song out loud")
    parser.add_argument("--inputs", action="store_true", help="list what can be recorded from, and end")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Record, or list the inputs. The input is the one of ``settings input``."""
    from musicstudio.recording.inputs import input_names

    if options.inputs:
        names = input_names()
        print_json({"inputs": list(names)}) if options.json else print(*names, sep="\n")
        return 0
    if options.song is None:
        raise InputError("Name the song to record into, or ask for --inputs.")
    with open_song(options.song) as headless:
        _record(headless, options)
        row = _recorded_row(headless)
    if options.json:
        print_json(msgspec.structs.asdict(row))
    else:
        print(f"{row.track}: {row.length_s:.2f} s from {row.start_s:.2f} s, take {row.takes}")
    return 0


def _record(headless: SongOnTerminal, options: argparse.Namespace) -> None:
    from musicstudio.app.audio.record import start_recording

    session = headless.session
    if options.track:
        track = next((track for track in session.project.tracks if track.name == options.track), None)
        if track is None:
            raise InputError(f"There is no track “{options.track}”.")
        session.selection.set(track_ids={track.id})
    session.player_sync.start(is_silent=options.silent)
    session.player.seek(options.from_s)
    headless.inbox.pump_until(lambda: abs(session.player.position_s - options.from_s) < _MOVED_S)
    before = session.document.history_index
    start_recording(session)
    after_count_in_s = options.from_s + _MOVED_S
    headless.inbox.pump_until(lambda: session.player.position_s > after_count_in_s or not session.recording.is_running)
    until = time.monotonic() + options.seconds
    headless.inbox.pump_until(lambda: time.monotonic() >= until or not session.recording.is_running)
    session.recording.stop()
    headless.inbox.pump_until(lambda: not session.recording.is_running and not session.jobs.is_busy)
    if session.document.history_index == before or not _clips(headless):
        raise InputError("Nothing was recorded.")


def _clips(headless: SongOnTerminal) -> frozenset[str]:
    return headless.session.selection.now.clip_ids


def _recorded_row(headless: SongOnTerminal) -> RecordedRow:
    found = [(track, clip) for track, clip in headless.project.clips() if clip.id in _clips(headless)]
    track, clip = found[-1]
    return RecordedRow(track.name, clip.start_s, clip.length_s, len(clip.takes))
