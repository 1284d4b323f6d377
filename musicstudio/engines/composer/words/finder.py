# SPDX-License-Identifier: GPL-3.0-or-later
"""Words of change in an edit: found kind by kind, each accounted for."""

import re

from musicstudio.project.model.sheet import Outcome

from .draft import Claim
from .edit_words import FOLLOWS_SONG


class Finder:
    """Finds edit words, and blanks them for the reader of the rest."""

    def __init__(self, plain: str) -> None:
        self.plain, self.rest = plain, plain
        self.found: list[tuple[str, re.Match[str]]] = []
        self.claims: list[Claim] = []

    def search(self, kind: str, pattern: str) -> None:
        """Every match of one kind in what is left."""
        finder = re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])", re.IGNORECASE)
        for match in finder.finditer(self.rest):
            self.found.append((kind, match))
            outcome: Outcome = "cannot" if kind in FOLLOWS_SONG else "used"
            why = FOLLOWS_SONG.get(kind, "")
            self.claims.append(Claim(match.start(), match.end(), outcome, kind.replace("_", " "), why))
            self.rest = self.rest[: match.start()] + "\x00" * len(match.group()) + self.rest[match.end() :]

    def without(self, index: int) -> "Finder":
        """The same without one of its matches."""
        return self._of([each for i, each in enumerate(self.found) if i != index])

    def only(self, index: int) -> "Finder":
        """One of its matches."""
        return self._of([self.found[index]])

    def _of(self, found: list[tuple[str, re.Match[str]]]) -> "Finder":
        other = Finder(self.plain)
        other.rest, other.found, other.claims = self.rest, found, self.claims
        return other

    def of(self, kind: str) -> list[re.Match[str]]:
        """The matches of one kind."""
        return [match for name, match in self.found if name == kind]
