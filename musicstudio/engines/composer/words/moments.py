# SPDX-License-Identifier: GPL-3.0-or-later
"""What a clause says of moments: hits, stops, peaks, sections at a time, and turns of key, tempo and metre."""

import re

from musicstudio.project.model.sheet import Event, Place

from .clauses import Clause
from .draft import Draft
from .marks import Mark
from .places import Stretch
from .tempo_turns import read_tempo_change
from .unread import free_marks, give_solo, place_at, stops_of_players
from .vocabulary import STEPS

_BEATS = re.compile(r"(?:for |of )?(\d+|a|an|half a) (beats?|bars?|measures?)", re.IGNORECASE)
_LAST_KEY = 0.64
_FROM, _TO = Place(share=0.0), Place(share=1.0)
_STRAIGHT = re.compile(
    r"(?:(?:goes?|going|jumps?|get|gets|cut|straight|right|directly) )+(?:straight |right |directly )?in(?:to)?\s*$|"
    r"(?:starts?|starting|begins?|beginning|opens?|opening|kicks? off)(?: straight| right| directly)?(?: with| "
    r"on| at| in)?\s*$",
    re.IGNORECASE,
)
_TAKES_SOLO = re.compile(
    r"\s*(?:then )?(?:takes?|plays?|gets?|has|does|with|having|taking|playing)(?: a| the| its| his| her)?(?: \w+)?\s*$",
    re.IGNORECASE,
)
_HARMLESS = ("hit", "join", "start", "style", "then", "lead", "pace", "rising")
_BEGINS = re.compile(
    r"[\s,]*(?:(?:that |which )?(?:starts?|begins?|hits?|comes?(?: in)?|kicks? in|enters?|arrives?|lands?|is|"
    r"should be|"
    r"should come(?: in)?|right|exactly|coming(?: in)?|starting|happens?|drops?)[\s,]*)*",
    re.IGNORECASE,
)


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
        read_tempo_change,
        _read_meter_change,
        _read_shift,
    ):
        read(draft, clause)


def _read_first_section(draft: Draft, clause: Clause) -> None:
    """ "Straight into the chorus", "starts with the hook": what the song begins with."""
    for mark in free_marks(draft, clause.sections):
        if mark.value[0] != "section" or clause.has("inst", "ensemble", "voice"):
            continue
        text = draft.text[clause.start : mark.start]
        word = re.match(r"(?:in|into|on|at|with|the|a|from|\s)+", mark.text, re.IGNORECASE)
        lead = _STRAIGHT.search(
            text + (word.group() if word else "").replace("the", "").replace("a ", "").strip() + " "
        )
        lead = lead or _STRAIGHT.search(text)
        kind = place_at(mark).section
        if lead and kind not in ("intro", "outro") and not clause.moments:
            draft.events.append(
                Event("section", _FROM, section=kind, words=draft.text[clause.start : clause.end].strip())
            )
            draft.claim(
                [Mark(clause.start + lead.start(), mark.start, "start", None, ""), mark,
                 *free_marks(draft, clause.all("start", "shift"))], f"it begins with the {kind}")  # fmt: skip
            return


def _read_solo_beside(draft: Draft, clause: Clause) -> None:
    """ "The sax takes a solo after the second chorus": where the solo lies, and whose it is."""
    solos = [m for m in free_marks(draft, clause.sections) if _is_kind(m, "solo")]
    others = [m for m in free_marks(draft, clause.sections) if m not in solos and m.value[0] == "section"]
    if not solos:
        return
    players = [m for m in clause.all("inst") if m.end <= solos[0].start and not draft.is_used(m)]
    between = draft.text[players[-1].end : solos[0].start] if players else ""
    if not between.strip() and not others:
        return  # "cello solo" alone is read with who plays alone
    if players and (between.strip() == "" or _TAKES_SOLO.fullmatch(between)):
        give_solo(draft, players[-1:])
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
    peak = next(iter(free_marks(draft, clause.all("peak"))), None)
    places = free_marks(draft, clause.moments)
    if peak is None or not places or places[0].value[1][0].start is None:
        return
    at = places[0].value[1][0].start
    draft.events.append(Event("peak", at, energy=1.0, words=draft.text[clause.start : clause.end].strip()))
    draft.claim([peak, places[0]], "it is strongest there")


def _is_kind(mark: Mark, kind: str) -> bool:
    return mark.value[0] == "section" and place_at(mark).section == kind


def _read_section_at(draft: Draft, clause: Clause) -> None:
    """ "Drops at 0:45", "the chorus starts at 0:30": a section that begins at a moment."""
    sections = [m for m in free_marks(draft, clause.sections) if m.value[0] == "section" and m.value[1][0].word == "in"]
    moments = [m for m in free_marks(draft, clause.moments) if _is_moment(m)]
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
        give_solo(draft, players)
    draft.events.append(Event("section", at, section=kind, words=draft.text[clause.start : clause.end].strip()))
    if not any(each.kind == kind for each in draft.sections):
        draft.section(kind)
    words = Mark(sections[0].end, moments[0].start, "begins", None, between)
    draft.claim([sections[0], words, moments[0]], f"the {kind} begins there")
    draft.claim([m for m in clause.marks if m.kind in ("hit", "join", "start") and not draft.is_used(m)], "it begins")


def _is_moment(mark: Mark) -> bool:
    stretch = mark.value[1][0]
    return (
        len(mark.value[1]) == 1
        and stretch.start is not None
        and stretch.end is None
        and stretch.word in ("at", "on", "by", "around", "from", "after", "in", "near", "")
    )


def _read_hits(draft: Draft, clause: Clause) -> None:
    hits = free_marks(draft, clause.all("hit"))
    places = free_marks(draft, clause.moments)
    if not hits or not places:
        return
    for mark in places:
        for stretch in mark.value[1]:
            draft.events.append(Event("hit", stretch.start or stretch.end or _TO, words=hits[0].text))
    extra = [m for m in clause.all("inst") if m.value in ("drums", "percussion")]
    if re.search(r"drum|cymbal|snare|gong", " ".join(hit.text for hit in hits), re.IGNORECASE):
        draft.want("drums")
    draft.claim([*hits, *places, *free_marks(draft, extra)], "a hit there")


def _read_stop(draft: Draft, clause: Clause) -> None:
    own = stops_of_players(draft, clause)
    stop = next((m for m in free_marks(draft, clause.all("stop")) if m not in own), None)
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
    place = next(iter(free_marks(draft, clause.all("place"))), None)
    stretch = place.value[1][0] if place else Stretch(Place(share=0.5))
    is_before = stretch.word in ("before", "until", "till")
    at = stretch.end if is_before and stretch.end else stretch.start or Place(share=0.5)
    if place is None and draft.events and (clause.has("then") or clause.before in ("then", ",", "and")):
        at = draft.events[-1].at  # "explosion at 0:20, then two seconds of silence"
    draft.events.append(Event("stop", at, beats=-beats if is_before else beats, length_s=length_s, words=stop.text))
    draft.claim([*marks, *([place] if place else []), *free_marks(draft, clause.all("join"))], "everybody stops there")


def _read_key_change(draft: Draft, clause: Clause) -> None:
    for mark in free_marks(draft, clause.all("key")):
        begins = _BEGINS_IN.search(draft.text[clause.start : mark.start])
        if begins and "key" not in draft.values and len(clause.all("key")) == 1:
            draft.set("key", mark.value, mark, "the key")
            draft.claim(Mark(clause.start + begins.start(), mark.start, "start", None, begins.group()), "the key")
    change = next(iter(free_marks(draft, clause.all("key_change"))), None)
    keys = free_marks(draft, clause.all("key"))
    if change:
        for own in [key for key in keys if key.end <= change.start]:
            draft.set("key", own.value, own, "the key")  # "F sharp major with a key change" begins in F sharp
        keys = free_marks(draft, clause.all("key"))
    shift = next(iter(free_marks(draft, clause.all("shift"))), None)
    places = free_marks(draft, clause.all("place"))
    if change is None and _ends_in_key(draft, clause, keys):
        return
    is_other = any(m.kind == "key" and m.start < keys[0].start for m in draft.marks) if keys else False
    lies_there = bool(places) and places[0].value[1][0].word in ("from", "after", "at", "starting")
    if change is None and not (keys and places and (shift or (is_other and lies_there))):
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


_ENDS_IN = re.compile(
    r"(?:ends?|ending|finish(?:es|ing)?|clos(?:es|ing)|resolv(?:es|ing)|arriv(?:es|ing)|lands?|concludes?)(?: up)? "
    r"(?:in|on|to)(?: the)?(?: key of)?\s*$|\b(?:to|into|then)\s*$",
    re.IGNORECASE,
)
_BEGINS_IN = re.compile(
    r"(?:starts?|starting|begins?|beginning|opens?|opening|from)(?: out)?(?: in| on)?(?: the)?(?: key of)?\s*$",
    re.IGNORECASE,
)


def _ends_in_key(draft: Draft, clause: Clause, keys: list[Mark]) -> bool:
    """ "Starts in E minor and ends in E major", "from A minor to C major": another key for the last third."""
    for index, key in enumerate(keys):
        ends = _ENDS_IN.search(draft.text[clause.start : key.start])
        is_other = (
            index > 0 or "key" in draft.values or any(m.kind == "key" and m.start < key.start for m in draft.marks)
        )
        if not ends or not is_other:
            continue
        for first in keys[:index]:
            begins = _BEGINS_IN.search(draft.text[clause.start : first.start])
            words = [Mark(clause.start + begins.start(), first.start, "start", None, begins.group())] if begins else []
            draft.set("key", first.value, first, "the key")
            draft.claim(words, "the key")
        draft.events.append(
            Event("key", Place(share=_LAST_KEY), key=key.value, words=draft.text[clause.start : key.end])
        )
        start = clause.start + ends.start()
        draft.claim([Mark(start, key.start, "ends", None, ends.group()), key], "the key changes there")
        draft.claim(free_marks(draft, clause.all("close", "shift")), "the key changes there")
        return True
    return False


def _read_meter_change(draft: Draft, clause: Clause) -> None:
    meters, sections = free_marks(draft, clause.all("meter")), free_marks(draft, clause.sections)
    if not meters or not sections or clause.has("inst"):
        return
    after = [meter for meter in meters if meter.start > sections[0].start]
    own = (after if len(meters) > 1 and after else meters)[-1 if len(meters) > 1 else 0]
    for meter in meters:
        if meter is not own:
            draft.set("meter", meter.value, meter, "the metre")
    place = sections[0].value[1][0].start or sections[0].value[1][0].end
    draft.section(place.section, place.number, meter=own.value)
    apart = [m for m in clause.all("negation", "shift") if not draft.is_used(m)]
    draft.claim([own, *sections, *apart], "the metre changes there")


_AT_FIRST = re.compile(
    r"(?<![\w'])(?:at first|to begin with|to start with|initially|in the beginning)(?![\w'])", re.IGNORECASE
)


def _begins_in_mood(draft: Draft, clause: Clause, moods: list[Mark]) -> bool:
    """ "Gloomy at first": how it begins."""
    first = _AT_FIRST.search(draft.text, clause.start, clause.end)
    if not first or not moods or clause.has("inst", "ensemble", "voice"):
        return False
    energy, valence = _mood_of(moods)
    words = draft.text[clause.start : clause.end].strip()
    draft.events.append(Event("shift", _FROM, energy=energy, valence=valence, words=words))
    mark = Mark(first.start(), first.end(), "first", None, first.group())
    draft.claim([mark, *free_marks(draft, clause.all("start")), *moods], "how it begins")
    return True


def _mood_of(moods: list[Mark]) -> tuple[float | None, float | None]:
    """(energy, valence) that some words of mood and strength say; tension alone is dark."""
    energy = next((m.value for m in moods if m.kind == "level"), None)
    valence = tension = None
    for mood in (m for m in moods if m.kind == "mood"):
        name, level = mood.value
        valence = level if name == "valence" else valence
        energy = level if name == "energy" else energy
        tension = level if name == "tension" else tension
    if valence is None and tension is not None and tension > 0.6:
        valence, energy = 0.2, 0.55 if energy is None else energy
    return energy, valence


def _read_shift(draft: Draft, clause: Clause) -> None:
    """A change of mood at a moment: "turns hopeful at 0:20", "mood shift halfway to darker"."""
    moments = free_marks(draft, clause.moments)
    moods = free_marks(draft, clause.all("mood", "level"))
    if _begins_in_mood(draft, clause, moods):
        return
    shift = next(iter(free_marks(draft, clause.all("shift"))), None)
    if not moments or not (shift or moods) or (clause.has("start", "rising", "falling") and not shift):
        return
    if clause.has("inst", "ensemble") and not shift:
        return
    energy, valence = _mood_of(moods)
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
