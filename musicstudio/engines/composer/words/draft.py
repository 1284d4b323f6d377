# SPDX-License-Identifier: GPL-3.0-or-later
"""A song sheet while it is being read: what has been found so far, and which words have been accounted for."""

from collections.abc import Callable
from typing import Any

from musicstudio.project.model import Key
from musicstudio.project.model.sheet import Cue, Event, Outcome, Player, SectionRequest

from .marks import Mark


class Claim:
    """Words accounted for. outcome: as in `Span`."""

    def __init__(
        self, start: int, end: int, outcome: Outcome, caused: str = "", why: str = "", nearest: str = ""
    ) -> None:
        self.start, self.end, self.outcome = start, end, outcome
        self.caused, self.why, self.nearest = caused, why, nearest


_AS_WORDED = ("pace",)
"""Values that are told in the words that said them."""


class Draft:
    """Collects. Values: single fields by name; lists for what there can be many of.

    members: names of players who are there only as members of a band that was named.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.values: dict[str, Any] = {}
        self.said_by: dict[str, str] = {}
        self.players: list[Player] = []
        self.members: set[str] = set()
        self.refused: list[str] = []
        self.without: list[str] = []
        self.sections: list[SectionRequest] = []
        self.cues: list[Cue] = []
        self.events: list[Event] = []
        self.textures: list[str] = []
        self.kept: list[str] = []
        self.banned: list[tuple[int, int]] = []
        self.notices: list[str] = []
        self.claims: list[Claim] = []
        self.used: set[Mark] = set()
        self.styles: list[tuple[str, ...]] = []
        self.order = 0
        self.is_edit = False
        self.marks: list[Mark] = []

    def claim(self, marks: Mark | list[Mark], caused: str) -> None:
        """These words did something."""
        for mark in [marks] if isinstance(marks, Mark) else marks:
            self.used.add(mark)
            self.claims.append(Claim(mark.start, mark.end, "used", caused))

    def refuse_words(self, mark: Mark, why: str, nearest: str = "", outcome: Outcome = "cannot") -> None:
        """These words can do nothing here."""
        self.used.add(mark)
        self.claims.append(Claim(mark.start, mark.end, outcome, why=why, nearest=nearest))

    def is_used(self, mark: Mark) -> bool:
        """Whether a mark was accounted for."""
        return mark in self.used

    def set(
        self,
        name: str,
        value: Any,
        mark: Mark,
        caused: str,
        is_same: Callable[[Any, Any], bool] = lambda one, other: bool(one == other),
    ) -> None:
        """A single value; the first one said wins, and another one is told. is_same: whether two say one thing."""
        if name in self.values and not is_same(self.values[name], value):
            if isinstance(value, bool) or name in _AS_WORDED:
                first, other = self.said_by.get(name, _said(self.values[name])), mark.text.strip()
            else:
                first, other = _said(self.values[name]), _said(value)
            self.refuse_words(mark, f"it was said otherwise before ({first})", "the first is taken")
            self.tell_both(mark, first, other)
            return
        self.said_by.setdefault(name, mark.text.strip())
        self.values[name] = value
        self.claim(mark, caused)

    def sing(self, mark: Mark) -> None:
        """Somebody sings; where nobody was to, that is told."""
        if self.values.get("sings") is False:
            self.tell_both(mark, self.said_by.get("sings", "nobody sings"), mark.text.strip())
        else:
            self.values["sings"] = True
            self.said_by.setdefault("sings", mark.text.strip())

    def tell_both(self, mark: Mark, first: Any, other: Any) -> None:
        """Two wishes that exclude each other: the first is taken, and that is told."""
        self.notices.append(
            f"The prompt says both {_said(first)} and {_said(other)}; {_said(first)}, said first, was taken."
        )

    def want(self, name: str, leads: bool = False, manner: tuple[str, ...] = (), count: int = 1) -> None:
        """A player; said twice, what was said is joined."""
        for index, known in enumerate(self.players):
            if known.name == name:
                self.players[index] = Player(
                    name, known.leads or leads, max(known.count, count), tuple(dict.fromkeys((*known.manner, *manner)))
                )
                return
        self.players.append(Player(name, leads, count, manner))

    def section(self, kind: str, number: int = 0, **fields: Any) -> None:
        """Something about the sections of a kind; said twice, it is joined."""
        from msgspec.structs import replace

        for index, known in enumerate(self.sections):
            if (known.kind, known.number) == (kind, number):
                self.sections[index] = replace(known, **fields)
                return
        self.sections.append(SectionRequest(kind, number, **fields))


def _said(value: Any) -> str:
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(each, int) for each in value):
        return f"{value[0]}/{value[1]}"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value.name if isinstance(value, Key) else f"{value:g}" if isinstance(value, float) else str(value)
