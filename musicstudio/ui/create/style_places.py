# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the styles lie on the map: right is electronic, up is energetic; spread so that none hides another."""

from dataclasses import dataclass

from musicstudio.engines.composer.styles import Style, load_styles


@dataclass(frozen=True, slots=True)
class StylePlace:
    """A style and its place, 0 to 1 each way."""

    name: str
    title: str
    place: tuple[float, float]


def style_places() -> list[StylePlace]:
    """Every style that the studio knows."""
    styles = list(load_styles().styles.values())
    across = _spread([1 - style.mood.acousticness for style in styles])
    up = _spread([style.mood.energy for style in styles])
    return [StylePlace(s.name, _title(s), (x, y)) for s, x, y in zip(styles, across, up, strict=True)]


def _spread(values: list[float]) -> list[float]:
    """Half the value itself, half its rank."""
    order = sorted(range(len(values)), key=lambda index: values[index])
    rank = {index: place / max(1, len(values) - 1) for place, index in enumerate(order)}
    return [0.5 * value + 0.5 * rank[index] for index, value in enumerate(values)]


def _title(style: Style) -> str:
    return style.title or style.name.replace("_", " ").capitalize()
