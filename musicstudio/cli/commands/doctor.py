# SPDX-License-Identifier: GPL-3.0-or-later
"""``doctor``: whether this machine can do what the studio wants of it, one sentence a finding."""

import argparse

import msgspec

from .. import arguments
from ..running import print_json, run_job

_MARKS = {"good": "ok", "hint": "--", "bad": "!!"}


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("doctor", help="check sound, instruments, models, disk, rights; say what helps")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for programs")
    form.add_argument("--report", action="store_true", help="without names and paths, to be given to others")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look at everything; 1 when something does not work."""
    from musicstudio.app.health.doctor import examine, shared_report
    from musicstudio.core.crashes import all_reports, reports_dir
    from musicstudio.core.log_file import log_path

    found = run_job(examine())
    if options.json:
        reports = [str(path) for path in all_reports()]
        print_json({"findings": msgspec.to_builtins(found), "log": str(log_path()), "crash_reports": reports})
    elif options.report:
        print(shared_report(found))
    else:
        for each in found:
            print(f"[{_MARKS[each.state]}] {each.topic}: {each.text}")
            if each.remedy:
                print(f"       {each.remedy}")
        print(f"Log: {log_path()}; {len(all_reports())} reports of crashes in {reports_dir()}; nothing is ever sent.")
    return int(any(each.state == "bad" for each in found))
