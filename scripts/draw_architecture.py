# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws docs/images/layers.svg from the import contract in pyproject.toml, and docs/images/way-of-a-prompt.svg.

usage: python -m scripts.draw_architecture [FOLDER]
"""

import ast
import sys
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STYLE = (
    "text{font-family:Inter,Helvetica,Arial,sans-serif;fill:#E6E8EE}.name{font-size:15px;font-weight:600}"
    ".says{font-size:11px;fill:#9AA1B2}.box{fill:#242832;stroke:#2E3340}.ground{fill:#14161B}"
    ".arrow{stroke:#9AA1B2;stroke-width:1.5;fill:none}"
)
WAY = (
    ("words", "what a person types"), ("prompt/", "facts, style and mood"), ("form/", "sections, tempo, length"),
    ("lead sheet", "chords and tune"), ("arrangement/", "who plays what"), ("performance/", "timing, dynamics"),
    ("instruments", "notes to audio"), ("voice", "words to singing"), ("document", "one transact"),
    ("playback/graph", "strips, master"), ("player process", "a ring of its own"), ("speaker", "what is heard"),
)  # fmt: skip
WIDTH, GAP, BOX_HEIGHT = 1120, 12, 58


def layers() -> list[list[str]]:
    """The packages of each layer, the highest first, as the contract has them."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contract = next(each for each in tool["importlinter"]["contracts"] if each["name"] == "Imports go down only")
    return [[name.strip().removeprefix("musicstudio.") for name in row.split("|")] for row in contract["layers"]]


def first_sentence(package: str) -> str:
    """What a package says of itself in its first line, cut to fit a box."""
    source = (ROOT / "musicstudio" / package / "__init__.py").read_text(encoding="utf-8")
    text = " ".join((ast.get_docstring(ast.parse(source)) or "").split())
    return text.split(". ")[0].split(": ")[0].replace("`", "")


def draw_layers() -> str:
    """Each layer a row; imports go down only."""
    shapes, y = [], GAP
    for row in layers():
        width = (WIDTH - GAP * (len(row) + 1)) / len(row)
        for index, package in enumerate(row):
            x = GAP + index * (width + GAP)
            shapes.append(box(x, y, width, package, first_sentence(package)))
        y += BOX_HEIGHT + GAP
    return document(y, shapes)


def draw_way() -> str:
    """A prompt's way to the speaker, in two rows read like a page."""
    columns = 6
    width = (WIDTH - GAP * (columns + 1)) / columns
    shapes = []
    for index, (name, says) in enumerate(WAY):
        x, y = GAP + index % columns * (width + GAP), GAP + index // columns * (BOX_HEIGHT + 3 * GAP)
        shapes.append(box(x, y, width, f"{index + 1}  {name}", says))
        if index % columns < columns - 1:
            shapes.append(f'<path class="arrow" d="M{x + width:.1f} {y + BOX_HEIGHT / 2} h{GAP}"/>')
    return document(2 * BOX_HEIGHT + 5 * GAP, shapes)


def box(x: float, y: float, width: float, name: str, says: str) -> str:
    """A rounded box with a name and what it says, cut at its edge."""
    most = int((width - 20) / 5.6)
    says = says if len(says) <= most else says[: most - 1].rsplit(" ", 1)[0] + " …"
    return (
        f'<rect class="box" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BOX_HEIGHT}" rx="8"/>'
        f'<text class="name" x="{x + 12:.1f}" y="{y + 24}">{escape(name)}</text>'
        f'<text class="says" x="{x + 12:.1f}" y="{y + 43}">{escape(says)}</text>'
    )


def document(height: float, shapes: list[str]) -> str:
    """A whole picture."""
    ground = f'<rect class="ground" width="{WIDTH}" height="{height}"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"><style>{STYLE}</style>'
    return "\n".join([head, ground, *shapes, "</svg>", ""])


def main() -> None:
    """Write both pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("layers.svg", draw_layers()), ("way-of-a-prompt.svg", draw_way())):
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
