# SPDX-License-Identifier: GPL-3.0-or-later
"""The states a document went through. They share everything that did not change, so a thousand cost little."""

from msgspec import Struct, structs

from .model import Project

MAX_STEPS = 1000


class HistoryEntry(Struct, frozen=True):
    """A step that a user can go back to. time_s: since 1970. number: rises with every step and is never used again."""

    label: str
    time_s: float
    number: int
    merge_key: str = ""


class History(Struct, frozen=True):
    """Steps and the document after each; the first is where the history begins. index: the one that stands."""

    entries: tuple[HistoryEntry, ...]
    states: tuple[Project, ...]
    index: int = 0

    @property
    def project(self) -> Project:
        """The document as it stands."""
        return self.states[self.index]

    @property
    def entry(self) -> HistoryEntry:
        """The step that stands."""
        return self.entries[self.index]

    @property
    def next_number(self) -> int:
        """The number of the next new step."""
        return self.entries[-1].number + 1

    def pushed(self, entry: HistoryEntry, project: Project) -> "History":
        """With a new step after the one that stands. Undone steps go, and so does the oldest beyond `MAX_STEPS`."""
        entries = (*self.entries[: self.index + 1], entry)[-MAX_STEPS - 1 :]
        states = (*self.states[: self.index + 1], project)[-MAX_STEPS - 1 :]
        return History(entries, states, len(states) - 1)

    def folded(self, project: Project) -> "History":
        """With the step that stands, the last, made longer: it now ends in ``project``."""
        states = (*self.states[: self.index], project)
        return structs.replace(self, states=states, entries=self.entries[: self.index + 1])

    def shortened(self, steps: int) -> "History":
        """With no more than the last ``steps`` steps before the one that stands; those after it stay."""
        first = max(0, self.index - steps)
        return History(self.entries[first:], self.states[first:], self.index - first)

    def jumped(self, index: int) -> "History":
        """Standing at another step."""
        return structs.replace(self, index=index)


def new_history(project: Project, label: str = "Start", time_s: float = 0.0) -> History:
    """A history that begins with a document."""
    return History((HistoryEntry(label, time_s, 0),), (project,))
