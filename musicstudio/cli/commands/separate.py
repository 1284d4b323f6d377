# SPDX-License-Identifier: GPL-3.0-or-later
"""``separate AUDIO -o DIR``: stems of a recording as files."""

import argparse

from musicstudio.jobs.compute import KINDS, prefer

from .. import arguments
from ..running import print_json, run_job, tell


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("separate", help="take a recording apart into stems")
    parser.add_argument("audio", type=arguments.file, metavar="AUDIO")
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar="DIR")
    parser.add_argument("--model", "--engine", default="", metavar="NAME", help="see `musicstudio models list`")
    parser.add_argument("--stems", type=int, choices=(2, 4, 6), default=4)
    parser.add_argument("--range", type=arguments.time_range, metavar="A:B", help="seconds")
    parser.add_argument("--only", type=arguments.words, default=(), metavar="vocals,drums", help="the stems wanted")
    parser.add_argument("--quality", choices=("fast", "balanced", "high"), default="fast", help="passes: 1, 2 or 5")
    parser.add_argument("--shifts", type=arguments.count(0, 10), metavar="N", help="passes, in place of --quality")
    parser.add_argument("--seed", type=arguments.count(0, 2**31 - 1), default=0, metavar="N")
    parser.add_argument("--device", choices=KINDS, default="", help="where the network runs (default: the best here)")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Separate and write."""
    from musicstudio.separation.models import present_model
    from musicstudio.separation.separate import QUALITIES, separate_file

    if options.device:
        prefer(options.device)
    model = present_model(options.model, options.stems)
    shifts = QUALITIES[options.quality] if options.shifts is None else options.shifts
    job = separate_file(
        options.audio, options.output, model.name, options.stems, shifts, options.seed, options.range, tell,
        options.only,
    )  # fmt: skip
    files = run_job(job)
    if options.json:
        stems = {name: str(path) for name, path in files.items()}
        print_json({"model": model.name, "title": model.title, "licence": model.licence, "stems": stems})
    else:
        print(*files.values(), sep="\n")
    return 0
