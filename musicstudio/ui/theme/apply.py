# SPDX-License-Identifier: GPL-3.0-or-later
"""Dress the application: carried fonts, palette and style sheet from the tokens."""

import re
from functools import lru_cache

from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from musicstudio.core.paths import resources_dir

from . import icons
from .motion import set_motion
from .tokens import Theme, load_theme


def apply_theme(app: QApplication, name: str = "dark", motion: str = "") -> Theme:
    """Load a theme and restyle every widget of the application. motion: as in the settings."""
    _load_fonts()
    theme = load_theme(name)
    icons.forget()
    set_motion(app, motion)
    app.setFont(theme.font())
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))
    return theme


def qt_application() -> QApplication:
    """The application that runs. Raises RuntimeError before there is one."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("There is no application yet.")
    return app


def style_sheet(theme: Theme) -> str:
    """The template with every ``@token@`` replaced. Raises KeyError for a token that the theme lacks."""
    template = (resources_dir() / "theme" / "studio.qss").read_text(encoding="utf-8")
    check_mark = "check-white" if theme.name == "light" else "check"  # on the muted ground
    values = theme.placeholders() | {"icons": (resources_dir() / "icons").as_posix(), "check_mark": check_mark}
    return re.sub(r"@([a-z_]+)@", lambda match: values[match[1]], template)


@lru_cache(maxsize=1)
def _load_fonts() -> None:
    for path in sorted((resources_dir() / "theme" / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(path))


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: "panel", role.Base: "well", role.AlternateBase: "raised", role.Button: "raised", role.Text: "text",
        role.WindowText: "text", role.ButtonText: "text", role.Highlight: "hover", role.HighlightedText: "text",
        role.ToolTipBase: "raised", role.ToolTipText: "text", role.PlaceholderText: "muted", role.Link: "text",
        role.Light: "hover", role.Mid: "line", role.Dark: "bg", role.Shadow: "bg",
    }  # fmt: skip
    for each, token in pairs.items():
        palette.setColor(each, theme.color(token))
    for each in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, theme.color("faint"))
    return palette
