# SPDX-License-Identifier: GPL-3.0-or-later
"""No edit is left out of the random sequences: each that the project has can be drawn."""

import importlib
import inspect
import pkgutil

from musicstudio.project import edits
from tests.project import draws, more_random_edits, random_edits


def edits_of_the_project():
    """Every public function of the edits that returns an `Edit`, as (module, name)."""
    for each in pkgutil.iter_modules(edits.__path__):
        module = importlib.import_module(f"{edits.__name__}.{each.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = function.__module__ == module.__name__ and not name.startswith("_")
            if is_own and inspect.signature(function).return_annotation in (edits.Edit, "Edit"):
                yield each.name, name


def names_in(function):
    return set(function.__code__.co_names)


def names_drawn():
    """What the makers name, and what the helpers that they call name in turn."""
    helpers = {
        name: function
        for module in (random_edits, more_random_edits, draws)
        for name, function in inspect.getmembers(module, inspect.isfunction)
    }
    found = set().union(*(names_in(maker) for maker in random_edits.EVERY_MAKER))
    while more := set().union(*(names_in(helpers[name]) for name in found & helpers.keys())) - found:
        found |= more
    return found


def test_every_edit_is_in_the_mix():
    left_out = sorted(f"{module}.{name}" for module, name in edits_of_the_project() if name not in names_drawn())
    assert not left_out
    assert len(list(edits_of_the_project())) > 150
