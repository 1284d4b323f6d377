# SPDX-License-Identifier: GPL-3.0-or-later
"""``measure AUDIO…``: loudness, peaks and stereo of finished sound, and the seconds that need a look."""

import argparse
from pathlib import Path
from typing import Any

from musicstudio.app.files.measure_file import measure_file
from musicstudio.dsp.loudness import QUIETEST_LUFS
from musicstudio.dsp.measurement import Measurement

from .. import arguments
from ..running import FAILED, FELL_SHORT, done_for_each, print_json, run_job, tell, tell_all


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("measure", help="measure loudness, peaks and stereo")
    parser.add_argument("audio", type=arguments.file, nargs="+", metavar="AUDIO")
    parser.add_argument("--json", action="store_true", help="one object, or a list for several files")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    measured = done_for_each(options.audio, lambda path: run_job(measure_file(path, tell)))
    code = FELL_SHORT if any(_is_unmeasured(found.integrated_lufs) for _, found in measured) else 0
    if len(measured) < len(options.audio):
        code = FAILED
    if options.json and measured:
        values = [_plain(path, found) for path, found in measured]
        print_json(values[0] if len(options.audio) == 1 else values)
    if options.json:
        return code
    for path, found in measured:
        print(_in_words(path, found))
        tell_all([f"{path.name} {warning.text}" for warning in found.warnings])
    return code


def _plain(path: Path, found: Measurement) -> dict[str, Any]:
    warnings = [{"kind": w.kind, "at_s": w.at_s, "length_s": w.length_s, "text": w.text} for w in found.warnings]
    figures: dict[str, float | None] = {
        name: None if name.endswith("_lufs") and _is_unmeasured(value) else value
        for name, value in found.figures().items()
    }
    if _is_unmeasured(found.integrated_lufs):
        figures |= dict.fromkeys(("loudness_range_lu", "psr_db", "plr_db"))
    return {"file": str(path), **figures, "warnings": warnings}


def _is_unmeasured(lufs: float) -> bool:
    return lufs <= QUIETEST_LUFS


def _in_words(path: Path, found: Measurement) -> str:
    """One line; what could not be measured is left out, but for the loudness itself."""
    is_unmeasured = _is_unmeasured(found.integrated_lufs)
    loudness = "loudness not measured" if is_unmeasured else f"{found.integrated_lufs:.1f} LUFS"
    most = (("short-term", found.max_short_term_lufs), ("momentary", found.max_momentary_lufs))
    parts = [loudness, *(f"{name} up to {lufs:.1f}" for name, lufs in most if not _is_unmeasured(lufs))]
    if not is_unmeasured:
        parts.append(f"range {found.loudness_range_lu:.1f} LU")
    parts.append(f"{found.true_peak_dbtp:.1f} dBTP")
    if not is_unmeasured:
        parts.append(f"PSR {found.psr_db:.1f} dB")
    return f"{path}: {', '.join(parts)}, correlation {found.correlation:+.2f}"
