# SPDX-License-Identifier: GPL-3.0-or-later
"""``verify FILE``: whether a file is still what was signed, what its Content Credentials say, and whether its sound
bears the mark of this studio."""

import argparse

import msgspec

from musicstudio.app.files.verify import MarkVerdict, verify_job
from musicstudio.interchange.credentials.signing import Verdict

from .. import arguments
from ..running import FELL_SHORT, print_json, run_job


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("verify", help="check the Content Credentials and the inaudible mark of a file")
    parser.add_argument("file", type=arguments.file, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read and check; exit code 3 for a file that is not signed or was changed."""
    found = run_job(verify_job(options.file))
    verdict = found.credentials
    if options.json:
        print_json({**msgspec.to_builtins(verdict), "mark": msgspec.to_builtins(found.mark)})
    else:
        print(*lines_of(options.file.name, verdict), sep="\n")
        print(mark_line(found.mark))
    return 0 if verdict.is_signed and verdict.is_intact else FELL_SHORT


def mark_line(mark: MarkVerdict | None) -> str:
    """What was heard, to be read."""
    if mark is None:
        return "  mark: not looked for, since this is no sound."
    if not mark.is_marked:
        return "  mark: none heard. Sound of people has none; nor has what was changed beyond recognition."
    song = f"song {mark.number}" if mark.number else "which song cannot be read any more"
    return f"  mark: AI took part, made with MusicStudio, {song} (score {mark.score:.1f}; chance stays below 10.5)."


def lines_of(name: str, verdict: Verdict) -> list[str]:
    """The verdict to be read."""
    if not verdict.is_signed:
        return [f"{name}: no Content Credentials."]
    if not verdict.is_intact:
        return [
            f"{name}: changed since it was signed ({', '.join(verdict.problems) or 'the signature does not hold'})."
        ]
    vouched = "an identity of this machine" if verdict.is_own else "for whom nobody vouches here"
    lines = [
        f"{name}: as it was signed.",
        f"  signed by: “{verdict.signer}”, {vouched}",
        f"  made with: {verdict.made_with}",
    ]
    lines += [f"  source: {verdict.digital_source_type.rpartition('/')[2]}"] if verdict.digital_source_type else []
    return lines + [f"  {role}: {maker}" for role, maker in verdict.roles.items()]
