# SPDX-License-Identifier: GPL-3.0-or-later
"""What mastering did, as a page or as data."""

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from musicstudio.core.errors import InputError
from musicstudio.core.files import write_file
from musicstudio.dsp.measurement import Measurement

_WIDTH, _HEIGHT, _LOW_LUFS, _HIGH_LUFS = 900, 220, -40.0, 0.0
_MAX_POINTS = 900
_ROWS = (
    ("integrated_lufs", "Integrated", "LUFS"), ("max_short_term_lufs", "Short-term, loudest", "LUFS"),
    ("max_momentary_lufs", "Momentary, loudest", "LUFS"), ("loudness_range_lu", "Range", "LU"),
    ("true_peak_dbtp", "True peak", "dBTP"), ("psr_db", "Peak over short-term (PSR)", "dB"),
    ("plr_db", "Peak over integrated (PLR)", "dB"), ("correlation", "Correlation", ""), ("length_s", "Length", "s"),
)  # fmt: skip
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;background:#14161b;color:#e6e8ee;max-width:960px;margin:32px auto;"
    "padding:0 16px}table{border-collapse:collapse}td,th{padding:4px 16px 4px 0;text-align:right;"
    "font-variant-numeric:tabular-nums}td:first-child,th:first-child{text-align:left}svg{background:#1b1e25;"
    "width:100%;height:auto}text{fill:#9aa1b0;font-size:11px}h2{margin-top:40px}"
)


def file_figures(
    output: str,
    before: Measurement,
    after: Measurement,
    target_lufs: float,
    ceiling_dbtp: float,
    notices: Iterable[str],
) -> dict[str, Any]:
    """One mastered file as plain values."""
    return {
        "output": output, "target_lufs": target_lufs, "ceiling_dbtp": ceiling_dbtp, "before": before.figures(),
        "after": after.figures(), "notices": list(notices), "short_term_lufs": list(after.short_term_lufs),
        "warnings": [{"kind": w.kind, "at_s": w.at_s, "length_s": w.length_s, "text": w.text} for w in after.warnings],
    }  # fmt: skip


def check_report(path: Path) -> None:
    """Raise `InputError` for a report that would be neither a page nor data."""
    if path.suffix.lower() not in (".html", ".json"):
        raise InputError(f"A report is an .html or a .json file, not “{path.name}”.")


def write_report(path: Path, files: Sequence[dict[str, Any]]) -> None:
    """Write the figures of mastered files, as the path's ending says. Raises `InputError`, `StorageError`."""
    check_report(path)
    if path.suffix.lower() == ".json":
        write_file(path, json.dumps({"files": list(files)}, indent=2, ensure_ascii=False).encode())
    else:
        write_file(path, _page(files).encode())


def _page(files: Sequence[dict[str, Any]]) -> str:
    bodies = "\n".join(_section(figures) for figures in files)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Loudness</title>'
        f"<style>{_STYLE}</style></head><body><h1>Loudness</h1>\n{bodies}</body></html>\n"
    )


def _section(figures: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{title}</td><td>{_number(figures['before'][name])}</td>"
        f"<td>{_number(figures['after'][name])}</td><td>{unit}</td></tr>"
        for name, title, unit in _ROWS
    )
    told = [*figures["notices"], *(warning["text"] for warning in figures["warnings"])]
    items = "".join(f"<li>{escape(text)}</li>" for text in told) or "<li>Nothing needs a look.</li>"
    asked = f"{_number(figures['target_lufs'])} LUFS, {_number(figures['ceiling_dbtp'])} dBTP"
    return (
        f"<h2>{escape(Path(figures['output']).name)}</h2><p>Asked: {asked}</p>"
        f"<table><tr><th></th><th>before</th><th>after</th><th></th></tr>{rows}</table>"
        f"{_plot(figures['short_term_lufs'], figures['target_lufs'])}<ul>{items}</ul>"
    )


def _plot(history_lufs: Sequence[float], target_lufs: float) -> str:
    """Short-term loudness over time, with the target."""
    if not history_lufs:
        return "<p>Too short for a short-term loudness.</p>"
    step = max(1, len(history_lufs) // _MAX_POINTS)
    shown = history_lufs[::step]
    across = _WIDTH / max(1, len(shown) - 1)
    points = " ".join(f"{index * across:.1f},{_height(lufs):.1f}" for index, lufs in enumerate(shown))
    lines = "".join(
        f'<line x1="0" x2="{_WIDTH}" y1="{_height(lufs)}" y2="{_height(lufs)}" stroke="#2c313c"/>'
        f'<text x="4" y="{_height(lufs) - 3}">{_number(lufs)}</text>'
        for lufs in (-30.0, -20.0, -10.0)
    )
    aim = _height(target_lufs)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="Short-term loudness over time">{lines}'
        f'<line x1="0" x2="{_WIDTH}" y1="{aim}" y2="{aim}" stroke="#9aa1b0" stroke-dasharray="5 5"/>'
        f'<polyline points="{points}" fill="none" stroke="#e6e8ee" stroke-width="1.5"/></svg>'
    )


def _height(lufs: float) -> float:
    share = (min(max(lufs, _LOW_LUFS), _HIGH_LUFS) - _LOW_LUFS) / (_HIGH_LUFS - _LOW_LUFS)
    return round(_HEIGHT * (1 - share), 1)


def _number(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")
