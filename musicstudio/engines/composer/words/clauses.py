# SPDX-License-Identifier: GPL-3.0-or-later
"""Clauses: stretches of a prompt that say one thing, cut at stops, commas, turns, and "and" between two sayings."""

import re

from msgspec import Struct
from msgspec.structs import replace

from .marks import Mark

_STOPS = re.compile(
    r"[.;!?](?=\s|$)|\n|:(?=\s)(?!\s*(?:none|no|off|absent|nil|n/a|zero)\s*(?:[,.;!?)\n]|$))|,(?! which\b)|"
    r"\[|\]|\(|\)|(?<![\w'])(?<!nothing )(?<!anything )(?<!everything )(?<!all "
    r")(?<!everybody )(?<!everyone )(?:but|while|whereas)(?![\w'])|"
    r"(?<=\s)[-–—/>](?=\s)(?!\s+\d{1,3}[ -]?(?:bars?|measures?))",
    re.IGNORECASE,
)
_AND = re.compile(r"(?<![\w'])(?:and|&|\+)(?![\w'])", re.IGNORECASE)
_VERBS = frozenset({"join", "leave", "bring", "lead", "stay_out", "up", "down", "rising", "falling", "shift", "stop"})


class Clause(Struct, frozen=True):
    """start, end: places in the plain text. before: what cut it off (``,``, ``.``, ``but``, ``and``, ``then``)."""

    start: int
    end: int
    marks: tuple[Mark, ...]
    before: str = ""

    def all(self, *kinds: str) -> list[Mark]:
        """Its marks of some kinds, in order."""
        return [mark for mark in self.marks if mark.kind in kinds]

    def has(self, *kinds: str) -> bool:
        """Whether it has a mark of one of the kinds."""
        return any(mark.kind in kinds for mark in self.marks)

    def first(self, kind: str) -> Mark | None:
        """Its first mark of a kind."""
        return next((mark for mark in self.marks if mark.kind == kind), None)

    @property
    def sections(self) -> list[Mark]:
        """Places that are sections."""
        return [mark for mark in self.all("place") if mark.value[0] in ("section", "finale")]

    @property
    def moments(self) -> list[Mark]:
        """Places that are times, bars or shares."""
        return [mark for mark in self.all("place") if mark.value[0] not in ("section", "finale")]


def split(text: str, marks: list[Mark]) -> list[Clause]:
    """The clauses of a (tidied) text in order."""
    cuts = [(m.start(), m.end(), m.group().lower()) for m in _STOPS.finditer(text) if not _inside(m.start(), marks)]
    cuts += [(mark.start, mark.start, "then") for mark in marks if mark.kind == "then" and not _is_last(text, mark)]
    cuts.sort()
    clauses: list[Clause] = []
    place, before = 0, ""
    for start, end, word in [*cuts, (len(text), len(text), "")]:
        if start > place or word == "then":
            clauses += _halve_clause(text, _clause(place, start, marks, before))
        if text[place:start].strip() or before in ("", ",", "and"):
            before = word
        before = word if word != "," or before not in (".", ";", ":") or text[place:start].strip() else before
        place = end
    return _labelled(text, [clause for clause in clauses if text[clause.start : clause.end].strip()])


_ENDS_LABEL = (".", ";", "!", "?", "\n", "[")


def _labelled(text: str, clauses: list[Clause]) -> list[Clause]:
    """ "Verse 2: fuller, bass joins in", "[Chorus] loud": what follows a section's name and a colon is said of it."""
    made: list[Clause] = []
    label: Mark | None = None
    for index, clause in enumerate(clauses):
        label = None if clause.before in _ENDS_LABEL or clause.sections else label
        if label is not None:
            said = Mark(clause.start, clause.start, "place", label.value, label.text)
            clause = replace(clause, marks=(said, *clause.marks))
        made.append(clause)
        following = clauses[index + 1].before if index + 1 < len(clauses) else ""
        if len(clause.sections) == 1 and following in (":", "]") and _is_bare(text, clause):
            label = clause.sections[0]
    return made


def _is_bare(text: str, clause: Clause) -> bool:
    """Whether a clause is nothing but the name of a section."""
    place = clause.sections[0]
    rest = text[clause.start : place.start] + text[place.end : clause.end]
    rest = re.sub(r"\d{1,3}[ -]?(?:bars?|measures?)", "", rest)
    return place.end > place.start and not re.search(r"\w", rest)


def _is_last(text: str, mark: Mark) -> bool:
    """Whether "later" closes what it speaks of: "strings first, drums later"."""
    return re.match(r"\s*(?:[,.;!?]|$)", text[mark.end :]) is not None


def _clause(start: int, end: int, marks: list[Mark], before: str) -> Clause:
    return Clause(start, end, tuple(mark for mark in marks if start <= mark.start and mark.end <= end), before)


def _halve_clause(text: str, clause: Clause) -> list[Clause]:
    """The clause in two where "and" joins two sayings: two sections, two moments, or two verbs with their players."""
    for match in _AND.finditer(text, clause.start, clause.end):
        left = _clause(clause.start, match.start(), list(clause.marks), clause.before)
        right = _clause(match.end(), clause.end, list(clause.marks), "and")
        if len(left.marks) + len(right.marks) == len(clause.marks) and _says(left) and _says(right):
            return [left, *_halve_clause(text, right)]
    return [clause]


def _says(clause: Clause) -> bool:
    """Whether a piece has a subject of its own: a place with something about it, or a player with a verb."""
    content = [m for m in clause.marks if m.kind not in ("only", "then", "place")]
    has_place = bool(clause.all("place")) and bool(content)
    return (
        has_place
        or (clause.has("inst", "band", "tune", "voice") and bool(_VERBS & {m.kind for m in clause.marks}))
        or (clause.has("start") and len(clause.marks) > 1)
    )


def _inside(place: int, marks: list[Mark]) -> bool:
    return any(mark.start < place < mark.end for mark in marks)


def without(clause: Clause, used: set[Mark]) -> Clause:
    """The clause without some of its marks."""
    return replace(clause, marks=tuple(mark for mark in clause.marks if mark not in used))
