# SPDX-License-Identifier: GPL-3.0-or-later
"""The composer's styles as points of a map."""

from functools import lru_cache

from musicstudio.core.errors import EngineError
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.style_map import MapPoint, StyleMap

from .projection import project


def load_style_map() -> StyleMap:
    """The map of the styles that can be read now; about 50 ms at first, then kept. Any thread. Raises `EngineError`
    without styles."""
    styles = load_styles().styles
    if not styles:
        raise EngineError("No style could be read; the studio's resources folder is missing or damaged.")
    return _map_of(tuple(styles))


@lru_cache(maxsize=4)
def _map_of(names: tuple[str, ...]) -> StyleMap:
    styles = [load_styles().styles[name] for name in names]
    places = project(styles)
    return StyleMap(
        tuple(
            MapPoint(style.name, style.title, float(x), float(y)) for style, (x, y) in zip(styles, places, strict=True)
        )
    )
