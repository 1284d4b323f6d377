# SPDX-License-Identifier: GPL-3.0-or-later
"""What words would do, said in the user's language, clause by clause, as a plan is put together."""

from collections.abc import Sequence

from .words import say


def say_plan(does: Sequence[str]) -> str:
    """The clauses of a plan as one sentence; empty without any."""
    said = "; ".join(map(say_clause, does))
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def say_clause(clause: str) -> str:
    """``cello: 30% softer`` or ``adds cello, long notes``: each piece by itself."""
    who, colon, what = clause.partition(": ")
    if colon:
        return f"{_say_names(who)}: {say_clause(what)}"
    return ", ".join(_say_piece(piece) for piece in clause.split(", "))


def _say_piece(piece: str) -> str:
    said = say(piece)
    return said if said != piece else _say_names(piece)


def _say_names(names: str) -> str:
    """Names of players; in the catalogue they stand as titles."""
    return say(" and ").join(_say_name(name) for name in names.split(" and "))


def _say_name(name: str) -> str:
    title = name[:1].upper() + name[1:]
    return next((said for each in (name, title) if (said := say(each)) != each), name)
