# SPDX-License-Identifier: GPL-3.0-or-later
"""What an edit by words would do is told before it is done, and with ``--dry-run`` nothing is done."""


def test_a_dry_run_tells_what_each_row_would_get_and_changes_nothing(run, song):
    before = run("info", song, "--json").json
    (section, *_) = before["sections"]
    told = run("regenerate", song, "--section", section["name"], "--prompt", "no bass, add a trumpet", "--dry-run")
    assert told.code == 0 and told.out.startswith("Without bass; adds trumpet.")
    assert "Trumpet: new" in told.out and "notes become 0" in told.out
    assert run("info", song, "--json").json == before


def test_words_that_do_nothing_are_told_before_the_work(run, song):
    (section, *_) = run("info", song, "--json").json["sections"]
    plan = run("regenerate", song, "--section", section["name"], "--prompt", "gloop", "--dry-run", "--json").json
    assert any("gloop" in answer for answer in plan["answers"])
    assert any(span["outcome"] == "not_understood" for span in plan["spans"])


def test_layers_extensions_and_restyles_have_plans_too(run, song):
    layer = run("layer", song, "--prompt", "soft cello, long notes", "--dry-run").out
    assert "cello, long notes" in layer and "Cello: new" in layer
    assert "8 bars: bridge" in run("extend", song, "--bars", 8, "--prompt", "a bridge", "--dry-run").out
    restyle = run("restyle", song, "--prompt", "a jazz waltz", "--dry-run")
    assert "jazz swing" in restyle.out and "“waltz” (3/4)" in restyle.out


def test_a_miss_says_that_another_seed_may_do_better(run, song):
    (section, *_) = run("info", song, "--json").json["sections"]
    ran = run("regenerate", song, "--section", section["name"], "--prompt", "no harp", "--seed", 3)
    assert ran.code == 0
    assert "There is no harp here to remove. Another --seed may do better." in ran.err
