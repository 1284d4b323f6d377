# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is asked to play, and in which manner."""

import re
from itertools import pairwise

from musicstudio.project.model.sheet import Place

from ..kit_pieces import piece_of
from ..prompt.lexicon import ids_of, role_of
from .clauses import Clause
from .draft import Draft
from .marks import Mark
from .places import Stretch

EVERYBODY = "*"
_SPARSE = re.compile(
    r"(?:minimal(?:ist|istic)?|barely any|hardly any|very little|little|sparse|subtle|light|few|a touch of|"
    r"a hint of|a little|"
    r"understated|restrained|unobtrusive|discreet|next to no|almost no)(?: and \w+)?(?: hand| bit of)?\s*$"
)
_RARE = re.compile(
    r"(?:(?:hardly|barely) (?:an?|any)|sparse|only occasional|occasional|now and then an?|"
    r"just a hint of|a hint of|a touch of)\s*$"
)
_SOFT = re.compile(r"(?:less|not much|soft|gentle|quiet|delicate|mellow|muffled|warm|tender|light)\s*$")
_LOUD = re.compile(
    r"(?:more|lots of|plenty of|loads of|loud|louder|big|huge|driving|pounding|heavy|thundering|bold|"
    r"massive|powerful|heroic|soaring)\s*$"
)
_BUSY = re.compile(r"(?:busy|busier|frantic|dense|rolling|intricate|complex|fast)\s*$")
_PLAYS = re.compile(r"\s*(?:plays?|playing|on|as|takes?|covers?|for)(?: the)?\s*")
_UNPITCHED = frozenset({"drums", "percussion"})


def name_of(name: str) -> str:
    """How a player is named in the sheet: the catalogue id that a word means first, else its role, else the word."""
    return (ids_of(name) or (role_of(name) or name,))[0]


def is_solo_section(mark: Mark) -> bool:
    """Whether a mark names a solo as a place."""
    return mark.kind == "place" and any((s.start or Place()).section == "solo" for s in mark.value[1])


def finish_players(draft: Draft, players: list[Mark], marks: list[Mark], caused: str) -> None:
    """The players are wanted, and they and the other words accounted for."""
    for player in players:
        want_player(draft, player)
    draft.claim([*players, *marks], caused)


def want_player(draft: Draft, mark: Mark, leads: bool = False) -> None:
    """Whom a mark names is to play, in the manner and the number that stand before it."""
    if mark.kind == "inst":
        draft.members -= {mark.value, name_of(mark.value)}
        draft.want(mark.value, leads, _manner(draft, mark), _count(draft, mark))
    elif mark.kind == "ensemble":
        for player in mark.value.players:
            if player.name not in {known.name for known in draft.players}:
                draft.members.add(player.name)
            draft.want(player.name, leads, count=player.count)
    elif mark.kind == "voice" and mark.value != "none":
        draft.sing(mark)


def _count(draft: Draft, mark: Mark) -> int:
    """ "3 violins": a small number right before a plural."""
    number = re.search(r"(?<![\d.:/])([2-6]) $", draft.text[: mark.start])
    if not number or not mark.text.lower().endswith(("s", "i")):
        return 1
    draft.claim(Mark(number.start(1), number.end(1), "count", None, number[1]), f"{number[1]} {mark.text}")
    return int(number[1])


def player_names(marks: list[Mark], with_pieces: bool = False) -> tuple[str, ...]:
    """Whom some marks name, as the sheet names them; a band is `EVERYBODY`. with_pieces: a kick is no whole kit."""
    names: list[str] = []
    for mark in marks:
        if mark.kind == "inst":
            piece = piece_of(mark.text) if with_pieces and name_of(mark.value) == "drums" else ""
            names.append(piece or name_of(mark.value))
        elif mark.kind == "ensemble":
            names += [player.name for player in mark.value.players]
        elif mark.kind == "band":
            names.append(EVERYBODY)
        elif mark.kind == "voice" and mark.value != "none":
            names.append("vocals")
    return tuple(dict.fromkeys(names))


def said_of(names: tuple[str, ...]) -> str:
    """Names to be read."""
    return " and ".join("everybody" if name == EVERYBODY else name.replace("_", " ") for name in names)


def stretch_of(draft: Draft, clause: Clause) -> tuple[Stretch, Mark] | None:
    """The place that the clause names, times before sections."""
    marks = [m for m in (*clause.moments, *clause.sections) if not draft.is_used(m) and not is_solo_section(m)]
    marks.sort(key=lambda m: m.value[1][0].start is None or (m.value[0] == "end" and "until" in m.text.lower()))
    return (marks[0].value[1][0], marks[0]) if marks else None


def _manner(draft: Draft, mark: Mark) -> tuple[str, ...]:
    """Adjectives right before a player: sparse, soft, loud, busy."""
    before = draft.text[max(0, mark.start - 40) : mark.start].lower()
    manner = []
    if (_SPARSE.search(before) and (mark.value in _UNPITCHED or role_of(mark.value) in _UNPITCHED)) or _RARE.search(
        before
    ):
        manner.append("sparse")
    elif _SOFT.search(before):
        manner.append("soft")
    elif _LOUD.search(before):
        manner.append("loud")
    elif _BUSY.search(before):
        manner.append("dense")
    return tuple(manner)


def claim_adjectives(draft: Draft, players: list[Mark]) -> None:
    """The adjectives that made a manner, accounted for."""
    for mark in players:
        before = draft.text[: mark.start].lower()
        for finder in (_SPARSE, _RARE, _SOFT, _LOUD, _BUSY):
            match = finder.search(before)
            if match and _manner(draft, mark):
                draft.claim(
                    Mark(match.start(), mark.start, "adjective", None, match.group()),
                    f"{' '.join(_manner(draft, mark))} {mark.text}",
                )
                break


def read_wanted(draft: Draft, clause: Clause) -> None:
    """Everybody else who is named is wanted."""
    for before, mark in pairwise(clause.all("inst")):
        between = draft.text[before.end : mark.start].lower()
        if role_of(mark.value) == "bass" and role_of(before.value) != "bass" and _PLAYS.fullmatch(between):
            words = draft.text[before.end : mark.end].strip()
            draft.refuse_words(
                mark, "who plays the bass line is not chosen by words", "another instrument in the bass track's header"
            )
            draft.notices.append(f"“{words}”: the bass line keeps its own player; {before.text} plays beside it.")
    for mark in [m for m in clause.all("inst", "ensemble") if not draft.is_used(m)]:
        want_player(draft, mark)
        draft.claim(mark, f"{mark.text} plays")
        if mark.kind == "inst":
            claim_adjectives(draft, [mark])
    _read_manners(draft, clause)


_APART = re.compile(r"\b(?:over|with|and|under|against|plus|but|while|on)\b|,", re.IGNORECASE)


def _read_manners(draft: Draft, clause: Clause) -> None:
    """ "Staccato trumpets", "the cello plays very long notes": how whoever stands nearest plays."""
    players = clause.all("inst")
    for manner in clause.all("manner"):
        if draft.is_used(manner) or manner.value == "walking" or not players:
            continue
        before = [m for m in players if m.end <= manner.start and not _APART.search(draft.text[m.end : manner.start])]
        after = [m for m in players if m.start >= manner.end and not _APART.search(draft.text[manner.end : m.start])]
        near = sorted(
            (*before[-1:], *after[:1]), key=lambda m: min(abs(m.start - manner.end), abs(manner.start - m.end))
        )
        if near:
            draft.want(near[0].value, manner=(manner.value,))
            draft.claim(manner, f"{manner.value} {near[0].text}")
