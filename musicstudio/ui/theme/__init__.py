# SPDX-License-Identifier: GPL-3.0-or-later
"""The look: tokens from ``resources/theme``, fonts, icons and the style sheet. The only home of colours."""

from .apply import apply_theme, qt_application
from .icons import icon, pixmap
from .tokens import THEME_NAMES, Theme, current, load_theme

__all__ = ["THEME_NAMES", "Theme", "apply_theme", "current", "icon", "load_theme", "pixmap", "qt_application"]
