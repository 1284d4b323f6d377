# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of the window go through what a user or another part of the studio can reach, never through private parts."""

import ast
from pathlib import Path

UI = Path(__file__).parent / "ui"


def private_accesses(source: str) -> list[str]:
    """``x._name`` of anything but the file's own objects, and private names imported from the product."""
    tree = ast.parse(source)
    found = [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__")
        and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
    ]  # fmt: skip
    return found + [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and any(name.name.startswith("_") for name in node.names)
    ]


def test_tests_of_the_window_use_no_private_parts() -> None:
    files = sorted(UI.glob("*.py"))
    assert len(files) > 50
    assert [f"{file.name}:{each}" for file in files for each in private_accesses(file.read_text("utf-8"))] == []


def test_private_parts_are_found() -> None:
    assert private_accesses("from musicstudio.ui.app import _tell\nself._own\nwindow._mixer.x\n") == [
        "3: window._mixer",
        "1: from musicstudio.ui.app import _tell",
    ]
