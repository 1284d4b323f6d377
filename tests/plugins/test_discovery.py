# SPDX-License-Identifier: GPL-3.0-or-later
"""Plugins are found by their entry points; one that fails is set aside and named, and the others go on."""

from importlib.metadata import EntryPoint

import pytest

from musicstudio.core.paths import data_dir
from musicstudio.engines.registry import EngineRegistry
from musicstudio.plugins import Plugins, api
from musicstudio.plugins.discovery import GROUP

GOOD = """
from musicstudio.plugins.api import Capabilities, Task

class Choir:
    def __init__(self, folder):
        self.folder = folder

    def capabilities(self):
        return Capabilities("choir", "Choir", "1", frozenset({Task.GENERATE}), frozenset({"prompt"}))

def enable(api):
    api.add_engine(Choir(api.model_folder("choir")))
"""


@pytest.fixture
def plugin(tmp_path, monkeypatch):
    """Writes a plugin's module and gives its entry point."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(name, source):
        (tmp_path / f"plugin_under_test_{name}.py").write_text(source)
        return EntryPoint(name, f"plugin_under_test_{name}", GROUP)

    return write


def test_a_plugin_brings_an_engine(plugin):
    registry, plugins = EngineRegistry(), Plugins([plugin("choir", GOOD)])
    plugins.enable_all(registry.register)
    assert plugins.enabled == ("choir",) and plugins.failed == ()
    assert [each.engine for each in registry.capabilities()] == ["composer", "choir"]
    assert registry.get("choir").folder == data_dir() / "models" / "choir"


@pytest.mark.logs("plugin bad_")
@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import a_package_that_is_not_there", "ModuleNotFoundError"),
        ("this is no Python", "SyntaxError"),
        ("def enable(api): raise ValueError('the moon is wrong')", "the moon is wrong"),
        ("def enable(api): raise SystemExit(3)", "SystemExit"),
        ("x = 1", "enable"),
    ],
)
def test_a_plugin_that_fails_is_named_and_the_others_go_on(plugin, source, reason):
    bad = f"bad_{len(source)}"
    plugins, engines = Plugins([plugin(bad, source), plugin("choir2", GOOD)]), []
    plugins.enable_all(engines.append)
    assert plugins.enabled == ("choir2",) and len(engines) == 1
    (failed,) = plugins.failed
    assert failed.name == bad and bad in failed.reason and reason in failed.reason


def test_nothing_is_imported_before_plugins_are_enabled(plugin):
    assert Plugins([plugin("eager", "raise RuntimeError")]).failed == ()


def test_the_facade_holds_all_that_it_names():
    assert all(hasattr(api, name) for name in api.__all__)
    assert len(set(api.__all__)) == len(api.__all__)
