# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written can be reached: every edit, every task and term of an engine, every setting, every action."""

import ast
import inspect
from functools import cache
from pathlib import Path

import pytest

import musicstudio
from musicstudio.app.actions import ACTIONS
from musicstudio.app.generation.right_engine import WORDS, engine_for
from musicstudio.app.session.preferences import PREFERENCES
from musicstudio.app.session.settings import Settings
from musicstudio.engines.contract import Capabilities, Task
from musicstudio.engines.registry import EngineRegistry

ROOT = Path(musicstudio.__file__).parent
EDITS = ROOT / "project" / "edits"
DOORS = ("app", "ui", "cli")


def trees(*folders):
    """(path, parsed module) of every module of the product below some folders."""
    for folder in folders or ("",):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, parsed(path)


@cache
def parsed(path):
    """The tree of a module, read once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def names_in(tree):
    """Every name and attribute that a module's code speaks of; strings and comments do not count."""
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return named | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def edits():
    """(module, function) of every public function of `project/edits` that gives an `Edit`."""
    for path in sorted(EDITS.glob("*.py")):
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _gives_edit(node):
                yield path.stem, node


def _gives_edit(function):
    return function.returns is not None and ast.unparse(function.returns) == "Edit"


def reached_edits():
    """Names that the doors speak of, and what those edits speak of in turn."""
    reached = set().union(*(names_in(tree) for _, tree in trees(*DOORS)))
    bodies = {}
    for path in EDITS.glob("*.py"):
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef):
                bodies[node.name] = names_in(node)
    while more := {name for each in reached & bodies.keys() for name in bodies[each]} - reached:
        reached |= more
    return reached


@pytest.mark.parametrize(("module", "function"), [pytest.param(m, f, id=f"{m}.{f.name}") for m, f in edits()])
def test_every_edit_has_a_door(module, function, reached=reached_edits()):
    assert function.name in reached, f"no action, panel or command does project/edits/{module}.py {function.name}"


@pytest.mark.parametrize("field", Capabilities.__struct_fields__)
def test_every_term_of_an_engine_is_heeded(field):
    readers = [
        path
        for path, tree in trees("app", "ui", "cli", "engines")
        if _reads(tree, field) and path.name != "contract.py"
    ]
    assert readers, f"nothing reads Capabilities.{field}"


@pytest.mark.parametrize("task", Task)
def test_every_task_is_done_by_an_engine_that_is_always_there(task):
    assert task in engine_for(EngineRegistry(), task).capabilities().tasks
    assert task in WORDS


@pytest.mark.parametrize("task", Task)
def test_every_task_is_asked_for(task):
    asking = [path for path, tree in trees("app") if _asks(tree, task) and path.name != "right_engine.py"]
    assert asking, f"no request asks for {task}"


@pytest.mark.parametrize("field", Settings.__struct_fields__)
def test_every_setting_is_read_and_can_be_set(field):
    others = [(path, tree) for path, tree in trees() if path.name != "settings.py"]
    names = (field, *_properties_on(field))
    is_read = any(_reads_setting(tree, name) for _, tree in others for name in names)
    assert is_read, f"nothing reads the setting {field}"
    is_preference = field in {each.field for each in PREFERENCES}
    assert is_preference or any(_changes(tree, field) for _, tree in trees()), f"nobody can set {field}"


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda each: each.id)
def test_every_action_has_a_place_in_a_menu_and_a_title(action):
    assert action.menu and action.title
    assert action.title.endswith("…") == (action.question is not None), "a question is announced by three dots"


def test_no_two_actions_share_a_key():
    keys = [key for action in ACTIONS.values() for key in action.shortcuts]
    assert len(keys) == len(set(keys))


def _reads(tree, field):
    return any(isinstance(n, ast.Attribute) and n.attr == field and isinstance(n.ctx, ast.Load) for n in ast.walk(tree))


def _asks(tree, task):
    return any(isinstance(n, ast.Attribute) and n.attr == task.name for n in ast.walk(tree))


def _properties_on(field):
    """Properties of `Settings` that say what a field means."""
    return [
        name
        for name, member in vars(Settings).items()
        if isinstance(member, property) and f"self.{field}" in inspect.getsource(member.fget)
    ]


def _reads_setting(tree, field):
    """``….values.field``, or ``settings.field`` of values held under that name."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == field
        and (
            (isinstance(node.value, ast.Attribute) and node.value.attr == "values")
            or (isinstance(node.value, ast.Name) and node.value.id == "settings")
        )
        for node in ast.walk(tree)
    )


def _changes(tree, field):
    """``….change(field=…)``."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "change"
        and any(keyword.arg == field for keyword in node.keywords)
        for node in ast.walk(tree)
    )
