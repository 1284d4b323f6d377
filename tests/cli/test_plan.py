# SPDX-License-Identifier: GPL-3.0-or-later
"""``plan`` says what words would cause; ``generate --plan`` makes it; ``--strict`` makes nothing else."""

import json

from musicstudio.cli.main import main


def test_a_plan_is_written_edited_and_made(tmp_path, capsys):
    plan, song = tmp_path / "plan.json", tmp_path / "song.mstudio"
    assert main(["plan", "calm harp piece, 12 seconds, 80 bpm", "-o", str(plan), "--seed", "3"]) == 0
    capsys.readouterr()
    sheet = json.loads(plan.read_text())
    assert (sheet["bpm"], sheet["key"]["origin"]) == ({"value": 80.0, "origin": "words"}, "studio")
    sheet["key"] = {"value": {"tonic": 4, "mode": "minor"}, "origin": "locked"}
    plan.write_text(json.dumps(sheet))
    assert main(["generate", "--plan", str(plan), "-o", str(song), "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["key"], round(made["bpm"], 2), made["duration"]) == ("E minor", 80.0, 12.0)
    assert made["sheet"]["key"]["origin"] == "locked"
    assert all(each["is_kept"] for each in made["sheet"]["made"])


def test_strict_fails_on_a_word_that_cannot_be_obeyed(tmp_path, capsys):
    song = tmp_path / "song.mstudio"
    assert main(["generate", "folk with a tabla", "-o", str(song), "--strict"]) == 1
    assert "tabla" in capsys.readouterr().err
    assert not song.exists()


def test_the_json_lists_every_span(capsys):
    assert main(["plan", "folk with a tabla", "--json"]) == 0
    spans = json.loads(capsys.readouterr().out)["spans"]
    assert [(span["text"], span["outcome"]) for span in spans] == [
        ("folk", "used"),
        ("with a", "used"),
        ("tabla", "cannot"),
    ]


def test_a_file_that_is_no_plan_is_refused(tmp_path, capsys):
    plan = tmp_path / "plan.json"
    for text in ("", "{", '{"bpm": 3}', "[" * 5000):
        plan.write_text(text)
        assert main(["generate", "--plan", str(plan), "-o", str(tmp_path / "x")]) == 1
    assert "is not a song sheet" in capsys.readouterr().err
