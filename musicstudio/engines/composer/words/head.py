# SPDX-License-Identifier: GPL-3.0-or-later
"""An instrument as the name of the music: "calm piano" is led by the piano and small; "jazz piano" is led by it."""

import re

from ..prompt.lexicon import role_of
from .clauses import Clause
from .draft import Draft
from .marks import Mark
from .wanting import claim_adjectives, name_of

_NOT_HEADS = frozenset(
    {
        "drums",
        "percussion",
        "bass",
        "synth",
        "pad",
        "keys",
        "strings",
        "brass",
        "woodwind",
        "synth bass",
        "choir",
        "guitar",
        "backing vocals",
        "arp",
        "lead synth",
        "distorted guitar",
        "electric guitar",
    }
)
_NOT_ROLES = frozenset({"drums", "percussion", "bass", "pad", "fx"})
_JOINED = re.compile(r"\b(?:with|plus|and|featuring|over|has|having|for|add|like)\b", re.IGNORECASE)


def read_head(draft: Draft, clauses: list[Clause]) -> None:
    """The first clause's instrument, where it stands as the noun that everything else describes."""
    if not clauses or draft.values.get("is_closed") or any(player.leads for player in draft.players):
        return
    first = clauses[0]
    players = [m for m in first.all("inst") if not draft.is_used(m)]
    everyone = [m for clause in clauses for m in clause.all("inst", "ensemble", "band")]
    if not players or players[0].value in _NOT_HEADS or role_of(players[0].value) in _NOT_ROLES:
        return
    head = players[0]
    before = draft.text[first.start : head.start]
    style = next(
        (m for m in first.all("style") if m.end <= head.start and not draft.text[m.end : head.start].strip()), None
    )
    if _JOINED.search(before) or re.search(r"\b(?:and|&)\b", draft.text[head.end : head.end + 5]):
        return
    others = (
        [m for m in everyone if m is not head and name_of(m.value) != name_of(head.value)]
        if all(m.kind == "inst" for m in everyone)
        else everyone
    )
    refused = {claim.start for claim in draft.claims if claim.caused.startswith("no ")}
    others = [m for m in others if m.start not in refused]
    if style or not first.all("style"):
        _lead(draft, head, is_small=not others and style is None and not draft.values.get("sings"))


def _lead(draft: Draft, head: Mark, is_small: bool) -> None:
    draft.want(head.value, leads=True)
    if is_small:
        draft.values["is_small"] = True
    draft.claim(head, f"led by the {head.text}" + (", in a small group" if is_small else ""))
    claim_adjectives(draft, [])
