# SPDX-License-Identifier: GPL-3.0-or-later
"""The song sheet as a person reads and types it."""

import pytest

from musicstudio.app.generation.plan import replan, understand
from musicstudio.app.generation.sheet_edits import with_energy, with_leader, with_player, with_refused, without_player
from musicstudio.app.generation.sheet_fields import FIELDS, left_to_studio, with_lock, with_text
from musicstudio.app.generation.sheet_words import form_rows, sentence_of, understood_count, with_nearest, without_span
from musicstudio.app.session.starters import EXAMPLES, PURPOSES
from musicstudio.core.errors import InputError
from musicstudio.engines.composer.engine import Composer
from musicstudio.project.model.sheet import SongSheet, Span

BY_NAME = {field.name: field for field in FIELDS}


@pytest.fixture(scope="module")
def sheet():
    return understand(Composer(), "calm waltz in D minor at 90 BPM, 40 seconds, no drums")


@pytest.mark.parametrize(
    ("name", "typed", "shown"),
    [
        ("bpm", "128", "128 BPM"), ("bpm", "92.5 bpm", "92.5 BPM"), ("key", "f# m", "F# minor"),
        ("key", "B♭", "Bb major"), ("key", "d dorian", "D dorian"), ("meter", "7/8", "7/8"),
        ("length_s", "3:00", "3:00.0"), ("length_s", "37", "0:37.0"), ("length_s", "2 min", "2:00.0"),
        ("styles", "ambient", "ambient"), ("styles", "ballad 60 · ambient 40", "ballad 60 · ambient 40"),
        ("energy", "34 %", "34 %"), ("seed", "7341", "7341"),
    ],
)  # fmt: skip
def test_what_is_typed_is_shown_and_marked_as_typed(sheet, name, typed, shown):
    changed = with_text(sheet, BY_NAME[name], typed)
    assert BY_NAME[name].text(changed) == shown
    assert getattr(changed, name).origin == "typed"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("bpm", "fast"), ("bpm", "2000"), ("key", "X"), ("key", "C blue"), ("meter", "4/5"), ("meter", "waltz"),
        ("length_s", "long"), ("length_s", "0"), ("styles", "no such style"), ("energy", "140"), ("seed", "-1"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(sheet, name, typed):
    with pytest.raises(InputError, match=r"\.$"):
        with_text(sheet, BY_NAME[name], typed)


def test_a_field_is_locked_unlocked_and_given_back(sheet):
    locked = with_lock(sheet, "bpm", True)
    assert locked.bpm.origin == "locked"
    assert with_lock(locked, "bpm", False).bpm.origin == "typed"
    assert not left_to_studio(locked, "bpm").bpm.is_set


def test_a_new_prompt_never_replaces_what_a_hand_typed(sheet):
    typed = with_refused(with_text(sheet, BY_NAME["bpm"], "77"), "trumpet")
    fresh, disagreeing = replan(Composer(), typed, "calm waltz at 120 BPM")
    assert fresh.bpm.value == 77 and "bpm" in disagreeing
    assert "trumpet" in fresh.refused and "drums" not in fresh.refused


def test_players_are_added_led_refused_and_forgotten(sheet):
    added = with_leader(with_player(sheet, " Cello "), "cello")
    assert [player.name for player in added.players if player.leads] == ["cello"]
    refused = with_refused(added, "cello")
    assert "cello" in refused.refused and all(player.name != "cello" for player in refused.players)
    assert without_player(refused, "cello").refused == sheet.refused
    with pytest.raises(InputError):
        with_player(sheet, "  ")


def test_the_energy_of_one_section_is_set_and_shown(sheet):
    row = form_rows(sheet)[0]
    changed = with_energy(with_energy(sheet, row.kind, row.number, 0.2), row.kind, row.number, 0.9)
    assert form_rows(changed)[0].energy == 0.9 and form_rows(changed)[0].origin == "typed"


def test_the_sentence_names_what_was_asked(sheet):
    text = "".join(phrase.text for phrase in sentence_of(sheet))
    assert "90 BPM" in text and "D minor" in text and "no drums" in text and text.endswith(".")
    assert sentence_of(SongSheet()) == ()


def test_words_without_effect_are_counted_replaced_and_left_out():
    span = Span(5, 10, "tabla", "cannot", why="there is none", nearest="hand drums")
    sheet = SongSheet(prompt="slow tabla groove", spans=(span,))
    assert understood_count(sheet) == (2, 3)
    assert with_nearest(sheet.prompt, span) == "slow hand drums groove"
    assert without_span(sheet.prompt, span) == "slow groove"


@pytest.mark.parametrize("prompt", [each.prompt for each in (*EXAMPLES, *PURPOSES)])
def test_every_word_that_the_studio_offers_for_a_beginning_is_understood(prompt):
    understood, total = understood_count(understand(Composer(), prompt))
    assert understood == total


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("folk with swung eighths", "swung eighths"),
        ("pop over Dm Bb F C", "chords Dm Bb F C"),
        ("jazz, at most three instruments", "at most 3 instruments"),
        ("rock in half-time", "half-time"),
        ("just oboe and harp", "nobody else plays"),
        ("instrumental ballad", "nobody sings"),
        ("soft strings, pop", "soft strings"),
        ("it builds from a whisper to a roar, orchestral", "growing strength"),
        ("a song without a bridge", "no bridge"),
        ("the tune climbs throughout", "the tune rises"),
    ],
)
def test_every_wish_is_in_the_sentence_of_the_plan(prompt, said):
    text = "".join(phrase.text for phrase in sentence_of(understand(Composer(), prompt)))
    assert said.lower() in text.lower(), text
