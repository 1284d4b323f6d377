# SPDX-License-Identifier: GPL-3.0-or-later
"""Presets of effects: kept under any name, read back whole, and whatever else lies in their folder does no harm."""

import json
import os

import pytest

from musicstudio.app.audio.preset_shelf import CHAIN, MAX_DEVICES, PresetShelf
from musicstudio.core.errors import InputError, StorageError
from musicstudio.core.paths import resources_dir
from musicstudio.mixing.device_presets import FEELS, chain_for, device_for, feel_of_style, roles_with
from musicstudio.mixing.devices import DEVICES, device_values
from musicstudio.project.model import Device, PluginRef
from musicstudio.project.model.tracks import ROLES

EQ = Device("one", "eq", {"bell1_db": -3.0}, key_id="track-1")
COMP = Device("two", "compressor", {"ratio": 4.0}, is_on=False)


@pytest.fixture
def shelf(tmp_path):
    return PresetShelf(tmp_path / "presets")


def test_a_chain_comes_back_with_all_its_settings_and_ids_of_its_own(shelf):
    shelf.save("Warm lead", CHAIN, (EQ, COMP))
    devices = shelf.find(CHAIN, "Warm lead").fresh_devices()
    assert [(device.kind, device.params, device.is_on) for device in devices] == [
        ("eq", EQ.params, True), ("compressor", COMP.params, False)]  # fmt: skip
    assert {device.id for device in devices}.isdisjoint({"one", "two"})
    assert not any(device.key_id for device in devices)


def test_names_are_listed_by_kind_in_order(shelf):
    for name in ("b", "A", "c"):
        shelf.save(name, "eq", (EQ,))
    shelf.save("other", "compressor", (COMP,))
    assert shelf.names("eq") == ["A", "b", "c"]
    assert shelf.names(CHAIN) == []
    shelf.delete("eq", "b")
    shelf.delete("eq", "never there")
    assert shelf.names("eq") == ["A", "c"]


@pytest.mark.parametrize("name", [
    "../../escape", "/etc/passwd", "CON", "nul.json", "a\\b", "  spaces  ", "Ünïcode 曲 🎛", "x" * 4000, "a\nb\x00c",
    ".hidden",
    "..", "‮reversed",
])  # fmt: skip
def test_any_name_stays_in_the_folder_and_is_found_again(shelf, tmp_path, name):
    saved = shelf.save(name, "eq", (EQ,))
    assert shelf.names("eq") == [saved.name]
    assert shelf.find("eq", saved.name).devices == (EQ,)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.parent for path in files] == [tmp_path / "presets" / "eq"]


@pytest.mark.parametrize(("name", "devices"), [
    ("", (EQ,)), ("\x00\x01", (EQ,)), ("empty", ()), ("many", (EQ,) * (MAX_DEVICES + 1)),
])  # fmt: skip
def test_what_cannot_be_kept_is_said(shelf, name, devices):
    with pytest.raises(InputError):
        shelf.save(name, CHAIN, devices)


def test_the_same_name_replaces(shelf):
    shelf.save("Lead", "eq", (EQ,))
    shelf.save("Lead", "eq", (Device("x", "eq", {"bell1_db": 6.0}),))
    assert shelf.find("eq", "Lead").devices[0].params == {"bell1_db": 6.0}
    with pytest.raises(InputError, match="no longer there"):
        shelf.find("eq", "Other")


@pytest.mark.parametrize("content", [
    b"", b"{", b"null", b"[" * 100_000, b'{"name": "x"}',
    json.dumps({"name": "x", "kind": "eq", "devices": []}).encode(),
    json.dumps({"name": "x", "kind": "eq", "devices": [{"id": "a", "kind": "rocket"}]}).encode(),
    json.dumps({"name": "x", "kind": "compressor", "devices": [{"id": "a", "kind": "compressor"}]}).encode(),
    json.dumps({"name": "x", "kind": "eq", "devices": [{"id": "a", "kind": "plugin"}]}).encode(),
    b'{"name": "x", "kind": "eq", "devices": [{"id": "a", "kind": "eq", "params": {"bell1_db": 1e999}}]}',
    b"\xff\xfe" * 50, b" " * ((1 << 22) + 1),
])  # fmt: skip
def test_what_is_no_preset_is_passed_over(shelf, tmp_path, content):
    shelf.save("Good", "eq", (EQ,))
    (tmp_path / "presets" / "eq" / "Bad.json").write_bytes(content)
    assert shelf.names("eq") == ["Good"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_links_and_pipes_in_the_folder_are_passed_over(shelf, tmp_path):
    shelf.save("Good", "eq", (EQ,))
    folder = tmp_path / "presets" / "eq"
    os.mkfifo(folder / "pipe.json")
    (folder / "link.json").symlink_to(folder / "Good.json")
    (folder / "folder.json").mkdir()
    assert shelf.names("eq") == ["Good"]


def test_a_folder_that_cannot_be_written_is_said(shelf, tmp_path):
    (tmp_path / "presets").write_text("a file in its place")
    with pytest.raises(StorageError):
        shelf.save("Lead", "eq", (EQ,))
    assert shelf.names("eq") == []


def test_a_plug_in_keeps_its_state(shelf):
    plugin = Device("p", "plugin", {"drive": 0.4}, plugin=PluginRef("/somewhere.vst3", "Tube", 64, "c3RhdGU="))
    shelf.save("Tube", "plugin", (plugin,))
    assert shelf.find("plugin", "Tube").devices == (plugin,)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("feel", FEELS, ids=lambda feel: feel.name)
def test_every_role_has_a_chain_in_every_feel_within_the_bounds_of_its_knobs(role, feel):
    for device in chain_for(role, feel):
        assert {name: device_values(device)[name] for name in device.params} == device.params


def test_a_feel_is_heard_in_the_values():
    usual, tight = (device_for("compressor", "vocals", feel).params for feel in (FEELS[0], FEELS[3]))
    assert tight["threshold_db"] < usual["threshold_db"]
    assert tight["ratio"] > usual["ratio"]
    assert device_for("compressor", "pad", FEELS[0]) is None
    assert "vocals" in roles_with("deesser")
    assert set(roles_with("eq")) == set(ROLES) - {"other"}
    assert set(DEVICES) >= {"eq", "compressor", "deesser"}


def test_every_style_has_a_feel():
    styles = [path.stem for path in (resources_dir() / "styles").glob("*.toml")]
    assert len(styles) > 30
    assert [style for style in styles if feel_of_style(style) is FEELS[0]] == []
    assert feel_of_style("polka of the future") is FEELS[0]
