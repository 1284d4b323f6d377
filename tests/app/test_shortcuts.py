# SPDX-License-Identifier: GPL-3.0-or-later
"""Presets of other programs: their keys, and never one key for two things."""

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from musicstudio.app.session.settings import Settings
from musicstudio.app.session.shortcuts import KEYS_OF_PRESETS, PRESETS, keys_of, lost_keys, owner_of, with_key

DEFAULTS = {"split": ("S", "Ctrl+E"), "save": ("Ctrl+S",), "rename": (), "solo": ("Shift+S",)}


def settings(**shortcuts):
    return Settings(shortcuts=shortcuts)


def test_without_a_wish_the_studios_keys_hold():
    assert keys_of(DEFAULTS, Settings()) == DEFAULTS


def test_a_key_that_was_given_away_is_lost_and_its_new_owner_is_named():
    wish = settings(rename="Ctrl+S")
    assert keys_of(DEFAULTS, wish)["save"] == () and keys_of(DEFAULTS, wish)["rename"] == ("Ctrl+S",)
    assert lost_keys(DEFAULTS, wish) == {"save": "rename"}
    assert owner_of(DEFAULTS, Settings(), "Ctrl+S", "rename") == "save"


def test_one_of_two_keys_may_go():
    assert keys_of(DEFAULTS, settings(rename="S"))["split"] == ("Ctrl+E",)
    assert lost_keys(DEFAULTS, settings(rename="S")) == {}


def test_a_key_is_taken_from_another_own_key_taken_away_and_given_back():
    first = Settings(shortcuts=with_key(Settings(), "rename", "F2"))
    second = Settings(shortcuts=with_key(first, "save", "F2"))
    assert second.shortcuts == {"save": "F2"}
    assert keys_of(DEFAULTS, Settings(shortcuts=with_key(second, "split", "")))["split"] == ()
    assert with_key(second, "save", None) == {}


def test_what_is_not_there_is_not_heeded():
    assert keys_of(DEFAULTS, Settings(shortcut_preset="no such", shortcuts={"no such": "S"})) == DEFAULTS


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_gives_no_key_twice_and_knows_its_keys(preset):
    keys = Counter(KEYS_OF_PRESETS[preset].values())
    assert [key for key, count in keys.items() if count > 1] == []
    assert all(QKeySequence(key).toString() == key for key in keys)
