# SPDX-License-Identifier: GPL-3.0-or-later
"""Styles as data: TOML files that a musician can read and add to, and blends of them.

Shipped ones lie in ``resources/styles``, a user's own in ``<data folder>/styles``; `style` says what a file holds.
"""

from .blend import StyleBlend, blend
from .library import StyleLibrary, load_styles
from .style import Groove, PartStyle, Style

__all__ = ["Groove", "PartStyle", "Style", "StyleBlend", "StyleLibrary", "blend", "load_styles"]
