# SPDX-License-Identifier: GPL-3.0-or-later
"""What a clause says of the piece's course: its form, and how strong and in which direction each section goes."""

import re
from typing import Any

from musicstudio.project.model.sheet import Cue, Event, Place

from ..prompt.shape import find_arcs
from .clauses import Clause
from .draft import Draft
from .marks import Mark
from .unread import free_marks, give_solo, place_at
from .wanting import name_of

_LETTERS = re.compile(r"(?<![\w'])(?:([AB]{3,8}) (?:form|structure)|(A{1,2}BA?|ABAB|AABB|A?BAB)(?! meets))(?![\w'])")
_ALONE_KINDS = ("intro", "outro", "break")
_CALM, _LIVELY = 0.2, 0.85


def read_form(draft: Draft, marks: list[Mark]) -> None:
    """A list of sections, three or more, with nothing said between them, is the form."""
    run: list[Mark] = []
    sizes: list[Mark] = []
    for mark in [*marks, Mark(len(draft.text) + 99, len(draft.text) + 99, "end")]:
        if mark.kind == "bars":
            sizes.append(mark)
            continue
        is_bare = mark.kind == "place" and mark.value[0] == "section" and mark.value[1][0].word == "in"
        between = draft.text[run[-1].end : mark.start] if run else ""
        if mark.kind == "then" and run and not re.search(r"\w", between):
            continue
        between = re.sub(r"[(\[]?\d{1,3}[\s-]*(?:bars?|measures?)[)\]]?(?: of)?", "", between)
        if is_bare and (not run or re.fullmatch(r"(?:[\s,>/+&|:–—\[\]-]|and|then|again|followed by|to|x\d)*", between)):
            run.append(mark)
            continue
        _set_form(draft, run, sizes)
        run = [mark] if is_bare else []
    labels = [m for m in marks if m.kind == "place" and m.value[0] == "section" and _is_label(draft.text, m)]
    if len(labels) > 1:
        draft.values.setdefault("kinds", tuple(place_at(mark).section for mark in labels))
    for match in _LETTERS.finditer(draft.text):
        kinds = tuple("verse" if letter == "A" else "bridge" for letter in match[1] or match[2])
        draft.set("kinds", kinds, Mark(match.start(), match.end(), "form", None, match.group()), "the form")


_REST_OF_LABEL = re.compile(r"\s*\d?\s*(?:[-–:,(]?\s*\d{1,3}\s*(?:bars?|measures?)\)?\s*)?[:\]]", re.IGNORECASE)


def _is_label(text: str, mark: Mark) -> bool:
    """ "[Verse 1]": a section's name in brackets stands where the section stands."""
    return text[: mark.start].rstrip().endswith("[") and _REST_OF_LABEL.match(text[mark.end :]) is not None


def _set_form(draft: Draft, run: list[Mark], sizes: list[Mark]) -> None:
    if len(run) < 3:
        return
    kinds = [mark.value[1][0].start.section for mark in run]
    draft.values["kinds"] = tuple(kinds)
    draft.claim(run, "the form")
    inside = [m for m in sizes if run[0].start - 12 <= m.start and m.end <= run[-1].end + 12]
    is_after = bool(inside) and inside[0].start > run[0].start
    found: dict[str, list[int]] = {}
    for index, mark in enumerate(run):
        following = run[index + 1].start if index + 1 < len(run) else mark.end + 14
        before = run[index - 1].end if index else mark.start - 12
        own = [m for m in inside if (mark.end <= m.start < following if is_after else before <= m.start < mark.start)]
        found.setdefault(kinds[index], []).append(int(own[0].value) if own else 0)
        draft.claim(own[:1], f"how long the {kinds[index]} is")
    for kind, bars in found.items():
        for number, count in enumerate(bars, 1):
            if count:
                draft.section(kind, 0 if len(set(bars)) == 1 else number, bars=count)


def read_sections(draft: Draft, clause: Clause) -> None:
    """How strong a section is, where its tune goes, its pace, its mood, its length, and who plays only there."""
    sections = [m for m in clause.sections if m.value[0] == "section"]
    if not sections:
        return
    about = {id(mark): _nearest(mark, sections) for mark in clause.marks}
    for mark in sections:
        kind, number = place_at(mark).section, place_at(mark).number
        _counted(draft, kind, mark)
        near = [
            m for m in free_marks(draft, list(clause.marks))
            if m not in sections and about[id(m)] is mark and not _is_elsewhere(m, mark, clause)
        ]  # fmt: skip
        if draft.is_used(mark) or len(sections) > 1:
            near = [m for m in near if m.kind != "harmony"]  # said of the whole, or of one of several
        did = _about_section(draft, kind, number, near)
        players = [m for m in near if m.kind == "inst"]
        if draft.is_used(mark):
            continue
        if kind in _ALONE_KINDS and players and mark.start - players[-1].end <= 1:
            _alone_there(draft, kind, number, mark, players)
            continue
        if players and not did and mark.value[1][0].word != "in" and kind != "solo":
            continue
        if kind == "solo" or did or not players:
            _mention(draft, kind, number, mark, near)


def read_solos(draft: Draft, clauses: list[Clause]) -> None:
    """ "Two solos, first the organ, later the guitar": whose each is."""
    for index, clause in enumerate(clauses):
        solos = [
            m for m in clause.sections if place_at(m).section == "solo" and re.search(r"solos$", m.text, re.IGNORECASE)
        ]
        takers: list[tuple[Clause, Mark]] = []
        for following in clauses[index + 1 :] if solos else ():
            players = following.all("inst")
            if len(players) != 1 or not following.has("start", "then"):
                break
            takers.append((following, players[0]))
        if len(takers) < 2:
            continue
        for number, (following, player) in enumerate(takers, 1):
            draft.want(player.value)
            place = Place(section="solo", number=number)
            draft.cues.append(
                Cue("solo", (name_of(player.value),), place, Place(section="solo", number=number, is_end=True))
            )
            draft.claim([player, *following.all("start", "then")], f"{player.text} solo")
        draft.section("solo", 0, count=len(takers))
        draft.claim(solos, "the solos")


_SIZED_APART = ("solo", "intro", "outro", "bridge", "break", "drop", "build")


def read_size_after(draft: Draft, clause: Clause, previous: Clause | None) -> None:
    """ "A bass solo in the middle, 8 bars": so long is the section that was named right before."""
    bars = next(iter(free_marks(draft, clause.all("bars"))), None)
    sections = [m for m in previous.sections if m.value[0] == "section"] if previous else []
    is_bare = bars is not None and not re.search(
        r"[^\W_]",
        re.sub(
            r"\b(?:of|for|lasting|long)\b",
            "",
            draft.text[clause.start : bars.start] + draft.text[bars.end : clause.end],
        ),
    )
    if bars and is_bare and clause.before == "," and len(sections) == 1:
        kind, number = place_at(sections[0]).section, place_at(sections[0]).number
        is_the_piece = kind == "solo" and previous is not None and previous.start == 0 and not previous.moments
        if kind in _SIZED_APART and "kinds" not in draft.values and not is_the_piece:
            draft.section(kind, number, bars=int(bars.value))
            draft.claim(bars, f"how long the {kind} is")


def _alone_there(draft: Draft, kind: str, number: int, mark: Mark, players: list[Mark]) -> None:
    """ "Piano intro": only the piano plays there."""
    for player in players:
        draft.want(player.value)
    names = tuple(dict.fromkeys(name_of(player.value) for player in players))
    place = Place(section=kind, number=number)
    draft.cues.append(Cue("only", names, place, Place(section=kind, number=number, is_end=True)))
    if not any(each.kind == kind for each in draft.sections):
        draft.section(kind, number)
    draft.claim([mark, *players], f"a {kind} for {players[0].text} alone")


def _about_section(draft: Draft, kind: str, number: int, near: list[Mark]) -> bool:
    fields: dict[str, Any] = {}
    used: list[Mark] = []
    levels = [m for m in near if m.kind == "level"]
    if levels:
        fields["energy"], used = levels[-1].value, [*used, *levels]
    for mark in near:
        if (mark.kind in ("up", "down") and any(m.kind in ("tune", "lead") for m in near)) or (
            mark.kind in ("up", "down") and not any(m.kind == "inst" for m in near)
        ):
            fields["contour"] = mark.kind
            used += [mark, *[m for m in near if m.kind in ("tune", "lead")]]
        elif mark.kind in ("half_time", "double_time"):
            fields["feel"] = -1 if mark.kind == "half_time" else 1
            used.append(mark)
        elif mark.kind == "mood":
            name, level = mark.value
            fields["valence" if name == "valence" else "energy"] = (
                level if name in ("valence", "energy") else fields.get("energy")
            )
            used.append(mark)
        elif mark.kind == "mode":
            fields["valence"] = 0.85 if mark.value in ("major", "lydian", "mixolydian") else 0.14
            used.append(mark)
        elif mark.kind in ("bars", "harmony"):
            fields[mark.kind] = mark.value
            used.append(mark)
        elif mark.kind == "rising":
            fields["energy"] = fields.get("energy", _LIVELY)
            used.append(mark)
    if fields:
        draft.section(kind, number, **fields)
        draft.claim(used, f"in the {kind}")
    return bool(fields)


_COUNT = re.compile(r"(?<![\d.:/])(?P<exact>exactly |only |just )?(?P<n>[1-9])(?: \w+)? $", re.IGNORECASE)


def _counted(draft: Draft, kind: str, mark: Mark) -> None:
    """ "Two verses": as many and no more."""
    count = _COUNT.search(draft.text[: mark.start])
    if count and re.search(r"[^s]s$", mark.text.strip(), re.IGNORECASE):
        draft.section(kind, 0, count=int(count["n"]))
        draft.claim(Mark(count.start(), count.end(), "count", None, count.group()), f"{count['n']} of them")
        draft.claim(mark, f"{count['n']} of them")


def _mention(draft: Draft, kind: str, number: int, mark: Mark, near: list[Mark]) -> None:
    """A section that is named must be there."""
    if not any(each.kind == kind for each in draft.sections):
        draft.section(kind, number)
    leaders = [m for m in near if m.kind == "inst"] if kind == "solo" else []
    if leaders:
        give_solo(draft, leaders)
    if mark.value[1][0].word == "in" or kind == "solo":
        draft.claim(mark, f"a {kind}")  # "before each verse", which placed nothing, is told


def _is_elsewhere(word: Mark, section: Mark, clause: Clause) -> bool:
    """Whether a word of strength stands before something else than the section: "gentle folk with drums only in the
    chorus"."""
    if word.kind not in ("level", "mood") or word.end > section.start:
        return False
    between = [m for m in clause.marks if word.end <= m.start and m.end <= section.start]
    return any(m.kind in ("style", "inst", "ensemble", "voice") for m in between)


def _nearest(mark: Mark, sections: list[Mark]) -> Mark:
    """The section that a word belongs to: the next one if it stands right before it, else the nearest."""
    return min(sections, key=lambda s: (s.start - mark.end) if s.start >= mark.end else (mark.start - s.end) + 0.5)


def read_arc(draft: Draft, marks: list[Mark]) -> None:
    """The course of the whole piece's strength: "starts quiet and builds", "crescendo", "fades away"."""
    free = [
        m
        for m in free_marks(draft, marks)
        if m.kind in ("rising", "falling", "start", "level", "then", "place", "mood", "shift", "leave", "join")
    ]
    for start, end, arc in find_arcs(draft.text):
        inside = [m for m in free if start <= m.start < end and m.kind != "place"]
        if any(m.kind == "place" and start <= m.start < end for m in free):
            continue
        if "arc" in draft.values and draft.values["arc"] != arc:
            continue
        draft.values["arc"] = arc
        first = re.match(r"\w+(?: \w+)?", draft.text[start:end])
        last = re.search(r"\w+$", draft.text[start:end])
        ends = [Mark(start + m.start(), start + m.end(), "arc", None, m.group()) for m in (first, last) if m]
        draft.claim([*inside, *ends], "how strong it is over time")
        break
    peaks = [event for event in draft.events if event.kind == "peak"]
    for mark in free:
        if draft.is_used(mark) or mark.kind not in ("rising", "falling"):
            continue
        if peaks:
            draft.claim(mark, "it grows to its loudest moment and gives way after it")
            continue
        levels = [
            m for m in free if m.kind in ("level", "mood") and not draft.is_used(m) and 0 <= m.start - mark.start < 40
        ]
        _bend_arc(draft, mark, levels)
    _opening_level(draft, free)
    _join_opening(draft)
    if "arc" in draft.values and draft.values["arc"][-1][1] > draft.values["arc"][0][1]:
        draft.claim([m for m in free_marks(draft, free) if m.kind == "place" and m.value[0] == "end"], "up to the end")


def _join_opening(draft: Draft) -> None:
    """ "pp at first, crescendo to the end": it begins so, and nothing shifts there."""
    shifts = [e for e in draft.events if e.kind == "shift" and e.at == Place(share=0.0) and e.valence is None]
    if "arc" in draft.values and shifts and shifts[0].energy is not None:
        (_, first), *rest = draft.values["arc"]
        if (first > 0.5) == (shifts[0].energy > 0.5):
            draft.values["arc"] = ((0.0, shifts[0].energy), *rest)
            draft.events = [event for event in draft.events if event not in shifts]


_RISING, _FALLING = ((0.0, 0.12), (1.0, 1.0)), ((0.0, 0.95), (0.6, 0.5), (1.0, 0.05))
_THERE_AND_BACK = ((0.0, 0.12), (0.6, 1.0), (1.0, 0.08))


def _bend_arc(draft: Draft, mark: Mark, levels: list[Mark]) -> None:
    """Growing or fading; growing and then fading is both, and what cannot be had beside what was said is told."""
    wanted = _RISING if mark.kind == "rising" else _FALLING
    known = draft.values.get("arc", wanted)
    goes_up = known[-1][1] > known[0][1]
    if known == wanted or goes_up == (mark.kind == "rising"):
        draft.values["arc"] = known
    elif mark.kind == "falling" and known[-1][1] >= max(level for _, level in known):
        draft.values["arc"] = _THERE_AND_BACK
    else:
        draft.refuse_words(mark, "its course was said otherwise before", "the first is taken")
        return
    draft.claim([mark, *levels], "how strong it is over time")


def _opening_level(draft: Draft, free: list[Mark]) -> None:
    """ "Starts loud", "tender opening, thunderous finale": the ends of an arc."""
    starts = [m for m in free if m.kind == "start" and not draft.is_used(m)]
    for start in starts:
        level = next((m for m in free if m.kind in ("level", "mood") and 0 <= m.start - start.end < 4), None)
        if level and not draft.is_used(level):
            value = level.value if level.kind == "level" else level.value[1]
            if "arc" in draft.values and (draft.values["arc"][0][1] > 0.5) != (value > 0.5):
                draft.refuse_words(level, "its course was said otherwise before", "the first is taken")
                continue
            draft.values.setdefault("arc", ((0.0, value), (1.0, 1.0 - value)))
            draft.claim([start, level], "how it begins")


def read_contour(draft: Draft, clause: Clause) -> None:
    """Where the tune goes, everywhere."""
    tune = next(iter(free_marks(draft, clause.all("tune"))), None)
    for mark in free_marks(draft, clause.all("up", "down")):
        if tune or clause.has("lead"):
            ends = re.search(
                r"\b(?:end of|ends?) (?:each |every |the )?(?:phrase|line)", draft.text[clause.start : clause.end]
            )
            closing = [m for m in free_marks(draft, clause.moments) if m.value[0] == "end"]
            at_ends = bool(ends or closing)
            others = [*closing, *(m for m in free_marks(draft, clause.all("tune")) if m is not tune)]
            draft.set("contour", f"{mark.kind} at ends" if at_ends else mark.kind, mark, "where the tune goes")
            draft.claim([*([tune] if tune else []), *others], "the tune")
            tune = tune or mark


def _read_closing(draft: Draft, clause: Clause) -> None:
    """ "Ends softly", "finishing huge": the last section's strength."""
    for mark in free_marks(draft, clause.all("close")):
        level = next((m for m in free_marks(draft, clause.all("level", "mood")) if 0 <= m.start - mark.end < 12), None)
        if level is None or (level.kind == "mood" and level.value[0] != "energy"):
            continue
        value = level.value if level.kind == "level" else level.value[1]
        words = draft.text[mark.start : level.end]
        draft.events.append(Event("level", Place(share=0.8), energy=value, words=words))
        draft.claim([Mark(mark.start, level.end, "close", None, words), level, mark], "how it ends")


def _ending_of(level: Mark | None, words: str) -> Event:
    """ "A thunderous finale" is strong; "the ending should be hopeful" turns bright."""
    if level is not None and level.kind == "mood" and level.value[0] == "valence":
        return Event("shift", Place(share=0.7), valence=float(level.value[1]), words=words)
    value = (level.value if level.kind == "level" else level.value[1]) if level else 0.95
    return Event("level", Place(share=0.8), energy=value, words=words)


def opening_and_finale(draft: Draft, clause: Clause) -> None:
    """ "Thunderous finale": the last section's strength."""
    _read_closing(draft, clause)
    for mark in free_marks(draft, clause.sections):
        if mark.value[0] == "finale":
            level = next((m for m in free_marks(draft, clause.all("level", "mood"))), None)
            draft.events.append(_ending_of(level, draft.text[clause.start : clause.end].strip()))
            draft.claim([mark, *([level] if level else [])], "how it ends")
    match = re.search(
        r"(?<![\w'])(?:opening|start|beginning)(?! (?:with|of|at|on|in|by|from))(?![\w'])",
        draft.text[clause.start : clause.end],
        re.IGNORECASE,
    )
    if (
        match
        and match.group().lower() != "opening"
        and not any(0 <= clause.start + match.start() - m.end <= 2 for m in clause.all("level", "mood"))
    ):
        match = None  # "a quiet start", not "start quietly"
    level = next((m for m in free_marks(draft, clause.all("level", "mood"))), None)
    if match and level:
        value = level.value if level.kind == "level" else level.value[1]
        start = clause.start + match.start()
        end = clause.start + match.end()
        draft.events.append(Event("level", Place(share=0.0), energy=value, words=draft.text[start:end]))
        words = Mark(start, end, "opening", None, draft.text[start:end])
        draft.claim([level, words, *[m for m in clause.all("start") if m.start >= start]], "how it begins")
