# SPDX-License-Identifier: GPL-3.0-or-later
"""``master AUDIO… -o OUT``: finished mixes to a loudness, under a true-peak ceiling."""

import argparse
from pathlib import Path
from typing import Any

from musicstudio.app.audio.loudness_report import check_report, file_figures, write_report
from musicstudio.app.audio.master_file import master_file
from musicstudio.app.files.measure_file import measure_file
from musicstudio.core.errors import InputError
from musicstudio.core.files import require_another_file
from musicstudio.dsp.loudness import QUIETEST_LUFS
from musicstudio.mixing.targets import TARGETS, find_target

from .. import arguments
from ..running import FAILED, FELL_SHORT, done_for_each, print_json, run_job, tell_all

_USUAL_LUFS, _USUAL_DBTP = -14.0, -1.0


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("master", help="bring mixes to a loudness")
    parser.add_argument("audio", type=arguments.file, nargs="+", metavar="AUDIO")
    out = "a file; for several mixes, or where it is one, a folder"
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar="OUT", help=out)
    aim = parser.add_mutually_exclusive_group()
    names = ", ".join(target.name for target in TARGETS)
    aim.add_argument("--target", metavar="NAME", help=f"loudness and ceiling by name: {names}")
    aim.add_argument(
        "--loudness", type=arguments.number_between(-30, -5, "LUFS"), metavar="LUFS", help="-14 unless said"
    )
    parser.add_argument(
        "--true-peak",
        type=arguments.number_between(-9, 0, "dBTP"),
        metavar="DBTP",
        help="-1, or the target's, unless said",
    )
    parser.add_argument("--bit-depth", type=int, choices=(16, 24, 32), default=24)
    parser.add_argument("--report", type=arguments.file, metavar="FILE", help="what was done, as .html or .json")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Master and write."""
    lufs, ceiling_dbtp = aim_of(options)
    if options.report:
        check_report(options.report)
    outputs = _outputs(options.audio, options.output)

    def bring(pair: tuple[Path, Path]) -> dict[str, Any]:
        report = run_job(master_file(*pair, lufs, ceiling_dbtp, options.bit_depth))
        tell_all(report["notices"])
        if not options.json:
            print(_in_words(report))
        return report

    done = done_for_each(outputs, bring)
    reports = [report for _, report in done]
    if options.report and done:
        _write_report(options.report, done, lufs, ceiling_dbtp)
    if options.json and done:
        print_json(reports[0] if len(outputs) == 1 else reports)
    if len(done) < len(outputs):
        return FAILED
    return 0 if all(report["is_as_asked"] for report in reports) else FELL_SHORT


def _in_words(report: dict[str, Any]) -> str:
    loudness = "loudness not measured"
    if report["loudness_lufs"] > QUIETEST_LUFS:
        loudness = f"{report['loudness_lufs']:.1f} LUFS"
    return f"{report['output']}: {loudness}, {report['true_peak_dbtp']:.1f} dBTP"


def aim_of(options: argparse.Namespace) -> tuple[float, float]:
    """Loudness and ceiling that the options name."""
    if options.target:
        target = find_target(options.target)
        return target.lufs, target.ceiling_dbtp if options.true_peak is None else options.true_peak
    lufs = _USUAL_LUFS if options.loudness is None else options.loudness
    return lufs, _USUAL_DBTP if options.true_peak is None else options.true_peak


def _outputs(paths: list[Path], output: Path) -> list[tuple[Path, Path]]:
    """Which file each mix becomes."""
    if len(paths) == 1 and not output.is_dir():
        return [(paths[0], output)]
    if output.suffix and not output.is_dir():
        raise InputError("Several mixes go into a folder: give its name with -o.")
    names = [output / f"{path.stem}.wav" for path in paths]
    if len(set(names)) < len(names):
        raise InputError("Two of the mixes have the same name; master them one by one.")
    for name in names:
        require_another_file(name, paths)
    return list(zip(paths, names, strict=True))


def _write_report(
    report: Path, done: list[tuple[tuple[Path, Path], dict[str, Any]]], lufs: float, ceiling_dbtp: float
) -> None:
    files = []
    for (path, output), each in done:
        before, after = run_job(measure_file(path)), run_job(measure_file(output))
        files.append(file_figures(str(output), before, after, lufs, ceiling_dbtp, each["notices"]))
    write_report(report, files)
