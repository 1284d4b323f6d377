# SPDX-License-Identifier: GPL-3.0-or-later
"""The registry offers the composer first and takes in what plugins bring."""

import msgspec
import pytest

from musicstudio.core.errors import InputError
from musicstudio.engines.contract import Capabilities, Request, Task
from musicstudio.engines.registry import EngineRegistry


class Guest:
    def __init__(self, name):
        self.name = name

    def capabilities(self):
        return Capabilities(self.name, self.name.title(), "1", frozenset({Task.GENERATE}), frozenset({"prompt"}))

    def run(self, request):
        raise NotImplementedError


def test_the_composer_is_there_and_ready():
    registry = EngineRegistry()
    first = registry.capabilities()[0]
    assert (first.engine, first.why_unavailable, first.makes_notes) == ("composer", "", True)
    assert first.tasks == frozenset(Task)
    assert registry.get().capabilities() == registry.capabilities_of("composer") == first


def test_plugins_add_engines_but_never_replace_the_composer():
    registry = EngineRegistry()
    composer = registry.get("composer")
    registry.register(Guest("choirbot"))
    registry.register(Guest("composer"))
    newer = Guest("choirbot")
    registry.register(newer)
    assert [each.engine for each in registry.capabilities()] == ["composer", "choirbot"]
    assert registry.get("composer") is composer and registry.get("choirbot") is newer


def test_an_unknown_engine_is_named():
    with pytest.raises(InputError, match="composer"):
        EngineRegistry().get("nobody")


def test_what_is_understood_can_be_shown_before_anything_is_made():
    shown = EngineRegistry().get().understand(Request(Task.GENERATE, "jazz at 90 bpm"))
    assert shown["bpm"] == 90.0 and shown["styles"][0][0] == "jazz_swing"
    assert msgspec.json.decode(msgspec.json.encode(shown)) == shown
