# SPDX-License-Identifier: GPL-3.0-or-later
"""What a clause says of players: who is wanted, refused, alone, leading, and who comes and goes when."""

import re
from collections.abc import Sequence
from itertools import pairwise

from musicstudio.project.model.sheet import Cue, Place

from ..prompt.lexicon import ids_of, role_of
from .clauses import Clause
from .draft import Draft
from .ensembles import GROUP
from .marks import Mark
from .places import Stretch

EVERYBODY = "*"
_SPARSE = re.compile(
    r"(?:minimal|barely any|hardly any|very little|little|sparse|subtle|light|few|a touch of|a hint of|a little|"
    r"understated|restrained|unobtrusive|discreet|next to no|almost no)(?: and \w+)?(?: hand| bit of)?\s*$"
)
_SOFT = re.compile(r"(?:soft|gentle|quiet|delicate|mellow|muffled|warm|tender|light)\s*$")
_LOUD = re.compile(
    r"(?:loud|louder|big|huge|driving|pounding|heavy|thundering|bold|massive|powerful|heroic|soaring)\s*$"
)
_BUSY = re.compile(r"(?:busy|busier|frantic|dense|rolling|intricate|complex|fast)\s*$")
_WITH = re.compile(r"\b(?:with|plus|including|has|having|featuring|add|over|and|on)\b", re.IGNORECASE)
_UNPITCHED = frozenset({"drums", "percussion"})


def name_of(name: str) -> str:
    """How a player is named in the sheet: the catalogue id that a word means first, else its role, else the word."""
    return (ids_of(name) or (role_of(name) or name,))[0]


def read_refusals(draft: Draft, clause: Clause, following: list[Clause]) -> None:
    """Everything that the clause refuses, as far as the refusal reaches."""
    for mark in clause.all("lacking"):
        if mark.value == "vocals":
            draft.values["sings"] = False
        else:
            draft.refused.append(mark.value)
        draft.claim(mark, f"no {mark.value}")
    for mark in clause.all("refused_before"):
        before = [m for m in clause.marks if m.end <= mark.start and m.kind in ("inst", "voice")][-1:]
        if before:
            _refuse_one(draft, mark, before[0])
    for index, mark in enumerate(clause.marks):
        if mark.kind != "negation" or draft.is_used(mark):
            continue
        objects = _objects(draft, clause, index)
        if not objects:
            continue
        _refuse(draft, mark, objects, clause)
        if objects[-1].kind == "inst" and clause.marks[-1] is objects[-1]:
            for other in _listed_after(draft, following):
                _refuse_players(draft, [other], mark)


def _objects(draft: Draft, clause: Clause, index: int) -> list[Mark]:
    """What follows a refusal up to a turn: "no piano, but", "no guitars with heavy drums"."""
    mark = clause.marks[index]
    found: list[Mark] = []
    place = mark.end
    for other in clause.marks[index + 1 :]:
        between = draft.text[place : other.start].lower()
        if re.search(
            r"\b(?:but|with|just|only|yet|however|then|plus|instead|at|please|so)\b", between
        ) or other.kind in ("only", "negation", "then"):
            break
        if found and other.kind not in _LISTABLE and found[-1].kind in _LISTABLE:
            if other.kind == "place":
                found.append(other)
            break
        found.append(other)
        place = other.end
    return [each for each in found if not draft.is_used(each)]


_LISTABLE = ("inst", "voice", "beyond", "style", "ensemble", "band")


def _refuse(draft: Draft, mark: Mark, objects: list[Mark], clause: Clause) -> None:
    kinds = [each.kind for each in objects]
    is_solo = "place" in kinds and any(_is_solo(each) for each in objects)
    if is_solo and kinds[0] in ("inst", "place", "voice"):
        draft.without.append("solo")
        draft.claim([mark, *[o for o in objects if o.kind in ("inst", "place", "voice")]], "no solo")
        return
    sections = [each for each in objects if each.kind == "place" and each.value[0] == "section"]
    players = [each for each in objects if each.kind in ("inst", "ensemble", "band")]
    if players and sections:
        stretch = sections[0].value[1][0]
        names = tuple(name_of(each.value) for each in players if each.kind == "inst")
        draft.cues.append(_out_cue(names, stretch))
        draft.claim([mark, *players, *sections], f"{', '.join(names)} out there")
        return
    before = [m for m in clause.sections if m.end <= mark.start and not draft.is_used(m) and not _is_solo(m)]
    if players and before and len(draft.text[before[-1].end : mark.start].split()) <= 3:
        names = tuple(name_of(each.value) for each in players if each.kind == "inst")
        stretch = before[-1].value[1][0]
        draft.cues.append(Cue("out", names, stretch.start, stretch.end))
        draft.claim([mark, *players, before[-1]], f"{', '.join(names)} out there")
        return
    for each in objects:
        _refuse_one(draft, mark, each)


def _out_cue(names: tuple[str, ...], stretch: Stretch) -> Cue:
    """ "No drums until the chorus" is an entrance; "no drums in the bridge" a rest."""
    if stretch.word in ("until", "till", "before"):
        return Cue("enter", names, stretch.end)
    return Cue("out", names, stretch.start, stretch.end)


def _refuse_one(draft: Draft, mark: Mark, each: Mark) -> None:
    if each.kind == "inst":
        _refuse_players(draft, [each], mark)
    elif each.kind == "voice":
        draft.values["sings"] = False
        draft.claim([mark, each], "nobody sings")
    elif each.kind == "place" and each.value[0] == "section":
        kind = each.value[1][0].start or each.value[1][0].end
        draft.without.append(kind.section)
        draft.claim([mark, each], f"no {kind.section}")
    elif each.kind == "rhythm":
        draft.refused += each.value
        draft.claim([mark, each], "no rhythm")
    elif each.kind in ("tune", "lead"):
        draft.refused.append("melody")
        draft.claim([mark, each], "no melody")
    elif each.kind == "style":
        draft.banned.append((mark.start, each.end))
        draft.claim([mark, each], f"not {each.text}")
    elif each.kind in ("mood", "level", "pace"):
        draft.banned.append((mark.start, each.end))
        draft.values.setdefault("against", []).append(each)
        draft.claim([mark, each], f"moved away from {each.text}")
    elif each.kind == "beyond":
        draft.claim([mark, each], "none is made")
    elif each.kind == "texture":
        draft.claim([mark, each], f"no {each.value}")
    elif each.kind in ("ensemble", "band"):
        draft.refused += [player.name for player in each.value.players] if each.kind == "ensemble" else []
        draft.claim([mark, each], f"no {each.text}")


def _refuse_players(draft: Draft, marks: list[Mark], negation: Mark) -> None:
    for each in marks:
        draft.refused.append(each.value)
        draft.claim([negation, each], f"no {each.value}")


def _listed_after(draft: Draft, following: list[Clause]) -> list[Mark]:
    """Instruments in the comma list after a refusal; the list counts only when "and", "or" or "nor" closes it."""
    found: list[Mark] = []
    for clause in following:
        if clause.before != "," or not clause.marks or any(mark.kind != "inst" for mark in clause.marks):
            return []
        found += clause.all("inst")
        words = draft.text[clause.start : clause.end].lower()
        if re.search(r"\b(?:and|or|nor)\b", words):
            return found
        if not re.fullmatch(r"[\s\w-]*", words):
            return []
    return []


def _is_solo(mark: Mark) -> bool:
    return mark.kind == "place" and any((s.start or Place()).section == "solo" for s in mark.value[1])


def read_cues(draft: Draft, clause: Clause, previous: Clause | None = None, following: Sequence[Clause] = ()) -> None:
    """Who comes in, goes out, opens, or is alone for a while. previous: the clause before, which may open a chain."""
    players = [m for m in clause.all("inst", "band", "ensemble", "voice") if not draft.is_used(m)]
    names = _names(players)
    where = _stretch(draft, clause)
    starts = clause.first("start")
    only = clause.first("only")
    joins = clause.all("join", "bring")
    leaves = clause.all("leave")
    waits = clause.all("stay_out")
    if not players:
        return
    if starts and not joins and names:
        _open(draft, clause, players, names, [starts, *([only] if only else [])])
    elif waits and where:
        stretch, mark = where
        cue = (
            Cue("enter", names, stretch.end or stretch.start)
            if stretch.word in ("until", "till", "before")
            else Cue("out", names, stretch.start, stretch.end)
        )
        draft.cues.append(cue)
        _finish(draft, players, [*waits, mark, *([only] if only else [])], f"{_said(names)} silent there")
    elif joins and not (only and where and all(join.kind == "bring" for join in joins)):
        _enter(draft, players, names, joins, where, [*clause.all("then", "only")])
    elif leaves:
        start, end = (where[0].start, where[0].end) if where else (Place(share=0.5), None)
        if where and where[0].word in ("until", "before", "till"):
            start, end = Place(share=0.0), where[0].end
        draft.cues.append(Cue("out" if end else "leave", names, start, end))
        _finish(draft, players, [*leaves, *([where[1]] if where else [])], f"{_said(names)} rests there")
    elif clause.has("then") and (draft.order or _opens_chain(draft, previous)):
        _enter(draft, players, names, [], where, clause.all("then", "only"))
    elif where and where[1].value[0] == "ending" and not clause.has("hit"):
        draft.cues.append(Cue("only", names, Place(bar=-4), Place(share=1.0)))
        _finish(draft, players, [where[1], *([only] if only else [])], f"ends with {_said(names)}")
    elif only and where:
        stretch, mark = where
        draft.cues.append(Cue("only", names, stretch.start or Place(share=0.0), stretch.end or _next_moment(following)))
        if (stretch.start or Place()) == Place(share=0.0) and not draft.order:
            draft.order = 1
        _finish(draft, players, [only, mark, *clause.all("bring")], f"only {_said(names)} there")
    elif where and where[1].value[0] not in ("section",) and not clause.has("hit", "stop", "shift", "lead", "led_by"):
        stretch, mark = where
        draft.cues.append(Cue("in" if stretch.end else "enter", names, stretch.start or Place(share=0.0), stretch.end))
        _finish(draft, players, [mark], f"{_said(names)} there")


def _next_moment(following: Sequence[Clause]) -> Place | None:
    """The next moment that the prompt names: there what was said before ends."""
    for clause in following:
        for mark in clause.moments:
            return mark.value[1][0].start or mark.value[1][0].end  # type: ignore[no-any-return]
    return None


def _opens_chain(draft: Draft, previous: Clause | None) -> bool:
    """ "Flute, followed by harp": who was named before is the first of the chain."""
    players = previous.all("inst", "ensemble") if previous else []
    if not players:
        return False
    draft.order = 1
    draft.cues.append(Cue("only", _names(players), Place(share=0.0), None, order=1))
    _finish(draft, [m for m in players if not draft.is_used(m)], [], f"opens with {_said(_names(players))}")
    return True


def _open(draft: Draft, clause: Clause, players: list[Mark], names: tuple[str, ...], marks: list[Mark]) -> None:
    draft.order = 1
    where = next(iter(clause.all("place")), None)
    draft.cues.append(Cue("only", names, Place(share=0.0), None, order=1))
    _finish(draft, players, [*marks, *([where] if where else [])], f"opens with {_said(names)}")


def _enter(
    draft: Draft,
    players: list[Mark],
    names: tuple[str, ...],
    verbs: list[Mark],
    where: tuple[Stretch, Mark] | None,
    others: list[Mark],
) -> None:
    if where:
        stretch, mark = where
        draft.cues.append(Cue("enter", names, stretch.start or stretch.end))
        others = [*others, mark]
    else:
        draft.order = max(draft.order, 1) + 1
        draft.cues.append(Cue("enter", names, order=draft.order))
    _finish(draft, players, [*verbs, *others], f"{_said(names)} enters")


def _finish(draft: Draft, players: list[Mark], marks: list[Mark], caused: str) -> None:
    for player in players:
        _want(draft, player)
    draft.claim([*players, *marks], caused)


def _want(draft: Draft, mark: Mark, leads: bool = False) -> None:
    if mark.kind == "inst":
        draft.want(mark.value, leads, _manner(draft, mark), _count(draft, mark))
    elif mark.kind == "ensemble":
        for player in mark.value.players:
            draft.want(player.name, leads, count=player.count)
    elif mark.kind == "voice" and mark.value != "none":
        draft.values["sings"] = True


def _count(draft: Draft, mark: Mark) -> int:
    """ "3 violins": a small number right before a plural."""
    number = re.search(r"(?<![\d.:/])([2-6]) $", draft.text[: mark.start])
    if not number or not mark.text.lower().endswith(("s", "i")):
        return 1
    draft.claim(Mark(number.start(1), number.end(1), "count", None, number[1]), f"{number[1]} {mark.text}")
    return int(number[1])


def _names(marks: list[Mark]) -> tuple[str, ...]:
    names: list[str] = []
    for mark in marks:
        if mark.kind == "inst":
            names.append(name_of(mark.value))
        elif mark.kind == "ensemble":
            names += [player.name for player in mark.value.players]
        elif mark.kind == "band":
            names.append(EVERYBODY)
        elif mark.kind == "voice" and mark.value != "none":
            names.append("vocals")
    return tuple(dict.fromkeys(names))


def _said(names: tuple[str, ...]) -> str:
    return " and ".join("everybody" if name == EVERYBODY else name.replace("_", " ") for name in names)


def _stretch(draft: Draft, clause: Clause) -> tuple[Stretch, Mark] | None:
    """The place that the clause names, times before sections."""
    marks = [m for m in (*clause.moments, *clause.sections) if not draft.is_used(m) and not _is_solo(m)]
    return (marks[0].value[1][0], marks[0]) if marks else None


def _manner(draft: Draft, mark: Mark) -> tuple[str, ...]:
    """Adjectives right before a player: sparse, soft, loud, busy; "counter-melody" and the like right after."""
    before = draft.text[max(0, mark.start - 40) : mark.start].lower()
    manner = []
    if _SPARSE.search(before) and (mark.value in _UNPITCHED or role_of(mark.value) in _UNPITCHED):
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
        for finder in (_SPARSE, _SOFT, _LOUD, _BUSY):
            match = finder.search(before)
            if match and _manner(draft, mark):
                draft.claim(
                    Mark(match.start(), mark.start, "adjective", None, match.group()),
                    f"{' '.join(_manner(draft, mark))} {mark.text}",
                )
                break


def read_leaders(draft: Draft, clause: Clause, is_first: bool) -> None:
    """Who has the tune."""
    players = [m for m in clause.all("inst", "ensemble") if not draft.is_used(m)]
    if not players:
        return
    led_by = clause.first("led_by")
    if led_by:
        after = [m for m in players if m.start >= led_by.end]
        if after:
            _lead(draft, after[:1], [led_by])
            return
    suffix = next((m for m in players if re.match(r"-(?:led|driven|based)\b", draft.text[m.end :])), None)
    if suffix:
        end = suffix.end + len(re.match(r"-(?:led|driven|based)", draft.text[suffix.end :]).group())  # type: ignore[union-attr]
        _lead(draft, [suffix], [Mark(suffix.end, end, "lead", None, "-led")])
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


def _lead(draft: Draft, players: list[Mark], marks: list[Mark]) -> None:
    for player in players:
        _want(draft, player, leads=True)
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
    solo = next((m for m in clause.sections if _is_solo(m) and not draft.is_used(m)), None)
    if ensemble:
        _close_ensemble(draft, ensemble, players, following)
    elif group and not any(g.start < group.end() and group.start() < g.end for g in clause.marks):
        others = _members_after(draft, following)
        _close(draft, [*players, *others], [Mark(group.start(), group.end(), "group", None, group.group())])
    elif only and not clause.has("join", "start", "leave") and not _stretch(draft, clause):
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
        _close(draft, players[-1:], [solo], leads=True)


def _alone_from_there(draft: Draft, players: list[Mark], only: Mark, clause: Clause) -> None:
    """ "Full stop at 2:40, then piano only": alone from that moment to the end."""
    event = draft.events[-1] if draft.events else None
    start = event.at if event else Place(section="last", number=-1)
    draft.cues.append(Cue("only", _names(players), start, Place(share=1.0)))
    _finish(draft, players, [only, *clause.all("then")], f"only {_said(_names(players))} from there")


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
    if ensemble.value.sings:
        draft.values["sings"] = True


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
        _want(draft, player, leads)
    claim_adjectives(draft, [p for p in players if p.kind == "inst"])
    draft.values["is_closed"] = True
    if any(p.kind == "voice" for p in players):
        draft.values["sings"] = True
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


def read_wanted(draft: Draft, clause: Clause) -> None:
    """Everybody else who is named is wanted."""
    for mark in [m for m in clause.all("inst", "ensemble") if not draft.is_used(m)]:
        _want(draft, mark)
        for manner in clause.all("manner"):
            if (
                mark.kind == "inst"
                and not draft.is_used(manner)
                and manner.value != "walking"
                and abs(manner.start - mark.end) < 14
            ):
                draft.want(mark.value, manner=(manner.value,))
                draft.claim(manner, f"{manner.value} {mark.text}")
        draft.claim(mark, f"{mark.text} plays")
        if mark.kind == "inst":
            claim_adjectives(draft, [mark])
