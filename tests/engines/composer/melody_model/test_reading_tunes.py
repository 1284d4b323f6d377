# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the sources: ABC as the collections write it, chord names, keys, rights, baselines and measures."""

import math

import pytest

from scripts.train_leadsheet.chord_names import parse_abc_chord
from scripts.train_leadsheet.copying import CopyFinder
from scripts.train_leadsheet.markov import Markov
from scripts.train_leadsheet.measures import measure_all
from scripts.train_leadsheet.read_abc import parse_key, parse_length, read_tunes
from scripts.train_leadsheet.sources import is_public_domain
from scripts.train_leadsheet.tunes import SheetTune, to_sheet

ABC = """X:1
T:A Test
M:4/4
L:1/8
K:Gm
D2|:"Gm"G2B2 d>c B=A|"D7"(3ABc d2 ^f4-|f2 e2 d4|"Gm"G6 D2|
"Cm"c4 B2A2|"D7"d4 ^f4|[1 "Gm"g6 D2:|[2 "Gm"g8|]
"""


def sheet() -> SheetTune:
    (tune,) = read_tunes(ABC, "test", lambda headers: "folk")
    found = to_sheet(tune)
    assert found
    return found


def test_an_abc_tune_becomes_bars_that_are_full() -> None:
    tune = sheet()
    assert (tune.mode, tune.has_pickup, len(tune.bars)) == ("minor", True, 8)
    assert all(sum(length for _, length in bar.melody) == bar.units == 48 for bar in tune.bars)


def test_tuplets_broken_rhythm_ties_and_accidentals_are_read() -> None:
    (tune,) = read_tunes(ABC, "test", lambda headers: "folk")
    lengths = [(note.pitch, note.length) for note in tune.notes]
    assert lengths[1:7] == [(67, 12), (70, 12), (74, 9), (72, 3), (70, 6), (69, 6)]
    assert lengths[7:10] == [(69, 4), (70, 4), (72, 4)]
    assert (78, 36) in lengths
    assert tune.tonic == 7


def test_the_last_ending_stands() -> None:
    (tune,) = read_tunes(ABC, "test", lambda headers: "folk")
    assert tune.notes[-1].pitch == 79 and tune.notes[-1].length == 48


@pytest.mark.parametrize(
    ("text", "wanted"), [("F#m7/c+", (6, "min7")), ("Bbd", (10, "dim")), ("G", (7, "maj")), ("slow", None)]
)
def test_chord_names(text: str, wanted: tuple[int, str] | None) -> None:
    assert parse_abc_chord(text) == wanted


def test_keys_and_lengths() -> None:
    assert parse_key("Ador")[:2] == (9, "dorian")
    assert parse_key("Bb") == (10, "major", -2)
    assert parse_key("F#m") == (6, "minor", 3)
    assert [float(parse_length(text)) for text in ("", "/", "//", "3/2")] == [1.0, 0.5, 0.25, 1.5]


@pytest.mark.parametrize(
    ("year", "authors", "allowed"),
    [
        (1925, [("A", 1940)], True),
        (1925, [("A", 1960)], False),
        (1931, [("A", 1940)], False),
        (1925, [("A", None)], False),
        (None, [("[Traditional]", None)], True),
        (None, [("A", 1920)], True),
        (None, [("A", 1950)], False),
    ],
)
def test_only_the_public_domain_is_learned_from(
    year: int | None, authors: list[tuple[str, int | None]], allowed: bool
) -> None:
    assert is_public_domain(year, authors) is allowed


def test_a_markov_model_is_a_distribution_and_learns() -> None:
    model = Markov(2)
    model.learn(["abcabcabc"])
    assert sum(model.chance(event, ("a", "b")) for event in "abc?") == pytest.approx(1.0)
    assert model.bits("abcabc") < 6 * math.log2(3)


def test_copies_are_found_across_tunes() -> None:
    steps = [(6, interval) for interval in (1, 2, 3, 4, 5, 6, 7, 8)]
    assert CopyFinder([steps]).longest([(6, 9), *steps[:6], (6, 9)]) == 36


def test_measures_lie_where_they_must() -> None:
    values = measure_all(sheet().bars, "minor")
    assert values.pop("pitch-class entropy (bits)") <= math.log2(12)
    assert values.pop("notes a quarter") > 0.5
    assert all(0 <= value <= 1 for value in values.values())
