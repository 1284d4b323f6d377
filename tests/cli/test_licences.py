# SPDX-License-Identifier: GPL-3.0-or-later
"""``licences`` and *About*: everything that ships, with its terms; nothing without."""

import re
from importlib.metadata import requires

import pytest

from musicstudio.app.health.shipped import licence_text, shipped_parts
from musicstudio.core.paths import resources_dir


def test_every_part_has_terms_and_every_package_of_ours_is_there(run):
    rows = run("licences", "--json").json
    names = {each["name"].lower().replace("_", "-") for each in rows}
    wanted = {line.split(";")[0].strip() for line in requires("musicstudio") or [] if "extra" not in line}
    assert {"musicstudio", "pyside6", "torch", "pedalboard", "basic pitch", "spleeter, network for voices"} <= names
    assert wanted and all(each["licence"] for each in rows)
    ours = [each for each in rows if not each["is_package"]]
    assert all(each["origin"] and "see its project" not in each["licence"] for each in ours)


def test_files_that_the_list_names_are_there():
    text = (resources_dir() / "shipped.toml").read_text()
    named = re.findall(r"\(([\w./-]+/[\w.-]+)\)", text)
    assert len(named) >= 7 and [each for each in named if not (resources_dir() / each).exists()] == []


def test_the_text_of_a_packages_licence_can_be_read():
    soxr = next(part for part in shipped_parts() if part.name == "soxr")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in licence_text(soxr).upper()
    assert licence_text(shipped_parts()[0]) == ""


def test_the_bill_of_materials_is_cyclonedx(run):
    bill = run("licences", "--sbom").json
    assert bill["bomFormat"] == "CycloneDX" and bill["specVersion"] == "1.5"
    parts = bill["components"]
    assert all(part["type"] in ("library", "data") and part["licenses"][0]["license"]["name"] for part in parts)
    torch = next(part for part in parts if part["name"] == "torch")
    assert torch["purl"] == f"pkg:pypi/torch@{torch['version']}"
    assert len({(part["type"], part["name"]) for part in parts}) == len(parts)


@pytest.mark.parametrize("form", ["--texts", "--json"])
def test_the_forms_print(run, form):
    assert run("licences", form).code == 0
