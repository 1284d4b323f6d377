# SPDX-License-Identifier: GPL-3.0-or-later
"""What the studio is made of: every package and every material with its version, licence and the licence's text."""

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path
from typing import Any

import msgspec

from musicstudio.core.build import version_line
from musicstudio.core.paths import resources_dir
from musicstudio.core.version import VERSION

_NAME = re.compile(r"[\w.-]+")
_OPTIONAL = re.compile(r";.*\bextra\b")
_OWN_LINES = 60
_UNKNOWN = "see its project"


class Part(msgspec.Struct, frozen=True):
    """origin: where it came from, or the project's page. version: empty for what has none of its own."""

    name: str
    version: str
    licence: str
    origin: str
    is_package: bool


def shipped_parts() -> tuple[Part, ...]:
    """The studio's own and others' materials, then Python packages by name."""
    packages = sorted(map(_part_of, _distributions()), key=lambda part: part.name.lower())
    return (*_materials(), *packages)


def licence_text(part: Part) -> str:
    """The texts that came with a package, or nothing."""
    if not part.is_package:
        return ""
    found = distribution(part.name)
    names = [file for file in found.files or [] if re.search(r"licen[cs]e|copying|notice", file.name, re.I)]
    texts = [found.read_text(file.name) or _read(found, str(file)) for file in names if ".dist-info" in str(file)]
    return "\n\n".join(text.strip() for text in texts if text)


def bill_of_materials() -> dict[str, Any]:
    """A CycloneDX 1.5 document of all of it."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "MusicStudio", "version": VERSION},
            "properties": [{"name": "musicstudio:build", "value": version_line()}],
        },
        "components": [_component(part) for part in shipped_parts() if part.name != "MusicStudio"],
    }


def _component(part: Part) -> dict[str, Any]:
    plain: dict[str, Any] = {"type": "library" if part.is_package else "data", "name": part.name}
    if part.version:
        plain["version"] = part.version
    if part.is_package:
        plain["purl"] = f"pkg:pypi/{part.name.lower().replace('_', '-')}@{part.version}"
    return plain | {"licenses": [{"license": {"name": part.licence}}], "description": part.origin}


def _materials() -> Iterator[Part]:
    listed = tomllib.loads((resources_dir() / "shipped.toml").read_text(encoding="utf-8"))["part"]
    for each in listed:
        if not each.get("in_packages") or getattr(sys, "frozen", False):
            own = VERSION if each["name"] == "MusicStudio" else ""
            yield Part(each["name"], own, each["licence"], each["origin"], False)


def _distributions() -> list[Distribution]:
    """All that was packed; elsewhere what the studio needs, and what that needs, as far as it is installed."""
    if getattr(sys, "frozen", False):
        return [each for each in distributions() if each.metadata["Name"].lower() != "musicstudio"]
    found: dict[str, Distribution] = {}
    waiting = list(_needs("musicstudio"))
    while waiting:
        name = waiting.pop()
        if _plain(name) not in found and (package := _installed(name)) is not None:
            found[_plain(name)] = package
            waiting += _needs(name)
    return list(found.values())


def _needs(name: str) -> Iterator[str]:
    package = _installed(name)
    for line in (package.requires or []) if package else []:
        match = _NAME.match(line)
        if match and not _OPTIONAL.search(line):
            yield match[0]


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _part_of(package: Distribution) -> Part:
    facts = package.metadata.json
    classifiers = [str(each) for each in facts.get("classifier", []) if str(each).startswith("License ::")]
    said = str(facts.get("license_expression") or "") or _short(str(facts.get("license") or ""))
    licence = said or ", ".join(each.rpartition(" :: ")[2] for each in classifiers) or _UNKNOWN
    pages = [str(each).partition(",")[2].strip() for each in facts.get("project_url", [])]
    origin = str(facts.get("home_page") or "") or (pages[0] if pages else "")
    return Part(str(facts["name"]), package.version, licence, origin, True)


def _short(text: str) -> str:
    """Some put the whole text where its name belongs."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= _OWN_LINES else ""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _read(package: Distribution, file: str) -> str:
    try:
        return Path(str(package.locate_file(file))).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
