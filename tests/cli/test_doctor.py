# SPDX-License-Identifier: GPL-3.0-or-later
"""``doctor`` says what works and what helps; its report names nobody and no file."""

from pathlib import Path

import pytest

from musicstudio.app.health import doctor, machine
from musicstudio.app.health.finding import Finding
from musicstudio.cli import main as main_module
from musicstudio.core.crashes import write_report


def topics(ran):
    return {each["topic"]: each for each in ran.json["findings"]}


def test_every_matter_has_one_sentence(run):
    ran = run("doctor", "--json")
    found = topics(ran)
    assert {"MusicStudio", "Sound output", "Instruments", "Models", "Singers", "Memory", "Data", "Networks"} <= set(
        found
    )
    assert all(each["text"].endswith(".") and "\n" not in each["text"] for each in found.values())
    assert found["Data"]["state"] != "bad" and found["Models"]["state"] == "good"
    assert ran.code == int(any(each["state"] == "bad" for each in found.values()))


def test_a_missing_soundfont_comes_with_a_command(run, monkeypatch, tmp_path):
    monkeypatch.setenv("MUSICSTUDIO_SOUNDFONT", str(tmp_path / "none.sf2"))
    ran = run("doctor")
    assert ran.code == 1 and "[!!] Instruments: " in ran.out and "none.sf2" in ran.out
    assert "fluid" in ran.out.split("[!!] Instruments")[1].splitlines()[1]


def test_a_folder_that_cannot_be_used_is_named_but_not_in_the_report(run, home):
    (home / "data").write_text("a file in the place of the folder")
    ran = run("doctor", "--report")
    assert ran.code == 1 and "[!!] Data: " in ran.out and str(home) not in ran.out
    assert str(home / "data") in run("doctor").out


def test_without_rights_the_way_to_get_them_is_said(monkeypatch):
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(machine.sys, "platform", "linux")
    monkeypatch.setattr(resource, "getrlimit", lambda which: (0, 0))
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    (found,) = machine.check_rights()
    assert found.state == "hint" and "usermod" in found.remedy and "rtprio" in found.remedy


def test_a_check_that_fails_itself_is_a_finding(run, monkeypatch):
    def explode():
        raise RuntimeError("driver")
        yield

    monkeypatch.setattr(doctor, "CHECKS", (("Sound", explode),))
    ran = run("doctor")
    assert ran.code == 1 and "[!!] Sound: This could not be looked at (RuntimeError)." in ran.out


def test_the_report_tells_where_it_crashed_and_no_name(run, monkeypatch):
    private = Path("/home/maria/Songs for Anna/secret.mstudio")
    try:
        exec(compile(f"raise FileNotFoundError(2, 'gone', {str(private)!r})", str(private), "exec"))
    except FileNotFoundError as error:
        write_report(error)
    monkeypatch.setattr(
        doctor,
        "CHECKS",
        (("x", lambda: iter([Finding("Sound output", "good", "“Maria's” plays.", "An output plays.")])),),
    )
    out = run("doctor", "--report").out
    assert "FileNotFoundError" in out and "An output plays." in out
    assert not [word for word in ("maria", "Maria", "Anna", "secret", "/home", "gone") if word in out]


def test_frames_of_the_studio_and_of_libraries_keep_their_place():
    report = "\n".join(
        [
            "MusicStudio 0.2.0 (deb)",
            '  File "C:\\Users\\Maria\\Apps\\musicstudio\\ui\\app.py", line 28 in run',
            '  File "/home/maria/.venv/lib/python3.11/site-packages/torch/nn/x.py", line 3, in forward',
            "    secret = Anna",
            "ValueError: /home/maria/x",
        ]
    )
    assert doctor.places_only(report) == [
        "MusicStudio 0.2.0 (deb)",
        "  musicstudio/ui/app.py:28 in run",
        "  torch/nn/x.py:3 in forward",
        "ValueError",
    ]


def test_an_internal_error_of_a_command_says_where_its_report_is(run, monkeypatch, home):
    def broken():
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(main_module, "build_parser", broken)
    ran = run("info")
    assert ran.code == 1 and str(home / "logs" / "crashes") in ran.err and "Traceback" not in ran.err
    (report,) = (home / "logs" / "crashes").glob("*.txt")
    assert "oops" in report.read_text()


def test_the_version_names_the_build(run):
    assert run("--version").out.startswith("musicstudio 0.") and "(" in run("--version").out
