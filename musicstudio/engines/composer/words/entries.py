# SPDX-License-Identifier: GPL-3.0-or-later
"""Who enters when: first, then, from a moment on."""

import re
from collections.abc import Sequence

from musicstudio.project.model.sheet import Cue, Place

from .clauses import Clause
from .draft import Draft
from .marks import Mark
from .places import Stretch
from .unread import stops_of_players
from .wanting import finish_players, player_names, said_of, stretch_of

_THEY = re.compile(r"(?<![\w'])(?:they|it|those|both|then return)(?![\w'])", re.IGNORECASE)
"""Who was named in the clause before."""
_ONLY_THERE = re.compile(r"^only\b|\bonly$", re.IGNORECASE)


def read_cues(draft: Draft, clause: Clause, previous: Clause | None = None, following: Sequence[Clause] = ()) -> None:
    """Who comes in, goes out, opens, or is alone for a while. previous: the clause before, which may open a chain."""
    players = [m for m in clause.all("inst", "band", "ensemble", "voice") if not draft.is_used(m)]
    verbs = clause.all("leave", "join", "stay_out")
    goes_on = (
        verbs and clause.before in ("and", "then") and not draft.text[clause.start : verbs[0].start].strip(" then")
    )
    if not players and goes_on and previous:  # "drums stop at 0:30 and come back at 0:38"
        players = previous.all("inst", "band", "ensemble", "voice")
    if not players and verbs and previous and _THEY.search(draft.text, clause.start, verbs[0].end):
        players = previous.all("inst", "band", "ensemble", "voice")
    if not players and verbs and not draft.is_edit:  # who was taken as a member of the band enters all the same
        players = [m for m in clause.all("inst") if m.end <= verbs[0].start][-1:] if stretch_of(draft, clause) else []
    if len(players) > 1 and verbs and re.search(r"\b(?:that|which|who)\s*$", draft.text[clause.start : verbs[0].start]):
        players = [m for m in players if m.end <= verbs[0].start][-1:]  # "drums and a line of brass that enters"
    where = stretch_of(draft, clause)
    if not players and previous and where and _ONLY_THERE.search(where[1].text):
        players = previous.all("inst", "band", "ensemble")  # "strings, chorus only"
    names = player_names(players, with_pieces=not draft.is_edit)
    starts = clause.first("start")
    only = clause.first("only")
    joins = clause.all("join", "bring")
    leaves = [*clause.all("leave"), *stops_of_players(draft, clause)]
    waits = clause.all("stay_out")
    if not players:
        return
    if _bars_of(draft, clause, players, names):
        return
    begins_there = starts and where and starts.start >= players[-1].end and where[1].value[0] != "start"
    lasting = next((m for m in clause.moments if m.value[0] == "for" and not draft.is_used(m)), None)
    if (
        leaves
        and lasting
        and where
        and where[0].start
        and _rest(draft, players, names, where, lasting, [*leaves, *joins])
    ):
        return
    if (
        starts
        and begins_there
        and not joins
        and re.fullmatch(r"(?:starts?|begins?|starting|beginning)", starts.text, re.IGNORECASE)
    ):
        _enter(draft, players, names, [starts], where, clause.all("then", "only"), clause.all("later"))
    elif starts and not joins and names:
        _open(draft, clause, players, names, [starts, *([only] if only else [])])
    elif waits and where:
        stretch, mark = where
        cue = (
            Cue("enter", names, stretch.end or stretch.start)
            if stretch.word in ("until", "till", "before")
            else Cue("out", names, stretch.start, stretch.end)
        )
        draft.cues.append(cue)
        finish_players(draft, players, [*waits, mark, *([only] if only else [])], f"{said_of(names)} silent there")
    elif joins and not (only and where and all(join.kind == "bring" for join in joins)):
        _enter(draft, players, names, joins, where, [*clause.all("then", "only")], clause.all("later"))
    elif leaves:
        start, end = (where[0].start, where[0].end) if where else (Place(share=0.5), None)
        if where and where[0].word in ("until", "before", "till"):
            start, end = Place(share=0.0), where[0].end
        spoken = next((m for m in clause.all("length") if not draft.is_used(m)), None)
        if spoken and end is None and start and start.seconds is not None and _FOR.search(draft.text[: spoken.start]):
            end = Place(seconds=start.seconds + float(spoken.value))
            draft.claim(spoken, "for how long")
        draft.cues.append(Cue("out" if end else "leave", names, start, end))
        finish_players(draft, players, [*leaves, *([where[1]] if where else [])], f"{said_of(names)} rests there")
    elif clause.has("then", "later") and (draft.order or _opens_chain(draft, previous)):
        _enter(draft, players, names, [], where, clause.all("then", "only"), clause.all("later"))
    elif where and where[1].value[0] == "ending" and not clause.has("hit"):
        draft.cues.append(Cue("only", names, Place(bar=-4), Place(share=1.0)))
        finish_players(draft, players, [where[1], *([only] if only else [])], f"ends with {said_of(names)}")
    elif only and where:
        stretch, mark = where
        draft.cues.append(Cue("only", names, stretch.start or Place(share=0.0), stretch.end or _next_moment(following)))
        if (stretch.start or Place()) == Place(share=0.0) and not draft.order:
            draft.order = 1
            if stretch.end and stretch.end.bar > 1:
                draft.values["told_bars"] = draft.values["told_step"] = stretch.end.bar - 1
        finish_players(draft, players, [only, mark, *clause.all("bring")], f"only {said_of(names)} there")
    elif where and where[1].value[0] == "section" and _ONLY_THERE.search(where[1].text):
        stretch, mark = where
        is_alone = mark.text.lower().endswith("only") and mark.end <= players[0].start  # "verse only bass and drums"
        draft.cues.append(Cue("only" if is_alone else "in", names, stretch.start, stretch.end))
        caused = f"only {said_of(names)} there" if is_alone else f"{said_of(names)} only there"
        finish_players(draft, players, [mark], caused)
    elif clause.has("rising", "falling") and not clause.has("band") and _grow(draft, clause, players, where):
        return
    elif (
        where
        and where[1].value[0] not in ("section",)
        and not clause.has(
            "hit",
            "stop",
            "shift",
            "lead",
            "led_by",
            "rising",
            "falling",
            "up",
            "down",
            "level",
            "tempo_change",
            "key_change",
        )
    ):
        stretch, mark = where
        start = stretch.start or (draft.events[-1].at if clause.has("then") and draft.events else Place(share=0.0))
        draft.cues.append(Cue("in" if stretch.end else "enter", names, start, stretch.end))
        finish_players(draft, players, [mark], f"{said_of(names)} there")


_FOR = re.compile(r"\b(?:for|during)(?: about| just| only)?\s*$", re.IGNORECASE)


def _rest(
    draft: Draft,
    players: list[Mark],
    names: tuple[str, ...],
    where: tuple[Stretch, Mark],
    lasting: Mark,
    verbs: list[Mark],
) -> bool:
    """ "At 0:12 the drums drop out for 4 seconds and then return"."""
    start, length = where[0].start, lasting.value[1][0].end
    if start is None or length is None or where[1] is lasting:
        return False
    if start.seconds is not None and length.seconds is not None:
        end = Place(seconds=start.seconds + length.seconds)
    elif start.bar and length.bar:
        end = Place(bar=start.bar + length.bar - 1)
    else:
        return False
    draft.cues.append(Cue("out", names, start, end))
    finish_players(draft, players, [*verbs, where[1], lasting], f"{said_of(names)} rests there")
    return True


def _bars_of(draft: Draft, clause: Clause, players: list[Mark], names: tuple[str, ...]) -> bool:
    """ "8 bars of drums, then 4 bars of bass": who is alone for how long, one after the other from the start."""
    bars = next((m for m in clause.all("bars") if not draft.is_used(m)), None)
    counted = next((m for m in clause.moments if m.value[0] == "for" and not draft.is_used(m)), None)
    if (
        bars is None
        and counted
        and counted.value[1][0].end
        and counted.value[1][0].end.bar > 1
        and clause.has("start", "only")
    ):
        last = counted.value[1][0].end.bar - 1
        draft.values["told_bars"] = draft.values["told_step"] = last
        draft.order = max(draft.order, 1)
        draft.cues.append(Cue("only", names, Place(bar=1), Place(bar=1 + last)))
        finish_players(
            draft, players, [*clause.all("only", "start"), counted], f"only {said_of(names)} for {last} bars"
        )
        return True
    alone = re.match(
        r"(?: the)?(?: alone| only| solo| by (?:itself|themselves))? for (?:the first )?", draft.text[players[-1].end :]
    )
    if bars and alone and players[-1].end + alone.end() == bars.start and clause.has("start", "only"):
        draft.values["told_bars"] = draft.values["told_step"] = int(bars.value)
        draft.order = max(draft.order, 1)
        draft.cues.append(Cue("only", names, Place(bar=1), Place(bar=1 + int(bars.value))))
        others = [*clause.all("only", "start"), bars]
        finish_players(draft, players, others, f"only {said_of(names)} for {bars.text}")
        return True
    if bars is None or not re.fullmatch(
        r"\s*(?:of|for)(?: just| only| solo)?(?: the| a)?\s*", draft.text[bars.end : players[0].start], re.IGNORECASE
    ):
        return False
    first = draft.values.get("told_bars", 0)
    draft.values["told_bars"] = first + int(bars.value)
    draft.cues.append(Cue("only", names, Place(bar=first + 1), Place(bar=first + 1 + int(bars.value))))
    draft.order = max(draft.order, 1)
    others = [*clause.all("only"), *clause.all("start"), *clause.all("then")]
    finish_players(draft, players, [bars, *others], f"only {said_of(names)} for {bars.text}")
    return True


def _grow(draft: Draft, clause: Clause, players: list[Mark], where: tuple[Stretch, Mark] | None) -> bool:
    """ "The strings get louder towards the end": somebody grows or fades over the piece."""
    change = next((m for m in clause.all("rising", "falling") if not draft.is_used(m)), None)
    named = [m for m in players if m.kind == "inst" and change and m.end <= change.start]
    if change is None or not named or (where and where[1].value[0] not in ("end", "half", "last")):
        return False
    manner = "growing" if change.kind == "rising" else "fading"
    for mark in named:
        draft.want(mark.value, manner=(manner,))
    draft.claim([*named, change, *([where[1]] if where else [])], f"{manner} {named[0].text}")
    return True


def _next_moment(following: Sequence[Clause]) -> Place | None:
    """The next moment that the prompt names: there what was said before ends."""
    for clause in following:
        for mark in clause.moments:
            stretch: Stretch = mark.value[1][0]
            return stretch.start or stretch.end
    return None


def _opens_chain(draft: Draft, previous: Clause | None) -> bool:
    """ "Flute, followed by harp": who was named before is the first of the chain."""
    players = previous.all("inst", "ensemble") if previous else []
    if not players:
        return False
    draft.order = 1
    draft.cues.append(Cue("only", player_names(players), Place(share=0.0), None, order=1))
    finish_players(
        draft, [m for m in players if not draft.is_used(m)], [], f"opens with {said_of(player_names(players))}"
    )
    return True


def _open(draft: Draft, clause: Clause, players: list[Mark], names: tuple[str, ...], marks: list[Mark]) -> None:
    draft.order = 1
    where = next((m for m in clause.all("place") if m.value[0] == "start" or "intro" in m.text.lower()), None)
    draft.cues.append(Cue("only", names, Place(share=0.0), None, order=1))
    finish_players(draft, players, [*marks, *([where] if where else [])], f"opens with {said_of(names)}")


def _enter(
    draft: Draft,
    players: list[Mark],
    names: tuple[str, ...],
    verbs: list[Mark],
    where: tuple[Stretch, Mark] | None,
    others: list[Mark],
    bars: Sequence[Mark] = (),
) -> None:
    before = next((m for m in others if m.kind == "then" and m.text.lower().endswith("before")), None)
    known = [each for each in draft.sections if each.kind]
    if before and known and where is None:  # "an intro of 16 bars before the beat kicks in"
        place = Place(section=known[-1].kind, number=known[-1].number or 1, is_end=True)
        draft.cues.append(Cue("enter", names, place))
        finish_players(draft, players, [*verbs, *others], f"{said_of(names)} enters after the {known[-1].kind}")
        return
    counted = draft.values.get("told_bars")
    if counted is None and bars:
        counted = 4 * max(1, draft.order)
    if where:
        stretch, mark = where
        gone = next((c for c in draft.cues if c.verb == "leave" and c.players == names and c.start), None)
        if gone and stretch.start:
            draft.cues[draft.cues.index(gone)] = Cue("out", names, gone.start, stretch.start)
        else:
            draft.cues.append(Cue("enter", names, stretch.start or stretch.end))
        others = [*others, mark]
    elif counted is not None:
        later = next((m for m in bars if not draft.is_used(m)), None)
        if later:
            counted = draft.values.get("told_entry", counted) + int(later.value)
            others = [*others, later]
        draft.values["told_entry"] = counted
        draft.values["told_bars"] = counted + (draft.values.get("told_step", 0) if later is None else 0)
        draft.cues.append(Cue("enter", names, Place(bar=counted + 1)))
    else:
        draft.order = max(draft.order, 1) + 1
        draft.cues.append(Cue("enter", names, order=draft.order))
    finish_players(draft, players, [*verbs, *others], f"{said_of(names)} enters")
