# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes are named by what differs in their notes."""

import pytest
from msgspec.structs import replace

from musicstudio.project.model import Note, Take
from musicstudio.project.take_words import column_words, take_words

BEAT = 960
TUNE = tuple(Note(BEAT * n // 2, BEAT // 2, 60 + (n * 5) % 7, 90) for n in range(32))


def words(notes, role="keys"):
    return take_words((Take("a", notes=TUNE), Take("b", notes=tuple(notes))), 1, role)


def moved(**by):
    return tuple(replace(note, **{name: getattr(note, name) + amount for name, amount in by.items()}) for note in TUNE)


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        (TUNE[::2], ("sparser",)),
        (TUNE + moved(start_ticks=BEAT * 16), ("busier",)),
        (moved(pitch=12), ("higher",)),
        (moved(pitch=-3), ("lower",)),
        (moved(velocity=-20), ("softer",)),
        (moved(velocity=20), ("stronger",)),
        (moved(length_ticks=BEAT), ("longer notes",)),
        (moved(length_ticks=-BEAT // 4), ("shorter notes",)),
        (moved(start_ticks=BEAT // 4), ("more syncopated",)),
        (TUNE, ("nearly the same",)),
        (tuple(replace(note, pitch=60 + (note.pitch - 57) % 7) for note in TUNE), ("other notes",)),
    ],
)  # fmt: skip
def test_what_differs_is_what_is_said(notes, said):
    assert words(notes) == said


def test_the_clearest_come_first_and_three_are_enough():
    said = words(replace(n, pitch=n.pitch + 24, velocity=60, length_ticks=100) for n in TUNE[::2])
    assert len(said) == 3 and said[0] == "higher"


def test_drums_are_not_higher_or_longer():
    assert words(moved(pitch=12, length_ticks=BEAT), "drums") == ("other notes",)


def test_sound_without_notes_and_a_lone_take_have_no_words():
    assert take_words((Take("a", source="x"), Take("b", source="y")), 1) == ()
    assert take_words((Take("a", notes=TUNE),), 0) == ()
    assert take_words((Take("a", notes=TUNE), Take("b")), 0) == ("first",)


def test_who_leads_is_told_where_it_is_another():
    high = moved(pitch=14)
    piano = ("keys", (Take("p1", notes=high), Take("p2", notes=moved(pitch=-12))))
    trumpet = ("brass", (Take("t1", notes=moved(pitch=-12)), Take("t2", notes=high)))
    bass = ("bass", (Take("b1", notes=TUNE), Take("b2", notes=TUNE)))
    rows = {"Piano": piano, "Trumpet": trumpet, "Bass": bass}
    assert column_words(rows, 1)[-1] == "Trumpet leads"
    assert column_words(rows, 0) == ("first",)
    assert column_words({"Piano": piano, "Bass": bass}, 1) == ("lower",)


def test_rows_with_fewer_takes_do_not_speak():
    rows = {
        "Piano": ("keys", (Take("p1", notes=TUNE), Take("p2", notes=TUNE[::2]))),
        "Bass": ("bass", (Take("b", notes=TUNE),)),
    }
    assert column_words(rows, 1) == ("sparser",)
