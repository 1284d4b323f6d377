# SPDX-License-Identifier: GPL-3.0-or-later
"""Wishes put together by a grammar that is not the parser's: each is obeyed, as other ears hear it, or told."""

import importlib

import pytest

from musicstudio.core.errors import InputError
from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.words.changes import read_change
from musicstudio.engines.composer.words.reading import read_prompt
from musicstudio.engines.contract import Request, Task

bench = importlib.import_module("tests.bench.adherence.prompts_bench")
grammar = importlib.import_module("tests.bench.adherence.grammar")


def sheet_of(prompt):
    return read_prompt(prompt, load_styles().styles).sheet


def change_of(words):
    return read_change(words, load_styles().styles)[0]


@pytest.mark.parametrize("row", grammar.rows(14, seed=2026), ids=lambda row: row["prompt"])
def test_a_random_wish_is_obeyed_or_told(row):
    outcome = bench.outcome_of(row, 1)
    assert outcome.state != "silent", (outcome.missed, outcome.told)


@pytest.mark.slow
@pytest.mark.parametrize("row", [*grammar.every_wish(), *grammar.rows(60, seed=7)], ids=lambda row: row["prompt"])
def test_every_wording_of_the_grammar_is_obeyed_or_told(row):
    outcome = bench.outcome_of(row, 1)
    assert outcome.state != "silent", (outcome.missed, outcome.told)


@pytest.mark.parametrize(
    ("prompt", "both"),
    [
        ("instrumental, sung by a woman", ("instrumental", "sung by a woman")),
        ("no vocals, female singer", ("no vocals", "female singer")),
        ("a waltz in 5/4", ("3/4", "5/4")),
        ("straight eighths with a shuffle feel", ("straight", "swung")),
        ("very slow and really fast", ("very slow", "really fast")),
        ("barbershop with drums", ("barbershop", "drums")),
        ("solo harp with a full orchestra", ("solo", "full orchestra")),
    ],
)
def test_wishes_that_exclude_each_other_are_told(prompt, both):
    told = " ".join(sheet_of(prompt).notices)
    assert all(word in told for word in both), told


@pytest.mark.parametrize(
    ("prompt", "refused"),
    [
        ("rock, electric guitars are banned", "electric guitar"),
        ("leave the drums at home, house", "drums"),
        ("folk with no drum kit", "drums"),
        ("trumpets are off limits", "trumpet"),
        ("steer clear of synths", "synth"),
    ],
)
def test_whoever_is_refused_in_other_words_is_refused_whole(prompt, refused):
    assert refused in sheet_of(prompt).refused


def test_what_was_taken_beside_an_unknown_word_is_told_with_it():
    notices = run_to_end(Composer().run(Request(Task.COMPOSE, prompt="pop, guitars are frobbed", seed=1))).notices
    (told,) = [each for each in notices if "frobbed" in each]
    assert "“guitars are frobbed” only this was taken: guitars plays" in told


@pytest.mark.parametrize(
    ("words", "lost"),
    [
        ("keep the vibe", "keep the vibe"),
        ("swap the sunshine for rain", "swap the sunshine for rain"),
        ("a hit at 0:12, quieter", "a hit at 0:12"),
        ("in 7/8, no drums", "7/8"),
        ("the drums enter at 0:40", "enter at 0:40"),
    ],
)
def test_words_of_an_edit_that_change_nothing_are_told(words, lost):
    told = " ".join(span.text for span in change_of(words).unanswered)
    assert all(word in told for word in lost.split()[-1:]), told


def test_an_edit_can_ask_for_nothing():
    assert change_of("don't change anything").is_same
    assert not change_of("don't touch the drums, louder").is_same


def test_a_half_of_the_selection_can_be_named():
    (cue,) = change_of("the drums rest in the first half").when
    assert (cue.verb, cue.players, cue.end.share) == ("out", ("drums",), 0.5)


@pytest.mark.parametrize(
    ("prompt", "kinds"),
    [
        ("pop with exactly three verses", ("verse", 3)),
        ("two choruses, rock", ("chorus", 2)),
        ("folk with four verses and no bridge", ("verse", 4)),
    ],
)
def test_sections_are_counted(prompt, kinds):
    made = run_to_end(Composer().run(Request(Task.COMPOSE, prompt=prompt, seed=1)))
    assert [section.kind for section in made.sections].count(kinds[0]) == kinds[1]


@pytest.mark.parametrize(("words", "asked"), [("swung quavers", "swung"), ("not swung at all", "straight")])
def test_swing_can_be_asked(words, asked):
    made = run_to_end(Composer().run(Request(Task.COMPOSE, prompt=f"folk rock, {words}", seed=1)))
    (seen,) = [each for each in made.sheet.made if each.name == "swing"]
    assert seen.is_kept and asked in seen.asked


def test_a_tempo_that_nobody_can_play_is_refused():
    with pytest.raises(InputError, match="cannot be played"):
        sheet_of("tempo of 900")


@pytest.mark.parametrize(
    "name",
    [
        "tabla", "sitar", "oud", "mariachi", "Carnatic music", "phonk", "UK garage", "drill", "shoegaze", "flamenco",
        "hyperpop", "k-pop", "amapiano", "city pop", "cumbia", "klezmer", "bansuri", "koto", "bandoneon",
            "taiko", "gamelan",
    ],
)  # fmt: skip
def test_a_style_or_an_instrument_is_known_or_refused_with_the_nearest(name):
    sheet = sheet_of(f"{name}, 30 seconds")
    unanswered = [span for span in sheet.unanswered if span.text.split()[0] in name]
    assert all(span.outcome == "cannot" and span.nearest for span in unanswered)
    assert sheet.players or (sheet.styles.value or {})


@pytest.mark.parametrize(
    ("prompt", "kind", "name"),
    [
        ("Verse 1: quiet. Chorus: loud, folk", "chorus", "energy"),
        ("[Verse] hushed [Chorus] massive", "verse", "energy"),
        ("[Intro - 8 bars] pads [Drop] saw lead", "intro", "bars"),
    ],
)
def test_what_follows_a_sections_label_is_said_of_it(prompt, kind, name):
    (asked,) = [each for each in sheet_of(prompt).sections if each.kind == kind]
    assert getattr(asked, name)


def test_what_it_must_not_be_moves_it_to_the_other_side():
    assert sheet_of("guitar music, not too fast").pace.value == 0.3
    assert sheet_of("guitar music, not sad").valence.value > 0.6


def test_who_is_spared_by_an_edit_stays():
    change = change_of("everyone except the cello should play quieter")
    assert change.kept == ("cello",) and [turn.names for turn in change.turns] == [()]
