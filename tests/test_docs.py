# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pages name exists: files, links, commands, make targets; the drawn pictures are current."""

import argparse
import re
from pathlib import Path

import pytest

from musicstudio.cli.main import build_parser
from scripts.draw_architecture import draw_layers, draw_way

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "plugins" / "README.md"])
HISTORY = {"CHANGELOG.md", "DECISIONS.md"}
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
QUOTED = re.compile(r"`([\w./-]+/[\w./-]*\w\.(?:py|toml|sh|md|spec|yml))`|`((?:[\w-]+/)+)`")
COMMAND = re.compile(r"^(?:\$ )?musicstudio ([a-z][\w-]*)", re.MULTILINE)
TARGET = re.compile(r"`make ([a-z][\w-]*)`|^make ([a-z][\w-]*)", re.MULTILINE)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    lost = [link for link in LINK.findall(text_of(page)) if not (page.parent / link).exists()]
    assert not lost


@pytest.mark.parametrize("page", [page for page in PAGES if page.name not in HISTORY], ids=lambda page: page.name)
def test_every_file_named_is_there(page):
    roots = (ROOT, ROOT / "musicstudio", ROOT / "musicstudio/engines", ROOT / "musicstudio/engines/composer")
    roots += (ROOT / "musicstudio/engines/voice", page.parent, ROOT / "plugins")
    named = {first or second for first, second in QUOTED.findall(text_of(page))}
    made = (
        "build/",
        "styles/",
        "media/",
        "peaks/",
        "recordings/",
        "cache/",
        "journal/",
        "models/",
        "versions/",
        "stems/",
        "voices/",
    )
    lost = sorted(
        name for name in named if not name.startswith(made) and not any((root / name).exists() for root in roots)
    )
    assert not lost


def test_every_command_that_a_page_shows_is_understood():
    choices = next(a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction)).choices
    shown = {name for page in PAGES if page.name not in HISTORY for name in COMMAND.findall(text_of(page))}
    assert shown and shown <= set(choices)


def test_every_make_target_that_a_page_names_exists():
    targets = set(re.findall(r"^([\w-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = {a or b for page in PAGES if page.name not in HISTORY for a, b in TARGET.findall(text_of(page))}
    assert named <= targets


def test_the_pictures_of_the_architecture_are_drawn_from_what_is():
    assert (ROOT / "docs/images/layers.svg").read_text(encoding="utf-8") == draw_layers()
    assert (ROOT / "docs/images/way-of-a-prompt.svg").read_text(encoding="utf-8") == draw_way()


def test_the_cards_packages_are_used_where_the_table_says():
    table = text_of(ROOT / "docs/ARCHITECTURE.md").split("## The card's packages")[1].split("## ")[0]
    rows = [line.split("|")[1:] for line in table.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert {"PySide6", "torch", "pedalboard", "pyloudnorm"} <= {row[0].strip() for row in rows}
    for package, *cells in rows:
        named = re.findall(r"`([\w/]+\.py|[\w/]+/)`", " ".join(cells))
        places = [each for name in named for base in (ROOT / "musicstudio", ROOT) for each in [base / name]]
        files = [file for each in places for file in (each.rglob("*.py") if each.is_dir() else [each]) if file.exists()]
        used = re.compile(rf"(import|from) {package.strip()}\b|\"{package.strip()}\.|scientific import")
        assert any(used.search(text_of(file)) for file in files), package
