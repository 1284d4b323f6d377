# SPDX-License-Identifier: GPL-3.0-or-later
"""The theme's tokens as typed values: colours by name, by role and by kind of section, sizes and fonts."""

import tomllib
from functools import lru_cache
from typing import Any

from PySide6.QtGui import QColor, QFont

from musicstudio.core.paths import resources_dir
from musicstudio.project.model import Track

_WORD_SHARE = 0.55
THEME_NAMES = ("dark", "light", "contrast")
# Roles that share a colour with a broader one.
_ROLE_FAMILY = {
    "backing": "vocals", "choir": "vocals", "percussion": "drums", "woodwind": "guitar", "lead": "synth",
    "arp": "synth", "pad": "synth", "fx": "other",
}  # fmt: skip

# Cello and brass share a color, apart from the other strings.
_INSTRUMENT_FAMILY = {"cello": "brass", "solo_cello": "brass"}


class Theme:
    """One theme. Every method is cheap and belongs to the main thread."""

    def __init__(self, name: str, tokens: dict[str, Any]) -> None:
        self.name = name
        self._colors = _flat_colors(tokens, name)
        self._made: dict[tuple[str, float], QColor] = {}
        self._fonts: dict[tuple[str, bool, bool], QFont] = {}
        self._numbers = {**tokens["type"], **tokens["shape"], **tokens["timeline"]}

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """A token's colour; ``alpha`` 0 to 1. The answer is shared: copy it before changing it."""
        color = self._made.get((token, alpha))
        if color is None:
            color = self._made[token, alpha] = QColor(self._colors[token])
            color.setAlphaF(alpha)
        return color

    def role(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a track's role."""
        name = f"roles.{_ROLE_FAMILY.get(role, role)}"
        return self.color(name if name in self._colors else "roles.other", alpha)

    def track(self, track: Track) -> QColor:
        """The colour of a track: the one it was given, else its role's or its instrument's family's."""
        return self.role(track.color or _INSTRUMENT_FAMILY.get(track.instrument, track.role))

    def section(self, kind: str) -> QColor:
        """The colour of a section's block."""
        name = f"sections.{kind}"
        return self.color(name if name in self._colors else "sections.other")

    def section_word(self, kind: str) -> QColor:
        """A section's colour as text: lightened (on a light ground darkened) until it can be read."""
        return self.mix(self.color("text"), self.section(kind), _WORD_SHARE)

    def mix(self, over: QColor, under: QColor, amount: float) -> QColor:
        """An opaque colour: ``over`` laid on ``under`` at ``amount`` 0 to 1."""
        shares = ((over.redF(), under.redF()), (over.greenF(), under.greenF()), (over.blueF(), under.blueF()))
        return QColor.fromRgbF(*(a * amount + b * (1 - amount) for a, b in shares))

    def number(self, token: str) -> float:
        """A size, radius or share."""
        return float(self._numbers[token])

    def font(self, size: str = "body", *, is_bold: bool = False, is_tabular: bool = False) -> QFont:
        """size: body, small, heading or clock. Tabular figures keep clocks and meters from dancing.

        The answer is shared: copy it before changing it.
        """
        key = (size, is_bold, is_tabular)
        if key not in self._fonts:
            self._fonts[key] = self._make_font(*key)
        return self._fonts[key]

    def _make_font(self, size: str, is_bold: bool, is_tabular: bool) -> QFont:
        font = QFont(self._numbers["family"])
        font.setPixelSize(int(self._numbers[f"{size}_px"]))
        font.setWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
        if is_tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def placeholders(self) -> dict[str, str]:
        """Every token as the style sheet wants it: ``#rrggbb``, pixels or a family."""
        sizes = {k: f"{v}px" if isinstance(v, int) else str(v) for k, v in self._numbers.items()}
        colors = {k: QColor(v).name() for k, v in self._colors.items() if "." not in k}
        return {**sizes, **colors}


def load_theme(name: str = "dark") -> Theme:
    """Read a theme and make it the current one."""
    global _current
    _current = Theme(name if name in THEME_NAMES else "dark", _tokens())
    return _current


def current() -> Theme:
    """The theme in force; the dark one until another is loaded."""
    return _current or load_theme()


_current: Theme | None = None


@lru_cache(maxsize=1)
def _tokens() -> dict[str, Any]:
    return tomllib.loads((resources_dir() / "theme" / "tokens.toml").read_text(encoding="utf-8"))


def _flat_colors(tokens: dict[str, Any], name: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for layer in ("dark", name):
        for key, value in tokens[layer].items():
            flat |= {f"{key}.{k}": v for k, v in value.items()} if isinstance(value, dict) else {key: value}
    return flat
