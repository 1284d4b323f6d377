# SPDX-License-Identifier: GPL-3.0-or-later
"""What is heard decides: a synth pad in a strings part is no string section."""

from musicstudio.engines.composer.plan import Conditioning, PartPlan
from musicstudio.engines.composer.prompt.instrumentation import EVERYTHING_ELSE
from musicstudio.engines.composer.score.band_check import checked_band, is_allowed
from musicstudio.instruments import catalogue
from musicstudio.project.model import Key


def options(wanted=(), unwanted=()):
    return Conditioning(styles=(("pop", 1.0),), bpm=100.0, key=Key(), wanted=wanted, unwanted=unwanted)


def test_a_pad_that_plays_strings_changes_over_to_strings():
    band = (PartPlan("Strings", "strings", "pad", "warm_pad"), PartPlan("Piano", "keys", "comp", "grand_piano"))
    checked = checked_band(band, options(("strings", "grand_piano"), (EVERYTHING_ELSE,)))
    assert [part.name for part in checked] == ["Strings", "Piano"]
    assert catalogue.load()[checked[0].instrument].role == "strings"


def test_who_is_refused_goes_home():
    band = (PartPlan("Pad", "pad", "pad", "warm_pad"), PartPlan("Piano", "keys", "comp", "grand_piano"))
    assert [part.name for part in checked_band(band, options(unwanted=("pad",)))] == ["Piano"]


def test_a_piano_by_any_name_is_a_piano():
    assert is_allowed("upright_piano", options(("grand_piano",), (EVERYTHING_ELSE,)))
    assert not is_allowed("organ", options(("grand_piano",), (EVERYTHING_ELSE,)))


def test_a_wanted_instrument_is_spared_when_its_role_is_refused():
    said = options(("steel_guitar",), ("guitar",))
    assert is_allowed("steel_guitar", said) and not is_allowed("distorted_guitar", said)
