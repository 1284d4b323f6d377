# SPDX-License-Identifier: GPL-3.0-or-later
"""``measure AUDIO…``: loudness, peaks and stereo of finished sound, and the seconds that need a look."""

import argparse
from pathlib import Path
from typing import Any

from musicstudio.app.files.measure_file import measure_file
from musicstudio.dsp.measurement import Measurement

from .. import arguments
from ..running import print_json, run_job, tell_all


def add_to(subparsers) -> None:  # type: ignore[no-untyped-def]
    """Declare the command."""
    parser = subparsers.add_parser("measure", help="measure loudness, peaks and stereo")
    parser.add_argument("audio", type=arguments.file, nargs="+", metavar="AUDIO")
    parser.add_argument("--json", action="store_true", help="one object, or a list for several files")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    measured = [(path, run_job(measure_file(path))) for path in options.audio]
    if options.json:
        values = [_plain(path, found) for path, found in measured]
        print_json(values[0] if len(values) == 1 else values)
        return 0
    for path, found in measured:
        print(_in_words(path, found))
        tell_all([f"{path.name} {warning.text}" for warning in found.warnings])
    return 0


def _plain(path: Path, found: Measurement) -> dict[str, Any]:
    warnings = [{"kind": w.kind, "at_s": w.at_s, "length_s": w.length_s, "text": w.text} for w in found.warnings]
    return {"file": str(path), **found.figures(), "warnings": warnings}


def _in_words(path: Path, found: Measurement) -> str:
    return (
        f"{path}: {found.integrated_lufs:.1f} LUFS, short-term up to {found.max_short_term_lufs:.1f}, "
        f"momentary up to {found.max_momentary_lufs:.1f}, range {found.loudness_range_lu:.1f} LU, "
        f"{found.true_peak_dbtp:.1f} dBTP, PSR {found.psr_db:.1f} dB, correlation {found.correlation:+.2f}"
    )
