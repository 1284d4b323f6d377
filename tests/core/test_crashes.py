# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept when the studio itself fails: reports on this machine, a log that stays small, the build's name."""

import logging
import subprocess
import sys

import pytest

from musicstudio.core import build, crashes, log_file

DIES = """
import ctypes
from musicstudio.core.crashes import watch_for_crashes
with watch_for_crashes():
    {0}
"""


def run_and_die(line):
    return subprocess.run([sys.executable, "-c", DIES.format(line)], capture_output=True, text=True, timeout=60)


def test_a_crash_in_machine_code_leaves_its_stacks_for_the_next_start():
    assert run_and_die("ctypes.string_at(0)").returncode != 0
    (report,) = crashes.new_reports()
    text = crashes.read_report(report)
    assert text.startswith("MusicStudio 0.") and "Segmentation fault" in text and "string_at" in text
    crashes.mark_seen([report])
    assert crashes.new_reports() == [] and crashes.all_reports() == [report]


@pytest.mark.parametrize("line", ["pass", "import os; os._exit(9)"])
def test_whoever_closes_or_kills_the_studio_finds_no_report(line):
    run_and_die(line)
    assert crashes.new_reports() == []
    assert not list(crashes.reports_dir().glob("*.txt"))


def test_an_unexpected_error_is_written_down_with_its_place():
    try:
        raise ZeroDivisionError("oops")
    except ZeroDivisionError as error:
        path = crashes.write_report(error)
    assert "test_crashes.py" in path.read_text() and "ZeroDivisionError: oops" in crashes.read_report(path)
    assert crashes.new_reports() == [path]


def test_old_reports_go(monkeypatch):
    moments = iter(range(100))
    monkeypatch.setattr(crashes.time, "strftime", lambda form: f"{next(moments):03}")
    for _ in range(15):
        crashes.write_report(ValueError("x"), is_seen=True)
    assert len(crashes.all_reports()) == 10 and len(list(crashes.reports_dir().iterdir())) == 20


def test_where_no_report_can_be_written_nothing_else_fails(home):
    (home / "logs").write_text("a file in the place of the folder")
    assert crashes.write_report(ValueError("x")) is None
    with crashes.watch_for_crashes(), log_file.keep_log():
        logging.getLogger("musicstudio").info("told to nobody")
    assert crashes.new_reports() == []


def test_the_log_stays_small(monkeypatch):
    monkeypatch.setattr(log_file, "_MOST_BYTES", 2_000)
    with log_file.keep_log():
        for number in range(200):
            logging.getLogger("musicstudio.anything").info("line %s", number)
    files = sorted(log_file.log_path().parent.glob("studio.log*"))
    assert len(files) == 3 and all(path.stat().st_size <= 2_000 for path in files)
    assert "line 199" in log_file.log_path().read_text()


def test_the_build_is_a_stamp_or_the_commit_of_a_checkout(tmp_path, monkeypatch):
    monkeypatch.setenv("MUSICSTUDIO_RESOURCES", str(tmp_path))
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=build.Path(__file__).parent, capture_output=True, text=True
    )
    assert commit.returncode or build.build() == f"checkout {commit.stdout[:8]}"
    (tmp_path / build.STAMP_FILE).write_text("deb 12345678 of 2026-12-01\nmore")
    assert build.version_line().endswith(" (deb 12345678 of 2026-12-01)")
