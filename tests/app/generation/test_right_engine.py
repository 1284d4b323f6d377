# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine that made what is there goes on with it; where it cannot, the first that can; else a reason."""

import pytest

from musicstudio.app.actions import ACTIONS
from musicstudio.app.generation.engine_facts import facts, why_no_input
from musicstudio.app.generation.regenerate import RegenerationTarget, regenerate
from musicstudio.app.generation.right_engine import engine_for, why_no_engine, why_not_this_engine
from musicstudio.core.errors import EngineError
from musicstudio.engines.contract import Capabilities, Task
from musicstudio.engines.registry import EngineRegistry
from tests.ui.demo_session import PromptOnly


class Everything(PromptOnly):
    """An engine that can do all tasks, when its weights are there."""

    def capabilities(self):
        return Capabilities(
            "everything", "Everything", "1", frozenset(Task), frozenset({"prompt"}),
            why_unavailable=self.why_unavailable,
        )  # fmt: skip


@pytest.fixture
def engines():
    made = EngineRegistry()
    made.register(PromptOnly())
    made.register(Everything())
    return made


def chosen(engines, task, *makers):
    return engine_for(engines, task, makers).capabilities().engine


def test_the_maker_goes_on_with_its_own_takes(engines):
    assert chosen(engines, Task.REGENERATE, "everything", "composer") == "everything"


def test_a_maker_that_cannot_gives_way_to_the_first_that_can(engines):
    assert chosen(engines, Task.REGENERATE, "promptonly") == "composer"
    assert chosen(engines, Task.EXTEND, "cleaning", "never heard of") == "composer"


def test_a_maker_without_weights_gives_way_too(engines):
    engines.register(Everything("Its weights are gone."))
    assert chosen(engines, Task.REGENERATE, "everything") == "composer"


def test_where_no_engine_can_the_reason_is_said():
    class None_(EngineRegistry):
        def capabilities(self):
            return (PromptOnly("Its weights are gone.").capabilities(),)

    assert why_no_engine(None_(), Task.SING) == "No engine here can sing words to a melody."
    with pytest.raises(EngineError, match="weights are gone"):
        engine_for(None_(), Task.GENERATE)


def test_an_engine_that_was_chosen_says_what_it_cannot_do():
    engine = PromptOnly().capabilities()
    assert why_not_this_engine(engine, Task.HARMONIZE) == "PromptOnly 3 cannot build a song around a melody."
    assert why_not_this_engine(engine, Task.GENERATE) == ""
    assert "takes no notice of lyrics" in why_no_input(engine, "lyrics")
    assert "30 seconds" in " ".join(facts(engine)) and "MIT" in " ".join(facts(engine))


def test_after_another_engine_was_tried_in_create_a_song_is_still_regenerated_by_its_own(headless, monkeypatch):
    headless.generate()
    session = headless.session
    session.engines.register(PromptOnly("Its weights are gone."))
    session.create_state.set(engine="promptonly")
    section = session.project.sections[0]
    session.selection.set(section_ids={section.id})
    assert ACTIONS["song.regenerate_selection"].enabled(session) == (True, "")
    before = len(next(clip for _, clip in session.project.clips() if clip.section_id == section.id).takes)
    headless.wait_for(regenerate(session, RegenerationTarget((section.id,))))
    clip = next(clip for _, clip in session.project.clips() if clip.section_id == section.id)
    assert len(clip.takes) == before + 1
    assert session.project.recipes[clip.take.recipe_id].engine == "composer"
