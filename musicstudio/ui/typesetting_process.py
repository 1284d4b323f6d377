# SPDX-License-Identifier: GPL-3.0-or-later
"""The process that sets text where the rest of the studio knows no fonts: pages as PDF, and words of any script.

One task as JSON on standard input, its answer as JSON on standard output. No window and no screen is needed.
"""

import base64
import json
import os
import sys
from typing import Any

_MARGIN_MM, _POINTS = 2, 10
_TINIEST_PX = 10


def main(arguments: list[str] | None = None) -> int:
    """Do the task and answer; what goes wrong is an answer, too."""
    given = sys.stdin.read()
    if not given:
        return 0
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    task = json.loads(given)
    _load_fonts()
    try:
        answer = {"pdf": _pdf, "masks": _masks, "lacking": _lacking}[task["do"]](task)
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"[:500]}
    json.dump(answer, sys.stdout)
    sys.stdout.flush()
    del application
    return 0


def _load_fonts() -> None:
    """The studio's own, before those of the system: what they lack comes from there."""
    from PySide6.QtGui import QFontDatabase

    from musicstudio.core.paths import resources_dir

    for path in sorted((resources_dir() / "theme" / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(path))


def _pdf(task: dict[str, Any]) -> dict[str, Any]:
    """A page of HTML on A4."""
    from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
    from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(task["title"])
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setDefaultFont(QFont("Inter", _POINTS))
    document.setHtml(task["html"])
    document.print_(writer)
    del writer
    return {"pdf": base64.b64encode(bytes(buffer.data().data())).decode()}


def _lacking(task: dict[str, Any]) -> dict[str, Any]:
    """Which texts have letters that no font here draws."""
    from PySide6.QtGui import QFont, QTextLayout

    found = []
    for text in task["texts"]:
        layout = QTextLayout(text, QFont("Inter"))
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        if any(0 in run.glyphIndexes() for run in layout.glyphRuns()):
            found.append(text)
    return {"lacking": found}


def _masks(task: dict[str, Any]) -> dict[str, Any]:
    """The coverage of each text, made smaller until it fits its width."""
    return {"masks": [_mask(*each) for each in task["texts"]]}


def _mask(text: str, size: int, most_wide: int) -> dict[str, Any]:
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

    font = QFont("Inter")
    while True:
        font.setPixelSize(size)
        box = QFontMetricsF(font).boundingRect(text)
        if box.width() <= most_wide or size <= _TINIEST_PX:
            break
        size = int(size * 0.9)
    wide, tall = (int(edge) // 2 * 2 + 4 for edge in (min(box.width(), most_wide), box.height()))
    image = QImage(wide, tall, QImage.Format.Format_Grayscale8)
    image.fill(0)  # a mask: how much of the text lies on each pixel
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(QColor.fromHsv(0, 0, 255))
    painter.drawText(QRectF(0, 0, wide, tall), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    bits, step = bytes(image.constBits()), image.bytesPerLine()
    rows = b"".join(bits[row * step : row * step + wide] for row in range(tall))
    return {"wide": wide, "tall": tall, "rows": base64.b64encode(rows).decode()}


if __name__ == "__main__":
    raise SystemExit(main())
