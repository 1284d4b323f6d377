# SPDX-License-Identifier: GPL-3.0-or-later
"""All checks in order, and what was found as a report that may be given to others."""

import re
from collections.abc import Callable, Iterator

from musicstudio.core.crashes import all_reports, read_report
from musicstudio.core.progress import Job, Progress

from .finding import Finding
from .machine import check_folders, check_graphics_card, check_memory, check_rights, check_versions
from .sound import (
    check_devices,
    check_instruments,
    check_keyboards,
    check_plugins,
    check_resources,
    check_singers,
)

CHECKS: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
    ("Versions", check_versions),
    ("Sound", check_devices),
    ("Keyboards", check_keyboards),
    ("Instruments", check_instruments),
    ("Models", check_resources),
    ("Singers", check_singers),
    ("Plug-ins", check_plugins),
    ("Memory", check_memory),
    ("Folders", check_folders),
    ("Real-time rights", check_rights),
    ("Graphics card", check_graphics_card),
)
_FRAME = re.compile(r'\s*File "(?P<file>.*)", line (?P<line>\d+)(?: in|, in) (?P<name>[\w<>.]+)')
_STATES = {"good": "ok", "hint": "--", "bad": "!!"}


def examine() -> Job[tuple[Finding, ...]]:
    """Look at everything; takes seconds, so on a job's thread. A check that fails itself is a finding, too."""
    found: list[Finding] = []
    for index, (title, check) in enumerate(CHECKS):
        yield Progress(index / len(CHECKS), title)
        try:
            found += check()
        except Exception as error:  # a driver's, a stranger's code
            text = f"This could not be looked at ({type(error).__name__})."
            found.append(Finding(title, "bad", text))
    yield Progress(1.0, "")
    return tuple(found)


def shared_report(found: tuple[Finding, ...]) -> str:
    """The findings without names of people, devices and files, and where the newest crash came from."""
    lines = [f"[{_STATES[each.state]}] {each.topic}: {each.shared_text}" for each in found]
    reports = all_reports()
    lines.append(f"Reports of crashes: {len(reports)}")
    return "\n".join([*lines, *(["", "The newest:", *places_only(read_report(reports[0]))] if reports else [])])


def places_only(report: str) -> list[str]:
    """Of a report, the places in the program and the kind of error: no paths outside it, no words of a message."""
    kept = []
    for line in report.splitlines():
        frame = _FRAME.match(line)
        if frame:
            kept.append(f"  {_inside(frame['file'])}:{frame['line']} in {frame['name']}")
        elif line.startswith(("MusicStudio ", "Python ", "Fatal Python error")):
            kept.append(line)
        elif kind := re.match(r"([A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Stop\w*))(?::|$)", line):
            kept.append(kind[1])
    return kept


def _inside(file: str) -> str:
    """A file from the package that holds it on; of any other nothing."""
    parts = file.replace("\\", "/").split("/")
    for root in ("site-packages", "musicstudio"):
        if root in parts[:-1]:
            begin = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[begin + (root == "site-packages") :])
    return "…"
