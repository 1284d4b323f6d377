# SPDX-License-Identifier: GPL-3.0-or-later
"""Who plays: full bands, wishes kept to the letter, no instrument twice without need."""

import pytest

from musicstudio.core.errors import InputError
from musicstudio.engines.composer.arrangement import buses, choose_part, choose_parts
from musicstudio.engines.composer.plan import Conditioning
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.contract import REVERB_BUS_ID
from musicstudio.mixing.devices import DEVICES
from musicstudio.project.model import Key
from musicstudio.project.model.tracks import ROLES

NAMES = tuple(load_styles().styles)


def band(styles, style="pop", seed=1, **options):
    conditioning = Conditioning(((style, 1.0),), 120.0, Key(), **options)
    return choose_parts(conditioning, styles(style), seed)


@pytest.mark.parametrize("style", NAMES)
def test_a_band_has_six_to_ten_players_with_names_of_their_own(styles, style):
    for seed in range(4):
        parts = band(styles, style, seed)
        assert 6 <= len(parts) <= 10
        assert len({part.name for part in parts}) == len(parts)
        assert any(part.player.startswith("lead/") for part in parts)


def test_the_same_seed_casts_the_same_band_and_other_seeds_others(styles):
    assert band(styles, "soul", 3) == band(styles, "soul", 3)
    assert len({tuple(part.instrument for part in band(styles, "soul", seed)) for seed in range(8)}) >= 6


@pytest.mark.parametrize("style", NAMES)
@pytest.mark.parametrize("unwanted", ["drums", "guitar", "bass", "grand_piano", "strings", "piano"])
def test_nobody_unwanted_plays(styles, style, unwanted):
    for part in band(styles, style, unwanted=(unwanted,)):
        assert part.role != unwanted
        assert unwanted not in part.instrument.split("_")
        assert part.instrument != unwanted
        assert unwanted != "drums" or part.role != "percussion"


@pytest.mark.parametrize("style", NAMES)
@pytest.mark.parametrize("wanted", ["alto_sax", "sitar", "harp", "sub_bass", "banjo", "kit_808", "church_organ"])
def test_a_wanted_instrument_plays_in_every_style(styles, style, wanted):
    assert [part.instrument for part in band(styles, style, wanted=(wanted,))].count(wanted) == 1


@pytest.mark.parametrize("style", NAMES)
@pytest.mark.parametrize("wanted", ["drums", "strings", "brass", "choir", "pad", "guitar"])
def test_a_wanted_role_is_filled_in_every_style(styles, style, wanted):
    assert any(part.role == wanted for part in band(styles, style, wanted=(wanted,)))


def test_wanted_alone_means_alone(styles):
    parts = band(styles, "jazz_swing", wanted=("grand_piano",), unwanted=("everything else",))
    assert {part.instrument for part in parts} == {"grand_piano"}


def test_a_wanted_instrument_survives_its_unwanted_family(styles):
    parts = band(styles, "rock", wanted=("nylon_guitar",), unwanted=("guitar",))
    assert {part.instrument for part in parts if part.role == "guitar"} == {"nylon_guitar"}


def test_no_vocals_means_no_voices_at_all(styles):
    for style in NAMES:
        assert not {p.instrument for p in band(styles, style, unwanted=("vocals",))} & {"voice_oohs", "choir_aahs"}


def test_a_blend_takes_players_from_both_styles_but_one_rhythm_section(styles):
    mixed = styles(("jazz_swing", 0.5), ("house", 0.5))
    sources = set()
    for seed in range(6):
        parts = choose_parts(Conditioning((("jazz_swing", 0.5), ("house", 0.5)), 120.0, Key()), mixed, seed)
        rhythm = {part.player.split("/")[1] for part in parts if part.role in ("drums", "bass")}
        assert len(rhythm) == 1
        sources |= {frozenset(part.player.split("/")[1] for part in parts)}
    assert frozenset({"jazz_swing", "house"}) in sources


@pytest.mark.parametrize("word", ["violin", "drums", "brass", "synth_bass", "rhodes"])
def test_one_more_part_can_be_cast_for_a_song(styles, word):
    conditioning = Conditioning((("pop", 1.0),), 120.0, Key())
    part = choose_part(conditioning, styles("pop"), word, 1, taken=("Violin", "Drums"))
    assert word in (part.role, part.instrument) or (word, part.instrument) == ("rhodes", "electric_piano")
    assert part.name not in ("Violin", "Drums")


def test_strips_use_known_devices_with_unique_ids_and_send_to_the_two_buses(styles):
    mixed = styles("house")
    room, echo = buses(mixed, 124.0)
    for part in band(styles, "house"):
        ids = [device.id for device in part.strip.devices]
        assert len(set(ids)) == len(ids)
        assert all(device.kind in DEVICES for device in part.strip.devices)
        assert {send.bus_id for send in part.strip.sends} <= {room.id, echo.id}
    assert room.id == REVERB_BUS_ID
    assert any(device.kind == "ducker" for part in band(styles, "house") for device in part.strip.devices)


def test_refusing_everybody_is_told(styles):
    with pytest.raises(InputError, match="nobody is left"):
        band(styles, "pop", unwanted=ROLES)


def test_both_styles_of_an_even_blend_are_always_heard(styles):
    weights = (("metal", 0.6), ("cinematic", 0.4))
    for seed in range(10):
        parts = choose_parts(Conditioning(weights, 120.0, Key()), styles(*weights), seed)
        sources = [part.player.split("/")[1] for part in parts]
        assert min(sources.count("metal"), sources.count("cinematic")) >= 2
        assert len(parts) <= 10
