# SPDX-License-Identifier: GPL-3.0-or-later
"""``edit SONG.mstudio ACTION [ANSWER]``: any action of the window's menus on what is named here."""

import argparse

from musicstudio.app.actions import ACTIONS, Action
from musicstudio.app.headless.naming import clip_ids_named, marker_ids_named, section_ids_named, track_ids_named
from musicstudio.app.session.session import Session
from musicstudio.core.errors import InputError

from .. import arguments
from ..running import open_song, print_json
from ..summary import summary

NEEDS_A_WINDOW = ("transport.", "edit.select")


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("edit", help="do anything that the window's menus do; without an action, list them")
    parser.add_argument("song", type=arguments.file, metavar="SONG.mstudio", nargs="?")
    parser.add_argument("action", metavar="ACTION", nargs="?", help="for example track.mute or chord.put")
    parser.add_argument("answer", metavar="ANSWER", nargs="?", help="what the action asks for: a name, a number")
    parser.add_argument("--section", metavar='"chorus 1"', default="")
    parser.add_argument("--track", type=arguments.words, default=(), metavar="bass,drums", help="names or roles")
    parser.add_argument(
        "--clips", action="store_true", help="the clips where sections and tracks cross, not the tracks"
    )
    parser.add_argument("--range", type=arguments.time_range, metavar="32.0:48.0", help="seconds")
    parser.add_argument("--marker", metavar="NAME", default="")
    parser.add_argument(
        "--at", type=arguments.number_between(0, 360_000), default=0.0, metavar="SECONDS", help="playhead"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Select, do it, wait for what it started, and save."""
    if options.song is None or options.action is None:
        for offered in _offered_actions().values():
            print(f"{offered.id:24} {_line(offered)}")
        return 0
    action = _offered_actions().get(options.action)
    if action is None:
        raise InputError(f"There is no action {options.action!r}; musicstudio edit lists them.")
    with open_song(options.song) as headless:
        session = headless.session
        session.player.seek(options.at)
        _select(session, options)
        if problem := action.why_not(session):
            raise InputError(problem)
        if action.question and options.answer is None:
            raise InputError(f"{action.id} needs an answer: {action.question.label}.")
        running = {job.id for job in session.jobs.views}
        action.do(session, options.answer)
        for job in session.jobs.views:
            if not job.state.is_final and job.id not in running:
                headless.wait_for(job.id)
        if options.json:
            print_json(summary(session.project))
        else:
            print(session.document.history[session.document.history_index].label)
    return 0


def _offered_actions() -> dict[str, Action]:
    return {key: action for key, action in ACTIONS.items() if not key.startswith(NEEDS_A_WINDOW)}


def _line(action: Action) -> str:
    return action.title + (f"  ({action.question.label})" if action.question else "")


def _select(session: Session, options: argparse.Namespace) -> None:
    project = session.project
    section_ids = section_ids_named(project, options.section) if options.section else ()
    track_ids = track_ids_named(project, options.track)
    if options.clips:
        session.selection.set(clip_ids=clip_ids_named(project, section_ids, track_ids, options.range))
        return
    session.selection.set(
        section_ids=section_ids,
        track_ids=track_ids,
        range_s=options.range,
        marker_ids=marker_ids_named(project, options.marker) if options.marker else (),
    )
