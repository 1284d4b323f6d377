# SPDX-License-Identifier: GPL-3.0-or-later
"""One home for colours, complete in every theme, readable in every theme."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

import musicstudio.ui
from musicstudio.core.paths import resources_dir
from musicstudio.project.model.tracks import ROLES
from musicstudio.ui.theme import THEME_NAMES, icon, load_theme
from musicstudio.ui.theme.apply import style_sheet

UI = Path(musicstudio.ui.__file__).parent
_LITERAL = re.compile(
    r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|Qt\.GlobalColor\.(?!transparent)|QColor\(\s*[\"'\d]|(?<!\.)rgba?\("
)


@pytest.fixture(autouse=True)
def dark_again():
    yield
    load_theme("dark")


def luminance(color: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: QColor, b: QColor) -> float:
    """Contrast ratio (WCAG 2.2)."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_no_color_outside_the_theme():
    files = [path for path in UI.rglob("*.py") if "theme" not in path.parts[len(UI.parts) :]]
    found = [
        f"{path.relative_to(UI)}: {line.strip()}"
        for path in files
        for line in path.read_text().splitlines()
        if _LITERAL.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("name", THEME_NAMES)
def test_the_style_sheet_finds_every_token(name, qapp):
    assert "@" not in style_sheet(load_theme(name))


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize(("text", "ground", "least"), [
    ("text", "panel", 7.0), ("text", "bg", 7.0), ("text", "raised", 7.0), ("muted", "panel", 4.5),
    ("muted", "raised", 4.5),
    ("on_accent", "accent", 4.5),
])  # fmt: skip
def test_text_can_be_read(name, text, ground, least, qapp):
    theme = load_theme(name)
    assert contrast(theme.color(text), theme.color(ground)) >= least


@pytest.mark.parametrize("name", THEME_NAMES)
def test_every_role_stands_out_from_its_ground(name, qapp):
    theme = load_theme(name)
    assert min(contrast(theme.role(role), theme.color("bg")) for role in ROLES) >= 3.0


@pytest.mark.parametrize("name", THEME_NAMES)
def test_section_names_can_be_read(name, qapp):
    theme = load_theme(name)
    kinds = ("intro", "verse", "prechorus", "chorus", "bridge", "break", "build", "drop", "solo", "outro", "other")
    assert min(contrast(theme.color("sections.text"), theme.section(kind)) for kind in kinds) >= 4.5


def test_every_icon_that_is_named_is_carried(qapp):
    named = re.compile(
        r"icon(?:_button|_name=|\()\(?\s*\"([a-z0-9-]+)\"|icon_name=\"([a-z0-9-]+)\"|pixmap\(\"([a-z0-9-]+)\""
    )
    names = {name for path in UI.rglob("*.py") for match in named.findall(path.read_text()) for name in match if name}
    assert len(names) > 10
    for name in names:
        assert not icon(name).isNull(), name


def test_every_actions_icon_is_carried(bridge):
    for action in bridge.actions.values():
        if action.icon:
            assert not icon(action.icon).isNull(), action.id


def test_in_the_style_sheet_orange_is_the_primary_button_and_nothing_else():
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", (resources_dir() / "theme" / "studio.qss").read_text(encoding="utf-8"))
    orange = {selector.strip() for selector, body in rules if "@accent" in body}
    assert orange and all("#primary" in part for selector in orange for part in selector.split(","))
