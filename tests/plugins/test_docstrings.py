# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever writes against the public surfaces reads there what goes in, what comes out, and what is raised."""

import ast
import inspect
from pathlib import Path

import pytest

import musicstudio
from musicstudio.plugins import api

ROOT = Path(musicstudio.__file__).parent
OFFERED = [getattr(api, name) for name in api.__all__]
MODULES = (
    *sorted((ROOT / "dsp").glob("*.py")),
    ROOT / "app" / "headless" / "notebook.py",
    ROOT / "engines" / "contract.py",
    ROOT / "plugins" / "api.py",
    ROOT / "plugins" / "checking.py",
)
MODEL = "musicstudio.project.model"


def public_functions():
    """(module, function) of all that the surfaces define and others may call, methods of public classes among them."""
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bodies = [
            tree.body,
            *(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_"),
        ]
        for node in (node for body in bodies for node in body):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not node.decorator_list:
                yield path.relative_to(ROOT).as_posix(), node


def parameters(node):
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return [each.arg for each in every if each.arg not in ("self", "cls")]


@pytest.mark.parametrize(("module", "node"), [pytest.param(m, n, id=f"{m}:{n.name}") for m, n in public_functions()])
def test_a_public_function_tells_its_parameters_and_what_it_returns(module, node):
    doc = ast.get_docstring(node) or ""
    section = doc.partition("Parameters\n----------\n")[2]
    missing = [name for name in parameters(node) if name not in section]
    assert not missing, f"{module} {node.name} says nothing of {', '.join(missing)}"
    gives = node.returns is not None and ast.unparse(node.returns) != "None"
    assert not gives or "Returns\n-------\n" in doc, f"{module} {node.name} does not say what it returns"


@pytest.mark.parametrize("each", [each for each in OFFERED if inspect.isclass(each) or inspect.isfunction(each)])
def test_what_plug_ins_are_offered_is_described_field_by_field(each):
    doc = inspect.getdoc(each) or ""
    assert doc, f"{each.__name__} is not described"
    if each.__module__.startswith(MODEL):
        return
    for field in getattr(each, "__struct_fields__", ()):
        assert field in doc.partition("Attributes\n----------\n")[2], f"{each.__name__}.{field}"
    if inspect.isfunction(each):
        for name in inspect.signature(each).parameters:
            assert name in doc.partition("Parameters\n----------\n")[2], f"{each.__name__}: {name}"
