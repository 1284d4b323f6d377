# SPDX-License-Identifier: GPL-3.0-or-later
"""Any edits in any order: the history is exact, patches rebuild it, and differences name what changed."""

import random

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from musicstudio.core.errors import EditError
from musicstudio.project.diff import ChangeSet
from musicstudio.project.document import Document
from musicstudio.project.invariants import check_project
from musicstudio.project.model import Project
from musicstudio.project.patch import apply_patch, make_patch
from tests.project.random_edits import random_edit
from tests.project.songs import small_song


class EditingMachine(RuleBasedStateMachine):
    """Edits, undo, redo and jumps at random, beside the simplest possible history: a list of copies."""

    def __init__(self) -> None:
        super().__init__()
        self.document = Document(small_song())
        self.document.observe(self.hear)
        self.wrong: list[str] = []
        self.states = [msgspec.json.encode(self.document.project)]
        self.index = 0

    @rule(seed=st.integers(0, 2**32))
    def edit(self, seed: int) -> None:
        try:
            change = self.document.transact("Edit", random_edit(random.Random(seed), self.document.project))
        except EditError:
            return
        if change:
            self.states = [*self.states[: self.index + 1], msgspec.json.encode(self.document.project)]
            self.index += 1

    @rule()
    def undo(self) -> None:
        if self.document.undo() is not None:
            self.index -= 1

    @rule()
    def redo(self) -> None:
        if self.document.redo() is not None:
            self.index += 1

    @rule(place=st.floats(0, 1))
    def jump(self, place: float) -> None:
        self.index = round(place * (len(self.states) - 1))
        self.document.jump(self.index)

    @invariant()
    def song_is_the_one_expected(self) -> None:
        assert msgspec.json.encode(self.document.project) == self.states[self.index]
        assert self.document.history_index == self.index
        assert len(self.document.history) == len(self.states)

    @invariant()
    def song_is_sound(self) -> None:
        check_project(self.document.project)

    @invariant()
    def differences_are_exact(self) -> None:
        assert not self.wrong

    def hear(self, change: ChangeSet) -> None:
        """What an observer raises is logged, not passed on: what is wrong is kept for the invariant."""
        forward = msgspec.json.decode(msgspec.json.encode(make_patch(change.before, change.after)))
        backward = msgspec.json.decode(msgspec.json.encode(make_patch(change.after, change.before)))
        if apply_patch(change.before, forward) != change.after or apply_patch(change.after, backward) != change.before:
            self.wrong.append("a patch does not rebuild the song")
        told = change.clips.added | change.clips.removed | change.clips.changed
        if told != (differing := clips_that_differ(change.before, change.after)):
            self.wrong.append(f"clips told as changed: {sorted(told)}; different are {sorted(differing)}")

    def teardown(self) -> None:
        while self.document.undo() is not None:
            self.index -= 1
        self.song_is_the_one_expected()
        while self.document.redo() is not None:
            self.index += 1
        self.song_is_the_one_expected()
        self.differences_are_exact()


def clips_that_differ(before: Project, after: Project) -> set[str]:
    """The slow and obvious way: by value and by row."""
    old = {clip.id: (track.id, clip) for track, clip in before.clips()}
    new = {clip.id: (track.id, clip) for track, clip in after.clips()}
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


TestEditing = EditingMachine.TestCase
TestEditing.settings = settings(
    max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
