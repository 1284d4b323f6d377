# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of docs/ARCHITECTURE.md about the house itself: how long its files and functions are, who ignores types.

usage: python -m scripts.house_figures
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ROOT / "musicstudio"
IGNORE = re.compile(r"#\s*type:\s*ignore[^#]*(#.*)?$", re.MULTILINE)


def sources(*folders: Path) -> list[Path]:
    """The Python files below some folders."""
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def file_lengths() -> list[tuple[int, str]]:
    """Lines of each file of the product, shortest first."""
    return sorted((len(path.read_text("utf-8").splitlines()), _name(path)) for path in sources(PRODUCT))


def function_lengths() -> list[tuple[int, str]]:
    """Lines of each function of the product, decorators not counted, shortest first."""
    return sorted(_functions())


def type_ignores() -> tuple[int, int]:
    """How many types are ignored in product, scripts and plug-in, and how many of those give no reason."""
    texts = (path.read_text("utf-8") for path in sources(PRODUCT, ROOT / "scripts", ROOT / "plugins"))
    found = [match[1] for text in texts for match in IGNORE.finditer(text)]
    return len(found), sum(not reason for reason in found)


def _functions() -> Iterator[tuple[int, str]]:
    for path in sources(PRODUCT):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or node.lineno) - node.lineno + 1, f"{_name(path)}: {node.name}"


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def main() -> None:
    """Print them."""
    for kind, lengths in (("files", file_lengths()), ("functions", function_lengths())):
        middle, (longest, name) = median(length for length, _ in lengths), lengths[-1]
        print(f"{len(lengths)} {kind}, median {middle:.0f} lines, longest {longest} ({name})")
    count, unexplained = type_ignores()
    print(f"{count} types ignored, {unexplained} of them without a reason")


if __name__ == "__main__":
    main()
