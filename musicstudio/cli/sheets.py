# SPDX-License-Identifier: GPL-3.0-or-later
"""Song sheets as a terminal shows them."""

import argparse
import sys

import msgspec

from musicstudio.app.generation.change_plan import lines_of
from musicstudio.core.errors import InputError
from musicstudio.project.model.sheet import ChangePlan, Field, SongSheet

from .running import print_json, tell


def describe_sheet(sheet: SongSheet) -> str:
    """The fields that were decided, one a line, each with where it comes from."""
    lines = []
    for name in msgspec.structs.fields(SongSheet):
        field = getattr(sheet, name.name)
        if isinstance(field, Field) and field.value is not None and name.name != "lyrics":
            lines.append(f"{name.name:11} {_value(field.value):40} {field.origin}")
    for player in sheet.players:
        manner = " ".join((*player.manner, "leads" if player.leads else "")).strip()
        lines.append(
            f"{'plays':11} {player.name.replace('_', ' ') + (f' ({manner})' if manner else ''):40} {player.origin}"
        )
    lines += [f"{'must not':11} {name:40} words" for name in sheet.refused]
    return "\n".join(lines)


def _value(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {share:.0%}" for name, share in value.items())
    if isinstance(value, tuple):
        return ("/" if all(isinstance(item, int) for item in value) else ", ").join(map(str, value))
    return str(getattr(value, "name", value))


def print_unanswered(sheet: SongSheet) -> None:
    """Words that caused nothing, on stderr."""
    for span in sheet.unanswered:
        what = "cannot be done here" if span.outcome == "cannot" else "not understood"
        nearest = f" Nearest: {span.nearest}." if span.nearest else ""
        print(f"musicstudio: “{span.text}” {what}: {span.why}.{nearest}", file=sys.stderr)


def require_obeyed(sheet: SongSheet) -> None:
    """Raise `InputError` with the words that cause nothing, if there are any."""
    if sheet.unanswered:
        words = ", ".join(f"“{span.text}”" for span in sheet.unanswered)
        raise InputError(f"Not every word can be obeyed: {words}.")


def add_dry_run(parser: argparse.ArgumentParser) -> None:
    """Declare ``--dry-run``."""
    parser.add_argument("--dry-run", action="store_true", help="only say what the words would do, and change nothing")


def show_change(plan: ChangePlan | None, is_dry: bool, is_json: bool) -> None:
    """A plan of a change: on stdout where nothing else is to be done, else on stderr before the work."""
    if is_dry and is_json:
        print_json(msgspec.to_builtins(plan))
    elif plan is None:
        tell("This engine takes the words as they are and has no plan to show.")
    else:
        for line in lines_of(plan):
            print(line, file=sys.stdout if is_dry else sys.stderr)
