# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written is used: no function, class, method or constant of the product that only its tests speak of."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import musicstudio

ROOT = Path(musicstudio.__file__).parent
FOR_OTHERS = {
    "check_engine": "for the tests of whoever writes a plug-in",
    "__getattr__": "Python calls it",
    "seekable": "io and soundfile call it",
    "readable": "io calls it",
    "readinto": "io calls it",
    "redirect_request": "urllib calls it",
    "true_peak_db": "tests and benches measure finished files with it, apart from the meter that made them",
    "told_places": "the tests see which places of the spectrum are told",
    "travel_px": "the tests see how far a fader can be moved",
    "boards": "the tests see that a strip is a Pedalboard",
}


@cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def product():
    """(path, tree) of every module that users run."""
    for folder in (ROOT, ROOT.parent / "scripts", ROOT.parent / "plugins"):
        for path in sorted(folder.rglob("*.py")):
            yield path, tree_of(path)


def definitions(tree):
    """(name, line) of what a module and its classes define, but for fields of data and Qt's own names."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((target.id, node.lineno) for target in targets if isinstance(target, ast.Name))
        if isinstance(node, ast.ClassDef):
            yield from ((part.name, part.lineno) for part in node.body if isinstance(part, ast.FunctionDef))


def uses(tree):
    """Names that code speaks of: loaded, taken from something, or named by a string (getattr, tables of names)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


def beginnings(tree):
    """What names that are put together begin with: ``has_`` of ``getattr(change, f"has_{part}")``."""
    for node in ast.walk(tree):
        first = node.values[0] if isinstance(node, ast.JoinedStr) else None
        if isinstance(first, ast.Constant) and first.value.endswith("_") and first.value.isidentifier():
            yield first.value


def is_called_by_libraries(name):
    """Special methods, and what Qt calls, whose names are in camel case."""
    return (name.startswith("__") and name.endswith("__")) or (name[:1].islower() and name != name.lower())


def test_nothing_is_written_that_only_tests_use():
    used = Counter(name for _, tree in product() for name in uses(tree))
    built = tuple({each for _, tree in product() for each in beginnings(tree)})
    unused = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path, tree in product()
        if path.is_relative_to(ROOT)
        for name, line in definitions(tree)
        if not used[name] and not name.startswith(built) and name not in FOR_OTHERS and not is_called_by_libraries(name)
    ]
    assert not unused, "\n".join(["nothing in the product uses", *unused])
