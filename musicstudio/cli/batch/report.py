# SPDX-License-Identifier: GPL-3.0-or-later
"""What came of a batch as data, as a table, and as a page."""

import csv
import io
from collections.abc import Sequence
from html import escape

import msgspec

from .outcome import Outcome
from .target import Target

_NAMES = ("name", "state", "length_s", "loudness_lufs", "true_peak_dbtp", "seconds", "files", "sentence")
_TITLES = ("Name", "", "Length, s", "LUFS", "dBTP", "Work, s", "Files", "")
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;background:#14161b;color:#e6e8ee;margin:32px}"
    "td,th{padding:4px 16px 4px 0;text-align:left;vertical-align:top;font-variant-numeric:tabular-nums}"
    ".failed{color:#ff8a80}.short{color:#ffd180}"
)


def write_report(target: Target, outcomes: Sequence[Outcome]) -> None:
    """``report.json``, ``report.csv`` and ``report.html`` beside the results. Raises `StorageError`."""
    target.write("report.json", msgspec.json.format(msgspec.json.encode([plain(each) for each in outcomes])))
    target.write("report.csv", _table(outcomes).encode())
    target.write("report.html", _page(outcomes).encode())


def in_words(outcomes: Sequence[Outcome]) -> str:
    """``38 made, 1 not as asked, 1 failed``."""
    titles = {"made": "made", "short": "not as asked", "failed": "failed"}
    counts = {state: sum(each.state == state for each in outcomes) for state in titles}
    return ", ".join(f"{counts[state]} {title}" for state, title in titles.items() if counts[state])


def plain(outcome: Outcome) -> dict[str, object]:
    """For JSON."""
    return {name: getattr(outcome, name) for name in _NAMES}


def _cells(outcome: Outcome) -> list[str]:
    values = {**plain(outcome), "files": " ".join(outcome.files)}
    return ["" if values[name] is None else str(values[name]) for name in _NAMES]


def _table(outcomes: Sequence[Outcome]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_NAMES)
    writer.writerows(_cells(each) for each in outcomes)
    return text.getvalue()


def _page(outcomes: Sequence[Outcome]) -> str:
    head = "".join(f"<th>{title}</th>" for title in _TITLES)
    rows = "\n".join(
        f'<tr class="{each.state}">' + "".join(f"<td>{escape(cell)}</td>" for cell in _cells(each)) + "</tr>"
        for each in outcomes
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Batch</title><style>{_STYLE}</style></head>'
        f"<body><h1>{escape(in_words(outcomes))}</h1><table><tr>{head}</tr>\n{rows}</table></body></html>\n"
    )
