# SPDX-License-Identifier: GPL-3.0-or-later
"""What a clause says of the piece's course: its form, how strong and in which direction each section goes, and what
happens at which moment."""

import re
from typing import Any

from musicstudio.project.model.sheet import Cue, Event, Place

from ..prompt.shape import find_arcs
from .clauses import Clause
from .draft import Draft
from .marks import Mark
from .places import Stretch
from .vocabulary import STEPS

_BEATS = re.compile(r"(?:for |of )?(\d+|a|an|half a) (beats?|bars?|measures?)", re.IGNORECASE)
_LETTERS = re.compile(r"(?<![\w'])([AB]{3,8})(?: form| structure)?(?![\w'])")
_ALONE_KINDS = ("intro", "outro", "break")
_FROM, _TO = Place(share=0.0), Place(share=1.0)
_CALM, _LIVELY = 0.2, 0.85


def read_form(draft: Draft, marks: list[Mark]) -> None:
    """A list of sections, three or more, with nothing said between them, is the form."""
    run: list[Mark] = []
    for mark in [*marks, Mark(len(draft.text) + 99, len(draft.text) + 99, "end")]:
        is_bare = mark.kind == "place" and mark.value[0] == "section" and mark.value[1][0].word == "in"
        between = draft.text[run[-1].end : mark.start] if run else ""
        if mark.kind == "then" and run and not re.search(r"\w", between):
            continue
        if is_bare and (not run or re.fullmatch(r"(?:[\s,>/+&|–—-]|and|then|again|followed by|to|x\d)*", between)):
            run.append(mark)
            continue
        _set_form(draft, run)
        run = [mark] if is_bare else []
    for match in _LETTERS.finditer(draft.text):
        kinds = tuple("verse" if letter == "A" else "bridge" for letter in match[1])
        draft.set("kinds", kinds, Mark(match.start(), match.end(), "form", None, match.group()), "the form")


def _set_form(draft: Draft, run: list[Mark]) -> None:
    if len(run) >= 3:
        draft.values["kinds"] = tuple(mark.value[1][0].start.section for mark in run)
        draft.claim(run, "the form")


def read_moments(draft: Draft, clause: Clause) -> None:
    """Hits, stops, changes of key, tempo, metre and mood at their moments."""
    for read in (_read_section_at, _read_stop, _read_hits, _read_key_change, _read_tempo_change, _read_meter_change, _read_shift):
        read(draft, clause)


def _free(draft: Draft, marks: list[Mark]) -> list[Mark]:
    return [mark for mark in marks if not draft.is_used(mark)]


def _read_section_at(draft: Draft, clause: Clause) -> None:
    """ "Drops at 0:45", "the chorus starts at 0:30": a section that begins at a moment."""
    sections = [m for m in _free(draft, clause.sections) if m.value[0] == "section" and m.value[1][0].word == "in"]
    moments = [m for m in _free(draft, clause.moments) if _is_moment(m)]
    if len(sections) != 1 or len(moments) != 1 or moments[0].start < sections[0].end:
        return
    players = clause.all("inst") if sections[0].value[1][0].start.section == "solo" else []
    players = [m for m in players if m.end <= sections[0].start and sections[0].start - m.end < 3]
    others = [m for m in clause.marks if m not in (*sections, *moments, *players) and m.kind not in _HARMLESS]
    between = draft.text[sections[0].end : moments[0].start]
    if others or not _BEGINS.fullmatch(between):
        return
    kind = sections[0].value[1][0].start.section
    at = moments[0].value[1][0].start
    if players:
        _solo_of(draft, players)
    draft.events.append(Event("section", at, section=kind, words=draft.text[clause.start : clause.end].strip()))
    if not any(each.kind == kind for each in draft.sections):
        draft.section(kind)
    words = Mark(sections[0].end, moments[0].start, "begins", None, between)
    draft.claim([sections[0], words, moments[0]], f"the {kind} begins there")
    draft.claim([m for m in clause.marks if m.kind in ("hit", "join", "start") and not draft.is_used(m)], "it begins")


_HARMLESS = ("hit", "join", "start", "style", "then", "lead", "pace", "rising")
_BEGINS = re.compile(
    r"[\s,]*(?:(?:that |which )?(?:starts?|begins?|hits?|comes?(?: in)?|kicks? in|enters?|arrives?|lands?|is|should be|"
    r"should come(?: in)?|right|exactly|coming(?: in)?|starting|happens?|drops?)[\s,]*)*",
    re.IGNORECASE,
)


def _is_moment(mark: Mark) -> bool:
    stretch = mark.value[1][0]
    return len(mark.value[1]) == 1 and stretch.start is not None and stretch.end is None and stretch.word in ("at", "on", "by", "around", "from", "in", "near", "")


def _read_hits(draft: Draft, clause: Clause) -> None:
    hits = _free(draft, clause.all("hit"))
    places = _free(draft, clause.moments)
    if not hits or not places:
        return
    for mark in places:
        for stretch in mark.value[1]:
            draft.events.append(Event("hit", stretch.start or stretch.end or _TO, words=hits[0].text))
    extra = [m for m in clause.all("inst") if m.value in ("drums", "percussion")]
    if re.search(r"drum|cymbal|snare|gong", " ".join(hit.text for hit in hits), re.IGNORECASE):
        draft.want("drums")
    draft.claim([*hits, *places, *_free(draft, extra)], "a hit there")


def _read_stop(draft: Draft, clause: Clause) -> None:
    stop = next(iter(_free(draft, clause.all("stop"))), None)
    if stop is None:
        return
    beats, bars = 2.0, _BEATS.search(draft.text, clause.start, clause.end)
    marks = [stop]
    if bars:
        amount = 0.5 if bars[1].startswith("half") else 1.0 if bars[1] in ("a", "an") else float(bars[1])
        beats = amount * (4.0 if bars[2].lower().startswith(("bar", "meas")) else 1.0)
        marks += [Mark(bars.start(), bars.end(), "beats", None, bars.group()), *clause.all("bars")]
    place = next(iter(_free(draft, clause.all("place"))), None)
    stretch = place.value[1][0] if place else Stretch(Place(share=0.5))
    is_before = stretch.word in ("before", "until", "till")
    at = stretch.end if is_before and stretch.end else stretch.start or Place(share=0.5)
    draft.events.append(Event("stop", at, beats=-beats if is_before else beats, words=stop.text))
    draft.claim([*marks, *([place] if place else []), *_free(draft, clause.all("join"))], "everybody stops there")


def _read_key_change(draft: Draft, clause: Clause) -> None:
    change = next(iter(_free(draft, clause.all("key_change"))), None)
    keys = _free(draft, clause.all("key"))
    if change:
        for own in [key for key in keys if key.end <= change.start]:
            draft.set("key", own.value, own, "the key")  # "F sharp major with a key change" begins in F sharp
        keys = _free(draft, clause.all("key"))
    shift = next(iter(_free(draft, clause.all("shift"))), None)
    places = _free(draft, clause.all("place"))
    if change is None and not (keys and shift and places):
        return
    steps = next(
        (n for n, words in STEPS if change and re.search(words, draft.text[change.start : clause.end], re.IGNORECASE)),
        2,
    )
    marks = [m for m in (change, shift) if m] + places
    new_key = keys[-1].value if keys else None
    if len(keys) > 1:
        draft.set("key", keys[0].value, keys[0], "the key")
    if keys:
        marks.append(keys[-1])
    at = (places[0].value[1][0].start or places[0].value[1][0].end) if places else Place(section="chorus", number=-1)
    if at and at.section and not at.number:
        at = Place(section=at.section, number=-1, is_end=at.is_end)  # a change of key is kept for the last one
    draft.events.append(
        Event("key", at or _TO, steps=0 if new_key else steps, key=new_key, words=(change or shift or keys[0]).text)
    )
    draft.claim(marks, "the key changes there")


def _read_tempo_change(draft: Draft, clause: Clause) -> None:
    change = next(iter(_free(draft, clause.all("tempo_change"))), None)
    if change is None:
        return
    bpm, factor = change.value
    places = _free(draft, clause.all("place"))
    stretch = places[0].value[1][0] if places else Stretch(None)
    at = stretch.start or stretch.end
    is_slow_end = factor == 0.75 and (at is None or at == _TO)
    draft.events.append(
        Event(
            "slow" if is_slow_end else "tempo",
            at or (_TO if is_slow_end else Place(share=0.5)),
            bpm=bpm,
            beats=factor,
            words=change.text,
        )
    )
    draft.claim([change, *places], "the tempo changes there")


def _read_meter_change(draft: Draft, clause: Clause) -> None:
    meters, sections = _free(draft, clause.all("meter")), _free(draft, clause.sections)
    if meters and sections and not clause.has("inst"):
        place = sections[0].value[1][0].start or sections[0].value[1][0].end
        draft.section(place.section, place.number, meter=meters[0].value)
        draft.claim([meters[0], *sections, *_free(draft, clause.all("shift"))], "the metre changes there")


def _read_shift(draft: Draft, clause: Clause) -> None:
    """A change of mood at a moment: "turns hopeful at 0:20", "mood shift halfway to darker"."""
    moments = _free(draft, clause.moments)
    moods = _free(draft, clause.all("mood", "level"))
    shift = next(iter(_free(draft, clause.all("shift"))), None)
    if not moments or not (shift or moods) or (clause.has("start", "rising", "falling") and not shift):
        return
    if clause.has("inst", "ensemble") and not shift:
        return
    energy = next((m.value for m in moods if m.kind == "level"), None)
    valence = None
    for mood in (m for m in moods if m.kind == "mood"):
        name, level = mood.value
        valence = level if name == "valence" else valence
        energy = level if name == "energy" else energy
    at = moments[0].value[1][0].start or moments[0].value[1][0].end or _TO
    if energy is None and valence is None:
        return  # into what it turns is not known: told
    draft.events.append(
        Event("shift", at, energy=energy, valence=valence, words=draft.text[clause.start : clause.end].strip())
    )
    draft.claim([*([shift] if shift else []), *moods, moments[0]], "the mood changes there")


def read_sections(draft: Draft, clause: Clause) -> None:
    """How strong a section is, where its tune goes, its pace, its mood, its length, and who plays only there."""
    sections = [m for m in clause.sections if m.value[0] == "section"]
    if not sections:
        return
    about = {id(mark): _nearest(mark, sections) for mark in clause.marks}
    for mark in sections:
        kind, number = _place(mark).section, _place(mark).number
        near = [m for m in _free(draft, list(clause.marks)) if m not in sections and about[id(m)] is mark]
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


def _alone_there(draft: Draft, kind: str, number: int, mark: Mark, players: list[Mark]) -> None:
    """ "Piano intro": only the piano plays there."""
    from .wanting import name_of

    for player in players:
        draft.want(player.value)
    names = tuple(dict.fromkeys(name_of(player.value) for player in players))
    place = Place(section=kind, number=number)
    draft.cues.append(Cue("only", names, place, Place(section=kind, number=number, is_end=True)))
    if not any(each.kind == kind for each in draft.sections):
        draft.section(kind, number)
    draft.claim([mark, *players], f"a {kind} for {players[0].text} alone")


def _place(mark: Mark) -> Place:
    stretch = mark.value[1][0]
    place = stretch.start or stretch.end
    assert isinstance(place, Place)
    return place


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
        elif mark.kind == "bars":
            fields["bars"] = mark.value
            used.append(mark)
        elif mark.kind == "rising":
            fields["energy"] = fields.get("energy", _LIVELY)
            used.append(mark)
    if fields:
        draft.section(kind, number, **fields)
        draft.claim(used, f"in the {kind}")
    return bool(fields)


def _mention(draft: Draft, kind: str, number: int, mark: Mark, near: list[Mark]) -> None:
    """A section that is named must be there."""
    if not any(each.kind == kind for each in draft.sections):
        draft.section(kind, number)
    leaders = [m for m in near if m.kind == "inst"] if kind == "solo" else []
    if leaders:
        _solo_of(draft, leaders)
    draft.claim(mark, f"a {kind}")


def _solo_of(draft: Draft, leaders: list[Mark]) -> None:
    """The last named has the tune in the solo."""
    from .wanting import name_of

    draft.want(leaders[-1].value)
    draft.cues.append(
        Cue("solo", (name_of(leaders[-1].value),), Place(section="solo"), Place(section="solo", is_end=True))
    )
    draft.claim(leaders, f"{leaders[-1].text} solo")


def _nearest(mark: Mark, sections: list[Mark]) -> Mark:
    """The section that a word belongs to: the next one if it stands right before it, else the nearest."""
    return min(sections, key=lambda s: (s.start - mark.end) if s.start >= mark.end else (mark.start - s.end) + 0.5)


def read_arc(draft: Draft, marks: list[Mark]) -> None:
    """The course of the whole piece's strength: "starts quiet and builds", "crescendo", "fades away"."""
    free = [
        m
        for m in _free(draft, marks)
        if m.kind in ("rising", "falling", "start", "level", "then", "place", "mood", "shift", "leave", "join")
    ]
    for start, end, arc in find_arcs(draft.text):
        inside = [m for m in free if start <= m.start < end and m.kind != "place"]
        if any(m.kind == "place" and start <= m.start < end for m in free):
            continue
        draft.values.setdefault("arc", arc)
        first = re.match(r"\w+(?: \w+)?", draft.text[start:end])
        last = re.search(r"\w+$", draft.text[start:end])
        ends = [Mark(start + m.start(), start + m.end(), "arc", None, m.group()) for m in (first, last) if m]
        draft.claim([*inside, *ends], "how strong it is over time")
        return
    for mark in free:
        if draft.is_used(mark) or mark.kind not in ("rising", "falling"):
            continue
        levels = [
            m for m in free if m.kind in ("level", "mood") and not draft.is_used(m) and 0 <= m.start - mark.start < 40
        ]
        draft.values.setdefault(
            "arc", ((0.0, 0.12), (1.0, 1.0)) if mark.kind == "rising" else ((0.0, 0.95), (0.6, 0.5), (1.0, 0.05))
        )
        draft.claim([mark, *levels], "how strong it is over time")
    _opening_level(draft, free)


def _opening_level(draft: Draft, free: list[Mark]) -> None:
    """ "Starts loud", "tender opening, thunderous finale": the ends of an arc."""
    starts = [m for m in free if m.kind == "start" and not draft.is_used(m)]
    for start in starts:
        level = next((m for m in free if m.kind in ("level", "mood") and 0 <= m.start - start.end < 4), None)
        if level and not draft.is_used(level):
            value = level.value if level.kind == "level" else level.value[1]
            draft.values.setdefault("arc", ((0.0, value), (1.0, 1.0 - value)))
            draft.claim([start, level], "how it begins")


def read_contour(draft: Draft, clause: Clause) -> None:
    """Where the tune goes, everywhere."""
    tune = next(iter(_free(draft, clause.all("tune"))), None)
    for mark in _free(draft, clause.all("up", "down")):
        if tune or clause.has("lead"):
            ends = re.search(
                r"\b(?:end of|ends?) (?:each |every |the )?(?:phrase|line)", draft.text[clause.start : clause.end]
            )
            closing = [m for m in _free(draft, clause.moments) if m.value[0] == "end"]
            at_ends = bool(ends or closing)
            others = [*closing, *(m for m in _free(draft, clause.all("tune")) if m is not tune)]
            draft.set("contour", f"{mark.kind} at ends" if at_ends else mark.kind, mark, "where the tune goes")
            draft.claim([*([tune] if tune else []), *others], "the tune")
            tune = tune or mark


def _read_closing(draft: Draft, clause: Clause) -> None:
    """ "Ends softly", "finishing huge": the last section's strength."""
    for mark in _free(draft, clause.all("close")):
        level = next((m for m in _free(draft, clause.all("level", "mood")) if 0 <= m.start - mark.end < 12), None)
        if level is None or (level.kind == "mood" and level.value[0] != "energy"):
            continue
        value = level.value if level.kind == "level" else level.value[1]
        words = draft.text[mark.start : level.end]
        draft.events.append(Event("level", Place(share=0.8), energy=value, words=words))
        draft.claim([Mark(mark.start, level.end, "close", None, words), level, mark], "how it ends")


def opening_and_finale(draft: Draft, clause: Clause) -> None:
    """ "Thunderous finale": the last section's strength."""
    _read_closing(draft, clause)
    for mark in _free(draft, clause.sections):
        if mark.value[0] == "finale":
            level = next((m for m in _free(draft, clause.all("level", "mood"))), None)
            value = (level.value if level.kind == "level" else level.value[1]) if level else 0.95
            draft.events.append(
                Event("level", Place(share=0.8), energy=value, words=draft.text[clause.start : clause.end].strip())
            )
            draft.claim([mark, *([level] if level else [])], "how it ends")
    match = re.search(r"(?<![\w'])opening(?! (?:with|of))", draft.text[clause.start : clause.end], re.IGNORECASE)
    level = next((m for m in _free(draft, clause.all("level", "mood"))), None)
    if match and level:
        value = level.value if level.kind == "level" else level.value[1]
        start = clause.start + match.start()
        draft.events.append(Event("level", Place(share=0.0), energy=value, words="opening"))
        draft.claim([level, Mark(start, start + 7, "opening", None, "opening")], "how it begins")
