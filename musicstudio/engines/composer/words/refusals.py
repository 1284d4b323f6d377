# SPDX-License-Identifier: GPL-3.0-or-later
"""Who must not play, where and when."""

import re

from msgspec.structs import replace

from musicstudio.engines.composer.kit_pieces import piece_of
from musicstudio.project.model.sheet import Cue, Event, Place

from ..prompt.lexicon import find_instruments, ids_of
from .clauses import Clause
from .draft import Draft
from .marks import Mark
from .negation import APART
from .places import Stretch
from .wanting import finish_players, is_solo_section, player_names, said_of

_NOT_FAST, _NOT_SLOW = 0.3, 0.7
_LISTABLE = ("chordal", "tune", "inst", "voice", "beyond", "style", "ensemble", "band")


def read_refusals(draft: Draft, clause: Clause, following: list[Clause]) -> None:
    """Everything that the clause refuses, as far as the refusal reaches."""
    for mark in clause.all("lacking"):
        if mark.value == "vocals":
            draft.values["sings"] = False
            draft.said_by.setdefault("sings", mark.text)
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
        if not objects or _only_sets_apart(mark, objects):
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


def _only_sets_apart(mark: Mark, objects: list[Mark]) -> bool:
    """ "4/4 except the bridge, which is in 6/8" refuses nothing."""
    places = [each for each in objects if each.kind == "place"]
    others = {each.kind for each in objects} - {"place"}
    return bool(re.match(APART, mark.value) and places and others & {"meter", "bpm", "level", "key", "pace"})


def _except_there(draft: Draft, mark: Mark, objects: list[Mark], clause: Clause) -> bool:
    """ "No vocals except in the chorus" is vocals there only; "drums except in the bridge" is no drums there."""
    if _all_silent_but(draft, mark, objects, clause):
        return True
    places = [each for each in objects if each.kind == "place" and each.value[0] in ("section", "finale")]
    if not (re.match(rf"{APART}|(?:everything|all)", mark.value) and len(places) == len(objects)):
        return False
    before = [m for m in clause.marks if m.end <= mark.start and m.kind in ("inst", "voice", "band", "ensemble")]
    names = player_names(before)
    if not names:
        return False
    stretch = places[0].value[1][0]
    refused = [m for m in clause.marks if m.kind == "negation" and m.end <= before[0].start]
    if refused:
        for each in before:
            if each.kind == "inst" and each.value in draft.refused:
                draft.refused.remove(each.value)
            if each.kind == "voice":
                draft.values["sings"] = True
        draft.cues.append(Cue("in", names, stretch.start, stretch.end))
    else:
        draft.cues.append(Cue("out", names, stretch.start, stretch.end))
    draft.claims = [c for c in draft.claims if not any(c.start <= m.start and m.end <= c.end for m in before)]
    finish_players(draft, before, [*refused, mark, *places], f"{said_of(names)} {'only' if refused else 'not'} there")
    return True


def _all_silent_but(draft: Draft, mark: Mark, objects: list[Mark], clause: Clause) -> bool:
    """ "Everybody stops except the cello in the bridge": it is alone there."""
    before = [
        m for m in clause.marks if m.end <= mark.start and m.kind in ("stop", "leave", "stay_out", "refused_before")
    ]
    players = [m for m in objects if m.kind in ("inst", "ensemble")]
    if not (re.match(APART, mark.value) and before and players):
        return False
    if before[-1].kind != "stop" and not clause.has("band"):
        return False
    places = [m for m in clause.all("place") if not draft.is_used(m)]
    section = next((m for m in places if m.value[0] == "section"), None)
    moment = next((m for m in places if m.value[0] == "time" and m.value[1][0].start), None)
    if section and moment:  # "a breakdown at 1:00 where everything drops out but the pads"
        kind, at = section.value[1][0].start.section, moment.value[1][0].start
        draft.events.append(Event("section", at, section=kind, words=moment.text))
        draft.claim([section, moment], f"the {kind} begins there")
        draft.section(kind)
        places = [moment]
    stretch = places[0].value[1][0] if places else Stretch(Place(share=0.0), None)
    names = player_names(players)
    end = stretch.end or _next_moment(draft, mark.end) or Place(share=1.0)
    draft.cues.append(Cue("only", names, stretch.start or Place(share=0.0), end))
    bands = [m for m in clause.all("band") if m.end <= mark.start]
    finish_players(draft, players, [mark, *before, *bands, *places[:1]], f"only {said_of(names)} there")
    return True


def _next_moment(draft: Draft, after: int) -> Place | None:
    """The next time that the prompt names: up to there holds what was said before."""
    times = [
        m for m in draft.marks if m.kind == "place" and m.start >= after and m.value[0] in ("time", "bar", "times")
    ]
    return next((m.value[1][0].start for m in times if m.value[1][0].start), None)


def _refuse(draft: Draft, mark: Mark, objects: list[Mark], clause: Clause) -> None:
    if _except_there(draft, mark, objects, clause):
        return
    kinds = [each.kind for each in objects]
    is_solo = "place" in kinds and any(is_solo_section(each) for each in objects)
    if is_solo and kinds[0] in ("inst", "place", "voice"):
        draft.without.append("solo")
        for each in (o for o in objects if o.kind == "inst"):
            draft.want(each.value)  # without its solo it still plays
        draft.claim([mark, *[o for o in objects if o.kind in ("inst", "place", "voice")]], "no solo")
        return
    sections = [each for each in objects if each.kind == "place" and not is_solo_section(each)]
    players = [each for each in objects if each.kind in ("inst", "ensemble", "band")]
    if players and sections:
        stretch = sections[0].value[1][0]
        waits = re.match(r"hold|save|reserve|keep", mark.value) and re.match(r"for\b|until|till", sections[0].text)
        if waits and stretch.start:
            stretch = Stretch(None, replace(stretch.start, number=stretch.start.number or 1), "until")
        names = player_names([each for each in players if each.kind == "inst"], with_pieces=not draft.is_edit)
        draft.cues.append(_out_cue(names, stretch))
        back = re.match(r"\s*(back|off|out)\b", draft.text[players[-1].end : sections[0].start])
        words = [Mark(players[-1].end, players[-1].end + back.end(), "back", None, back[1])] if waits and back else []
        draft.claim([mark, *players, *words, *sections], f"{', '.join(names)} out there")
        return
    before = [m for m in clause.sections if m.end <= mark.start and not draft.is_used(m) and not is_solo_section(m)]
    if players and before and len(draft.text[before[-1].end : mark.start].split()) <= 3:
        names = player_names([each for each in players if each.kind == "inst"], with_pieces=not draft.is_edit)
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
        draft.said_by.setdefault("sings", draft.text[mark.start : each.end])
        draft.claim([mark, each], "nobody sings")
    elif each.kind == "place" and each.value[0] == "section":
        kind = each.value[1][0].start or each.value[1][0].end
        draft.without.append(kind.section)
        draft.claim([mark, each], f"no {kind.section}")
    elif each.kind == "chordal":
        draft.refused.append("chords")
        draft.claim([mark, each], "nobody plays chords")
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
        _move_away(draft, each)
        draft.claim([mark, each], f"moved away from {each.text}")
    elif each.kind == "beyond":
        draft.claim([mark, each], "none is made")
    elif each.kind == "texture":
        draft.claim([mark, each], f"no {each.value}")
    elif each.kind in ("ensemble", "band"):
        draft.refused += [player.name for player in each.value.players] if each.kind == "ensemble" else []
        draft.claim([mark, each], f"no {each.text}")


def _move_away(draft: Draft, mark: Mark) -> None:
    """ "Not too fast", "not sad": a little to the other side."""
    if mark.kind == "pace" and mark.value <= 2:
        draft.values.setdefault("pace", _NOT_FAST if mark.value > 0.5 else _NOT_SLOW)
    elif mark.kind in ("level", "mood"):
        name, level = mark.value if mark.kind == "mood" else ("energy", mark.value)
        draft.values.setdefault("against", []).append((name, level))


def _refuse_players(draft: Draft, marks: list[Mark], negation: Mark) -> None:
    for each in marks:
        name = piece_of(each.text) or _as_wide_as_said(each)
        if (
            each.value == "percussion"
            and re.search(r"percussion", each.text, re.IGNORECASE)
            and "hand" not in each.text.lower()
        ):
            draft.refused.append("drums")  # who wants no percussion wants no kit
        draft.refused.append(name)
        draft.claim([negation, each], f"no {name}")


_WHOLE_KIT = re.compile(r"drum ?(?:kit|set)s?|kits?", re.IGNORECASE)


def _as_wide_as_said(mark: Mark) -> str:
    """Everything that a refused word means: "no electric guitars" is about all of them, "no drum kit" about all
    kits."""
    if _WHOLE_KIT.fullmatch(mark.text):
        return "drums"
    named = next((name for _, _, name in find_instruments(mark.text)), "")
    return named if mark.value in ids_of(named) else str(mark.value)


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
