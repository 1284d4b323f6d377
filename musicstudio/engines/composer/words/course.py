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
        if is_bare and (not run or re.fullmatch(r"(?:[\s,>/+&|:–—-]|and|then|again|followed by|to|x\d)*", between)):
            run.append(mark)
            continue
        _set_form(draft, run, sizes)
        run = [mark] if is_bare else []
    for match in _LETTERS.finditer(draft.text):
        kinds = tuple("verse" if letter == "A" else "bridge" for letter in match[1])
        draft.set("kinds", kinds, Mark(match.start(), match.end(), "form", None, match.group()), "the form")


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


_STRAIGHT = re.compile(
    r"(?:(?:goes?|going|jumps?|get|gets|cut|straight|right|directly) )+(?:straight |right |directly )?in(?:to)?\s*$|"
    r"(?:starts?|starting|begins?|beginning|opens?|opening|kicks? off)(?: straight| right| directly)?(?: with| "
    r"on| at| in)?\s*$",
    re.IGNORECASE,
)


def _read_first_section(draft: Draft, clause: Clause) -> None:
    """ "Straight into the chorus", "starts with the hook": what the song begins with."""
    for mark in _free(draft, clause.sections):
        if mark.value[0] != "section" or clause.has("inst", "ensemble", "voice"):
            continue
        text = draft.text[clause.start : mark.start]
        word = re.match(r"(?:in|into|on|at|with|the|a|from|\s)+", mark.text, re.IGNORECASE)
        lead = _STRAIGHT.search(
            text + (word.group() if word else "").replace("the", "").replace("a ", "").strip() + " "
        )
        lead = lead or _STRAIGHT.search(text)
        kind = _place(mark).section
        if lead and kind not in ("intro", "outro") and not clause.moments:
            draft.events.append(
                Event("section", _FROM, section=kind, words=draft.text[clause.start : clause.end].strip())
            )
            draft.claim(
                [Mark(clause.start + lead.start(), mark.start, "start", None, ""), mark,
                 *_free(draft, clause.all("start", "shift"))], f"it begins with the {kind}")  # fmt: skip
            return


def read_moments(draft: Draft, clause: Clause) -> None:
    """Hits, stops, changes of key, tempo, metre and mood at their moments."""
    _read_first_section(draft, clause)
    for read in (
        _read_section_at,
        _read_solo_beside,
        _read_peak,
        _read_stop,
        _read_hits,
        _read_key_change,
        _read_tempo_change,
        _read_meter_change,
        _read_shift,
    ):
        read(draft, clause)


def _free(draft: Draft, marks: list[Mark]) -> list[Mark]:
    return [mark for mark in marks if not draft.is_used(mark)]


_TAKES_SOLO = re.compile(
    r"\s*(?:then )?(?:takes?|plays?|gets?|has|does|with|having|taking|playing)(?: a| the| its| his| her)?(?: \w+)?\s*$",
    re.IGNORECASE,
)


def _read_solo_beside(draft: Draft, clause: Clause) -> None:
    """ "The sax takes a solo after the second chorus": where the solo lies, and whose it is."""
    solos = [m for m in _free(draft, clause.sections) if _is_kind(m, "solo")]
    others = [m for m in _free(draft, clause.sections) if m not in solos and m.value[0] == "section"]
    if not solos:
        return
    players = [m for m in clause.all("inst") if m.end <= solos[0].start and not draft.is_used(m)]
    between = draft.text[players[-1].end : solos[0].start] if players else ""
    if not between.strip() and not others:
        return  # "cello solo" alone is read with who plays alone
    if players and (between.strip() == "" or _TAKES_SOLO.fullmatch(between)):
        _solo_of(draft, players[-1:])
        words = Mark(players[-1].end, solos[0].start, "takes", None, between)
        draft.claim(([words] if between.strip() else []) + solos[:1], f"{players[-1].text} solo")
        if not any(each.kind == "solo" for each in draft.sections):
            draft.section("solo")
    elif not others:
        return
    if len(others) == 1 and others[0].value[1][0].word in ("after", "before", "until", "till", "in"):
        stretch = others[0].value[1][0]
        if stretch.word == "in":
            return
        place = stretch.start if stretch.word == "after" else stretch.end
        draft.events.append(
            Event("section", place, section="solo", words=draft.text[clause.start : clause.end].strip())
        )
        if not any(each.kind == "solo" for each in draft.sections):
            draft.section("solo")
        draft.claim([*solos, *others], f"the solo lies {stretch.word} the {place.section}")


def _read_peak(draft: Draft, clause: Clause) -> None:
    """ "Loudest moment at 0:40": it grows to there and gives way after it."""
    peak = next(iter(_free(draft, clause.all("peak"))), None)
    places = _free(draft, clause.moments)
    if peak is None or not places or places[0].value[1][0].start is None:
        return
    at = places[0].value[1][0].start
    draft.events.append(Event("peak", at, energy=1.0, words=draft.text[clause.start : clause.end].strip()))
    draft.claim([peak, places[0]], "it is strongest there")


def _is_kind(mark: Mark, kind: str) -> bool:
    return mark.value[0] == "section" and _place(mark).section == kind


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
    r"[\s,]*(?:(?:that |which )?(?:starts?|begins?|hits?|comes?(?: in)?|kicks? in|enters?|arrives?|lands?|is|"
    r"should be|"
    r"should come(?: in)?|right|exactly|coming(?: in)?|starting|happens?|drops?)[\s,]*)*",
    re.IGNORECASE,
)


def _is_moment(mark: Mark) -> bool:
    stretch = mark.value[1][0]
    return (
        len(mark.value[1]) == 1
        and stretch.start is not None
        and stretch.end is None
        and stretch.word in ("at", "on", "by", "around", "from", "in", "near", "")
    )


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
    marks, length_s = [stop], 0.0
    if isinstance(stop.value, tuple):
        unit, count = stop.value
        length_s = count if unit == "s" else 0.0
        beats = 2.0 if unit == "s" else count * (1.0 if unit == "b" and "beat" in stop.text.lower() else 4.0)
    elif bars:
        amount = 0.5 if bars[1].startswith("half") else 1.0 if bars[1] in ("a", "an") else float(bars[1])
        beats = amount * (4.0 if bars[2].lower().startswith(("bar", "meas")) else 1.0)
        marks += [Mark(bars.start(), bars.end(), "beats", None, bars.group()), *clause.all("bars")]
    place = next(iter(_free(draft, clause.all("place"))), None)
    stretch = place.value[1][0] if place else Stretch(Place(share=0.5))
    is_before = stretch.word in ("before", "until", "till")
    at = stretch.end if is_before and stretch.end else stretch.start or Place(share=0.5)
    if place is None and draft.events and (clause.has("then") or clause.before in ("then", ",", "and")):
        at = draft.events[-1].at  # "explosion at 0:20, then two seconds of silence"
    draft.events.append(Event("stop", at, beats=-beats if is_before else beats, length_s=length_s, words=stop.text))
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
    tension = next((level for m in moods if m.kind == "mood" for name, level in [m.value] if name == "tension"), None)
    if valence is None and tension is not None and tension > 0.6:
        valence, energy = 0.2, 0.55 if energy is None else energy
    stretch = moments[0].value[1][0]
    at = stretch.start or stretch.end or _TO
    if stretch.word in ("until", "till", "before") or moments[0].value[0] == "end":
        if energy is None and valence is None:
            return
        at = draft.values.get(
            "told_until", _FROM
        )  # "calm until 0:30, tense until 1:00": each from where the last ended
        if stretch.end is not None:
            draft.values["told_until"] = stretch.end
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
        near = [
            m for m in _free(draft, list(clause.marks))
            if m not in sections and about[id(m)] is mark and not _is_elsewhere(m, mark, clause)
        ]  # fmt: skip
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


def _is_elsewhere(word: Mark, section: Mark, clause: Clause) -> bool:
    """Whether a word of strength stands before something else than the section: "gentle folk with drums only in the
    chorus"."""
    if word.kind not in ("level", "mood") or word.end > section.start:
        return False
    between = [m for m in clause.marks if word.end <= m.start and m.end <= section.start]
    return any(m.kind in ("style", "inst", "ensemble", "voice") for m in between)


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
    level = next((m for m in _free(draft, clause.all("level", "mood"))), None)
    if match and level:
        value = level.value if level.kind == "level" else level.value[1]
        start = clause.start + match.start()
        end = clause.start + match.end()
        draft.events.append(Event("level", Place(share=0.0), energy=value, words=draft.text[start:end]))
        words = Mark(start, end, "opening", None, draft.text[start:end])
        draft.claim([level, words, *[m for m in clause.all("start") if m.start >= start]], "how it begins")
