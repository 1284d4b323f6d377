# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue: complete, consistent, and found by the words people use."""

import pytest

from musicstudio.instruments import catalogue
from musicstudio.instruments.color import COLORS
from musicstudio.instruments.drums.kit import kit_data
from musicstudio.instruments.synth.patch import patches
from musicstudio.project.model.tracks import ROLES


def test_every_entry_is_playable_as_written() -> None:
    for instrument in catalogue.load().values():
        assert instrument.role in ROLES
        assert instrument.kind in catalogue.KINDS
        assert 0 <= instrument.low < instrument.high <= 127
        assert not instrument.colour or instrument.colour in COLORS
        if instrument.kind == "synth":
            assert instrument.patch in patches()
        if instrument.kind == "kit":
            assert instrument.patch in kit_data().kits


def test_every_kit_has_a_sound_for_every_key() -> None:
    for kit in kit_data().kits:
        for key in range(128):
            drum, _ = kit_data().drum_of(kit, key)
            assert drum.tones or drum.noises or drum.metals, f"{kit} is silent at {key}"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("grand_piano", "grand_piano"),
        ("Piano", "grand_piano"),
        ("a soft Rhodes", "electric_piano"),
        ("violins", "violin"),
        ("strings", "string_ensemble"),
        ("TR-808", "kit_808"),
        ("acoustic guitar", "steel_guitar"),
        ("bass guitar", "finger_bass"),
        ("upright bass", "acoustic_bass"),
        ("choir", "choir_aahs"),
        ("drums", "kit_acoustic"),
        ("synth pad", "warm_pad"),
        ("8-bit", "chip_lead"),
    ],
)
def test_finds_what_a_user_says(word: str, expected: str) -> None:
    found = catalogue.find(word)
    assert found is not None and found.id == expected


def test_unknown_words_find_nothing() -> None:
    assert catalogue.find("vacuum cleaner") is None
    assert catalogue.find("") is None
