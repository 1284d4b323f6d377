# SPDX-License-Identifier: GPL-3.0-or-later
"""Presets of a mix, loudness targets and starting points for a strip: found by name however it is written."""

import pytest

from musicstudio.core.errors import InputError
from musicstudio.core.seeds import MAX_SEED, derive_seed
from musicstudio.mixing.device_presets import FEELS, chain_for, device_for, feel_named, feel_of_style, roles_with
from musicstudio.mixing.devices import DEVICES
from musicstudio.mixing.mix_presets import PRESETS, find_preset, preset_devices
from musicstudio.mixing.targets import TARGETS, find_target, targets_by_loudness
from musicstudio.project.model.tracks import ROLES


@pytest.mark.parametrize("written", ["club", " Club ", "CLUB"])
def test_a_preset_is_found_however_it_is_written(written) -> None:
    assert find_preset(written).name == "club"


def test_devices_of_a_preset_are_fresh_each_time() -> None:
    preset = find_preset("warm")
    once, again = preset_devices(preset), preset_devices(preset)
    assert [device.kind for device in once] == ["eq", "saturator", "compressor"]
    assert {device.id for device in once}.isdisjoint(device.id for device in again)
    once[0].params["low_cut_hz"] = 99.0
    assert preset_devices(preset)[0].params == again[0].params, "what is done to one leaves the preset alone"


def test_an_unknown_preset_or_target_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match=", ".join(preset.name for preset in PRESETS)):
        find_preset("loudest")
    with pytest.raises(InputError, match=", ".join(target.name for target in TARGETS)):
        find_target("myspace")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Spotify", "spotify"),
        ("EBU R128", "ebu-r128"),
        ("r128", "ebu-r128"),
        ("apple music", "apple"),
        ("yt", "youtube"),
    ],
)
def test_a_target_is_found_however_it_is_written(written, name) -> None:
    assert find_target(written).name == name


def test_each_loudness_is_told_once_with_all_whose_it_is() -> None:
    told = dict(targets_by_loudness())
    assert told[-14.0] == "Spotify, YouTube, Tidal"
    assert set(told) == {target.lufs for target in TARGETS}


def test_a_style_has_a_feel_and_an_unknown_one_the_usual() -> None:
    assert feel_of_style("techno").name == "tight"
    assert feel_of_style("polka of the future") is feel_named("no such feel") is FEELS[0]


@pytest.mark.parametrize("feel", FEELS, ids=lambda feel: feel.name)
def test_a_feel_bends_a_chain_within_what_its_devices_can_do(feel) -> None:
    usual = chain_for("vocals", FEELS[0])
    chain = chain_for("vocals", feel)
    assert [device.kind for device in chain[: len(usual)]] == [device.kind for device in usual]
    assert [device.kind for device in chain[len(usual) :]] == (["saturator"] if feel.drive_db else [])
    for device in chain:
        for param in DEVICES[device.kind].params:
            assert param.min <= device.params.get(param.name, param.default) <= param.max
    assert (chain[: len(usual)] == usual) is False, "the devices are fresh"


def test_a_tight_feel_presses_more_and_sooner_and_a_bright_one_lifts_the_treble() -> None:
    usual, tight = (device_for("compressor", "vocals", feel_named(name)) for name in ("usual", "tight"))
    assert tight.params["ratio"] > usual.params["ratio"]
    assert tight.params["attack_ms"] < usual.params["attack_ms"]
    plain, bright = (device_for("eq", "vocals", feel_named(name)) for name in ("usual", "bright"))
    assert bright.params["high_shelf_db"] > plain.params.get("high_shelf_db", 0.0)


def test_an_effect_is_offered_for_the_roles_whose_chain_has_it() -> None:
    assert "vocals" in roles_with("deesser") and "bass" not in roles_with("deesser")
    assert device_for("deesser", "bass", FEELS[0]) is None
    assert set(roles_with("")) == set(ROLES) - {"other"}


def test_seeds_of_seeds_are_the_same_everywhere_and_differ_by_what_they_are_for() -> None:
    assert derive_seed(7, "drums", 3) == derive_seed(7, "drums", 3) == 558_268_105
    seeds = {derive_seed(seed, part, bar) for seed in range(20) for part in ("drums", "bass") for bar in range(20)}
    assert len(seeds) == 800
    assert min(seeds) >= 0 and max(seeds) <= MAX_SEED
