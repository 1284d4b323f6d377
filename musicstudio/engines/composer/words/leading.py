# SPDX-License-Identifier: GPL-3.0-or-later
"""Who leads, who plays alone, and bands that are closed."""

import re
from itertools import pairwise

from musicstudio.project.model.sheet import Cue, Place

from .clauses import Clause
from .draft import Draft
from .ensembles import GROUP
from .marks import Mark
from .places import Stretch
from .wanting import (
    claim_adjectives,
    finish_players,
    is_solo_section,
    name_of,
    player_names,
    said_of,
    stretch_of,
    want_player,
)

_WITH = re.compile(r"\b(?:with|plus|including|has|having|featuring|add|over|and|on)\b", re.IGNORECASE)

_LED = re.compile(r"-(?:led|driven|based)\b")


def read_leaders(draft: Draft, clause: Clause, is_first: bool) -> None:
    """Who has the tune."""
    players = [m for m in clause.all("inst", "ensemble") if not draft.is_used(m)]
    if not players:
        return
    takes = next(
        (m for m in clause.all("join") if re.match(r"(?:then |finally )?takes? over", m.text, re.IGNORECASE)), None
    )
    if takes and any(player.leads for player in draft.players):
        after = [m for m in players if m.end <= takes.start]
        where = stretch_of(draft, clause)
        if after:
            _hand_over(draft, after[-1], takes, where)
            return
    led_by = clause.first("led_by")
    if led_by:
        after = [m for m in players if m.start >= led_by.end]
        if after:
            _lead(draft, after[:1], [led_by])
            return
    for player in players:
        if suffix := _LED.match(draft.text, player.end):
            _lead(draft, [player], [Mark(player.end, suffix.end(), "lead", None, "-led")])
            return
    for verb in clause.all("lead", "tune"):
        before = [
            m
            for m in players
            if m.end <= verb.start and len(draft.text[m.end : verb.start].split()) <= 2 and m.value != "lead synth"
        ]
        if before and not clause.has("keep"):
            _lead(draft, before[-1:], [verb])
            return


def _hand_over(draft: Draft, player: Mark, takes: Mark, where: tuple[Stretch, Mark] | None) -> None:
    """ "Then the oboe takes over in the second half": the tune goes from one to another there."""
    before = tuple(name_of(each.name) for each in draft.players if each.leads)
    at = (where[0].start or where[0].end) if where else Place(share=0.5)
    draft.cues.append(Cue("leave", before, at or Place(share=0.5)))
    draft.cues.append(Cue("enter", player_names([player]), at or Place(share=0.5)))
    _lead(draft, [player], [takes, *([where[1]] if where else [])])


def _lead(draft: Draft, players: list[Mark], marks: list[Mark]) -> None:
    for player in players:
        want_player(draft, player, leads=True)
    draft.claim([*players, *marks], f"{players[0].text} has the tune")


def read_alone(
    draft: Draft, clause: Clause, following: list[Clause], is_first: bool, previous: Clause | None = None
) -> None:
    """A closed band: nobody plays but those named. "Solo cello over pads" leads instead."""
    players = [m for m in clause.all("inst", "ensemble", "voice") if not draft.is_used(m) and m.value != "none"]
    if not players:
        _close_previous(draft, clause, previous)
        return
    ensemble = next((m for m in players if m.kind == "ensemble" and m.value.is_closed), None)
    group = GROUP.search(draft.text, clause.start, clause.end)
    only = next((m for m in clause.all("only") if not draft.is_used(m)), None)
    solo = next((m for m in clause.sections if is_solo_section(m) and not draft.is_used(m)), None)
    if ensemble:
        _close_ensemble(draft, ensemble, players, following)
    elif group and not any(g.start < group.end() and group.start() < g.end for g in clause.marks):
        others = _members_after(draft, following)
        _close(draft, [*players, *others], [Mark(group.start(), group.end(), "group", None, group.group())])
    elif only and not clause.has("join", "start", "leave") and not stretch_of(draft, clause):
        if clause.has("then") and (draft.events or draft.order):
            _alone_from_there(draft, players, only, clause)
        else:
            _close_or_lead(draft, clause, players, only, following)
    elif (
        solo
        and players[-1].end <= solo.start
        and len(clause.all("place")) == 1
        and is_first
        and not _WITH.search(draft.text[clause.start : players[-1].start])
        and not clause.has("style")
    ):
        if draft.is_edit:
            _lead(draft, players[-1:], [solo])  # "the guitar solo" of a song that plays on
        else:
            _close(draft, players[-1:], [solo], leads=True)


def _alone_from_there(draft: Draft, players: list[Mark], only: Mark, clause: Clause) -> None:
    """ "Full stop at 2:40, then piano only": alone from that moment to the end."""
    event = draft.events[-1] if draft.events else None
    start = event.at if event else Place(section="last", number=-1)
    draft.cues.append(Cue("only", player_names(players), start, Place(share=1.0)))
    finish_players(draft, players, [only, *clause.all("then")], f"only {said_of(player_names(players))} from there")


def _close_previous(draft: Draft, clause: Clause, previous: Clause | None) -> None:
    """ "Guitar and flute, that's all": the word closes the band named before it."""
    only = clause.first("only")
    players = previous.all("inst", "ensemble", "voice") if previous else []
    if (
        only
        and players
        and re.match(r"nobody|no one|no other|that's|nothing else|and nothing", only.text, re.IGNORECASE)
    ):
        _close(draft, players, [only])


def _close_ensemble(draft: Draft, ensemble: Mark, players: list[Mark], following: list[Clause]) -> None:
    """The members named after a colon are the members; else the usual ones."""
    others = [*[m for m in players if m is not ensemble], *_members_after(draft, following)]
    named = [m for m in others if m.kind == "inst"]
    if len(named) >= 2:
        _close(draft, named, [ensemble])
    else:
        _close(draft, [ensemble, *named], [])
    if ensemble.value.sings and any(m.kind == "voice" for m in players):
        draft.values["sings"] = True  # a choir alone sings its own tune; a singer joins only where one is named


def _members_after(draft: Draft, following: list[Clause]) -> list[Mark]:
    """Instruments in a list that follows: "jazz trio: piano, upright bass, brushed drums"."""
    found: list[Mark] = []
    for clause in following:
        if clause.before not in (":", ",", "and", "-", "(") or not clause.marks:
            break
        if any(mark.kind not in ("inst", "level", "mood", "manner") for mark in clause.marks):
            break
        found += clause.all("inst")
    return found


def _close(draft: Draft, players: list[Mark], marks: list[Mark], leads: bool = False) -> None:
    for player in players:
        want_player(draft, player, leads)
    claim_adjectives(draft, [p for p in players if p.kind == "inst"])
    draft.values["is_closed"] = True
    if any(p.kind == "voice" for p in players):
        draft.sing(next(p for p in players if p.kind == "voice"))
    draft.claim([*players, *marks], "plays alone" if len(players) == 1 else "play, and nobody else")


def _close_or_lead(draft: Draft, clause: Clause, players: list[Mark], only: Mark, following: list[Clause]) -> None:
    is_solo = only.text.lower() in ("solo", "lone", "single")
    after = [m for m in players if m.start >= only.end]
    over = re.search(
        r"\b(?:over|with|above|accompanied by|against|plus)\b", draft.text[only.end : clause.end], re.IGNORECASE
    )
    if is_solo and after and over:
        lead = [m for m in after if m.end <= only.end + over.start()][:1]
        if lead and len(after) > 1:
            _lead(draft, lead, [only])
            return
    chosen = (
        _joined_players(draft, after) if after and len(draft.text[only.end : after[0].start].split()) <= 3 else players
    )
    lists = following if chosen and chosen[-1] in clause.all("inst")[-1:] else []
    others = [m for m in _members_after(draft, lists) if _has_and(draft, lists)] if after else []
    _close(draft, [*chosen, *others], [only], leads=is_solo and len(chosen) == 1)


def _has_and(draft: Draft, clauses: list[Clause]) -> bool:
    return any(re.search(r"\band\b", draft.text[c.start : c.end]) for c in clauses[:4])


def _joined_players(draft: Draft, players: list[Mark]) -> list[Mark]:
    """The players from the first on that "and" or nothing but adjectives joins."""
    kept = players[:1]
    for before, player in pairwise(players):
        if not re.search(r"\b(?:over|in|for|at|then|on)\b", draft.text[before.end : player.start]):
            kept.append(player)
        else:
            break
    return kept
