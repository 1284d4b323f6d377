# SPDX-License-Identifier: GPL-3.0-or-later
"""A band chosen by name has somebody who carries the tune, and rows are called what they are."""

import pytest

from musicstudio.engines.composer.arrangement import choose_parts
from musicstudio.engines.composer.arrangement.registry import player_name
from musicstudio.engines.composer.plan import Conditioning
from musicstudio.engines.composer.styles import blend, load_styles
from musicstudio.instruments import catalogue
from musicstudio.project.model import Key


def band(style, *wanted, unwanted=()):
    refused = ("everything else", *unwanted)
    conditioning = Conditioning(((style, 1.0),), 90.0, Key(), wanted=wanted, unwanted=refused)
    return choose_parts(conditioning, blend(load_styles().styles, ((style, 1.0),)), 5)


def leaders(parts):
    return [part.instrument for part in parts if player_name(part.player) == "lead"]


@pytest.mark.parametrize("style", ["ballad", "cinematic", "rock", "techno"])
@pytest.mark.parametrize("instrument", ["cello", "grand_piano", "flute", "distorted_guitar", "steel_guitar"])
def test_a_soloist_plays_the_tune(style, instrument):
    parts = band(style, instrument)
    assert {part.instrument for part in parts} == {instrument}
    assert leaders(parts) == [instrument]


def test_a_piano_alone_has_two_hands():
    assert len(band("ballad", "grand_piano")) == 2


def test_a_string_quartet_is_more_than_one_voice():
    parts = band("classical", "strings")
    assert len(parts) >= 3 and leaders(parts)
    assert {catalogue.load()[part.instrument].role for part in parts} == {"strings"}


def test_nobody_leads_where_no_melody_is_wanted():
    assert len(leaders(band("ballad", "grand_piano", unwanted=("melody",)))) == 0
