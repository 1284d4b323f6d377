# SPDX-License-Identifier: GPL-3.0-or-later
"""Line icons from ``resources/icons`` in the theme's colours, sharp at every scale."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from musicstudio.core.paths import resources_dir

from .tokens import current

_SCALES = (1.0, 2.0)
_ALIASES = {"stop": "square", "record": "circle"}
_SOLID = frozenset({"record", "play", "square", "pause", "skip-back", "skip-forward"})


@lru_cache(maxsize=512)
def icon(name: str, token: str = "text", checked: str = "", size_px: int = 18) -> QIcon:
    """An icon in a token's colour, grey when disabled, in ``checked``'s when on; ``star-solid`` is ``star`` filled."""
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(pixmap(name, token, size_px, scale), QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(pixmap(name, "faint", size_px, scale), QIcon.Mode.Disabled)
        if checked:
            made.addPixmap(pixmap(name, checked, size_px, scale), QIcon.Mode.Normal, QIcon.State.On)
    return made


@lru_cache(maxsize=512)
def pixmap(name: str, token: str = "text", size_px: int = 18, scale: float = 1.0) -> QPixmap:
    """One icon as a pixmap of ``size_px`` logical pixels at a device scale."""
    side = round(size_px * scale)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    renderer = _renderer(name, token)
    with QPainter(made) as painter:
        renderer.render(painter, QRectF(0, 0, side, side))
    made.setDevicePixelRatio(scale)
    return made


def forget() -> None:
    """Drop every cached icon, after the theme changed."""
    for cached in (icon, pixmap, _renderer):
        cached.cache_clear()


@lru_cache(maxsize=256)
def _renderer(name: str, token: str) -> QSvgRenderer:
    file_name = _ALIASES.get(name, name).removesuffix("-solid")
    source = (resources_dir() / "icons" / f"{file_name}.svg").read_text(encoding="utf-8")
    if name in _SOLID or name.endswith("-solid"):
        source = source.replace('fill="none"', 'fill="currentColor"')
    return QSvgRenderer(QByteArray(source.replace("currentColor", current().color(token).name()).encode()))
