# SPDX-License-Identifier: GPL-3.0-or-later
"""Form, strength, contour and moments as asked, beside what the notes do."""

from collections.abc import Iterator

import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.engines.composer.arrangement.moments import stop_ticks
from musicstudio.engines.composer.form.moments import tick_of
from musicstudio.engines.composer.form.sections import name_sections
from musicstudio.project.model import Section
from musicstudio.project.model.sheet import Event, Made, SectionRequest, SongSheet

from .on_paper import (
    SCALES,
    Score,
    clock,
    is_half_time,
    melody_in,
    moments_per_bar,
    pitch_classes,
    share_in_key,
    slope_of,
    strength_db,
)

_NEAR = TICKS_PER_QUARTER // 48
_MIN_SLOPE, _MIN_END_SLOPE = 0.45, 0.3
_MIN_STEP_DB, _MIN_RISE_DB = 2.0, 3.0
_OTHER_KEY, _IN_NEW_KEY = 0.35, 0.85


def check_form(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """The form that was stated."""
    kinds = [section.kind for section in score.sections]
    if sheet.kinds.is_set and sheet.kinds.value:
        asked = list(sheet.kinds.value)
        yield Made("form", ", ".join(name_sections(asked)), ", ".join(name_sections(kinds)), _within(asked, kinds))


def check_without(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Kinds of section that must not be."""
    for kind in sheet.without:
        has = bool(score.of_kind(kind))
        yield Made(f"no {kind}", f"no {kind}", "there is one" if has else "none", not has)


def _within(asked: list[str], made: list[str]) -> bool:
    rest = iter(made)
    return all(kind in rest for kind in asked)


def asked_of_sections(sheet: SongSheet) -> list[SectionRequest]:
    """What words or a hand ask of sections."""
    return [each for each in sheet.sections if each.origin != "studio"]


def check_sections(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Each section that was named: it is there, as strong, long, bright and fast as asked, and its tune goes there."""
    for each in asked_of_sections(sheet):
        found = score.of_kind(each.kind, each.number)
        name = _named(each)
        if not found:
            yield Made(each.kind, f"a {each.kind}", "there is none", False)
            continue
        if each.count:
            told = f"{len(found)}"
            yield Made(f"number of {name}", f"{each.count} × {name}", told, len(found) == each.count)
        if each.energy is not None:
            yield from _level(each, found, sheet, score)
        if each.contour in ("up", "down"):
            yield _contour(f"{'rising' if each.contour == 'up' else 'falling'} {name}", each.contour, found, score)
        if each.feel:
            yield from _feel(f"{name}", each.feel, found, score)
        if each.bars:
            bars = [s.length_ticks / score.tempo_map.meter_at(s.start_ticks).bar_ticks for s in found]
            is_kept = all(abs(count - each.bars) < 0.01 for count in bars)
            yield Made(f"bars of {name}", f"{each.bars} bars of {name}", f"{bars[0]:g} bars", is_kept)
        if each.meter:
            meters = [score.tempo_map.meter_at(s.start_ticks) for s in found]
            is_kept = all((m.numerator, m.denominator) == each.meter for m in meters)
            made = f"{meters[0].numerator}/{meters[0].denominator}"
            yield Made(f"metre of {name}", f"{each.meter[0]}/{each.meter[1]} in the {name}", made, is_kept)
        if each.valence is not None:
            yield _brightness(name, each.valence, found, score)


def _named(each: SectionRequest) -> str:
    return f"{'last ' if each.number == -1 else ''}{each.kind}{f' {each.number}' if each.number > 0 else ''}"


def _level(each: SectionRequest, own: list[Section], sheet: SongSheet, score: Score) -> Iterator[Made]:
    """A quiet section is quieter than the others, a strong one stronger."""
    energy = each.energy or 0.0
    asked = {other.kind: other.energy for other in asked_of_sections(sheet) if other.energy is not None}
    against = [
        section
        for section in score.sections
        if section not in own
        and section.kind not in ("intro", "outro")
        and (section.kind == each.kind or _is_apart(asked.get(section.kind, 0.5), energy))
    ]
    if not against:
        return
    step = _mean_db(own, score) - _mean_db(against, score)
    least = _MIN_STEP_DB if any(s.kind in asked for s in against if s.kind != each.kind) else 0.0
    is_kept = step < -least if energy < 0.5 else step > least
    word = "quieter" if energy < 0.5 else "louder"
    yield Made(f"{word} {_named(each)}", f"a {word} {_named(each)}", f"{step:+.1f} dB beside the rest", is_kept)


def _mean_db(sections: list[Section], score: Score) -> float:
    return float(np.mean([strength_db(score.played, s.start_ticks, s.end_ticks) for s in sections]))


def _is_apart(other: float | None, energy: float) -> bool:
    return abs((0.5 if other is None else other) - energy) > 0.2


def _contour(name: str, way: str, sections: list[Section], score: Score) -> Made:
    sign = 1 if way == "up" else -1
    melodies = [melody_in(score, s.start_ticks, s.end_ticks) for s in sections]
    slopes = [sign * slope_of(notes) for notes in melodies if len(notes) > 3]
    is_kept = bool(slopes) and float(np.mean(slopes)) >= _MIN_SLOPE
    told = "there is no tune" if not slopes else f"{sign * np.mean(slopes):+.2f} along the way"
    return Made(name, f"a {name} tune", told, is_kept)


def check_contour(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Where the tune goes, everywhere or at the ends of its lines."""
    asked = sheet.contour.value or ""
    if not (sheet.contour.is_set and asked):
        return
    way = "up" if asked.startswith("up") else "down"
    word = "rising" if way == "up" else "falling"
    if not asked.endswith("at ends"):
        yield _contour(word, way, list(score.sections), score)
        return
    ends = [slope_of(sorted(melody_in(score, s.start_ticks, s.end_ticks), key=lambda n: n.start_ticks)[-4:])
            for s in score.sections if len(melody_in(score, s.start_ticks, s.end_ticks)) > 3]  # fmt: skip
    step = float(np.mean(ends)) * (1 if way == "up" else -1) if ends else 0.0
    yield Made(f"{word} ends", f"lines that end {word}", f"{step:+.2f}", step > _MIN_END_SLOPE)


def _feel(name: str, feel: int, sections: list[Section], score: Score) -> Iterator[Made]:
    """Half-time puts the backbeat on the third quarter; double-time strikes about twice as often."""
    if feel < 0:
        found = [is_half_time(score, s.start_ticks, s.end_ticks) for s in sections]
        known = [each for each in found if each is not None]
        told = "no backbeat to hear" if not known else "half-time" if all(known) else "the usual backbeat"
        yield Made(f"half-time {name}", f"half-time in the {name}", told, bool(known) and all(known))
        return
    drums = [row for row in score.played if row.role == "drums"]
    busy = [
        moments_per_bar(drums, s.start_ticks, s.end_ticks, score.tempo_map.meter_at(s.start_ticks).bar_ticks)
        for s in sections
    ]
    told = f"{np.mean(busy):.1f} strokes a bar" if busy else "no drums"
    yield Made(f"double-time {name}", f"double-time in the {name}", told, bool(busy) and float(np.mean(busy)) >= 6.0)


def check_feel(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """The drums' pace throughout."""
    if sheet.feel.is_set and sheet.feel.value:
        drums = [row for row in score.played if row.role == "drums"]
        sections = [s for s in score.sections if any(row.sounds(s.start_ticks, s.end_ticks) for row in drums)]
        yield from _feel("piece", sheet.feel.value, sections, score)


def _brightness(name: str, valence: float, own: list[Section], score: Score) -> Made:
    """A bright section stands in a major key, a dark one in a minor one: told from the thirds above its roots."""
    shares = [_major_share(s, score) for s in own]
    others = [_major_share(s, score) for s in score.sections if s not in own] or [0.5]
    step = float(np.mean(shares)) - float(np.mean(others))
    is_kept = step > 0.01 if valence > 0.5 else step < -0.01
    word = "brighter" if valence > 0.5 else "darker"
    return Made(f"{word} {name}", f"a {word} {name}", f"{step:+.2f} by its thirds", is_kept)


def _major_share(section: Section, score: Score) -> float:
    """Of the thirds that sound together with the lowest note, how many are major."""
    rows = [row for row in score.played if row.role not in ("drums", "percussion", "fx")]
    bar = score.tempo_map.meter_at(section.start_ticks).bar_ticks // 2
    major = minor = 0
    for tick in range(section.start_ticks, section.end_ticks, max(1, bar)):
        sounding = [
            n.pitch for row in rows for n in row.notes
            if n.start_ticks < tick + 240 and n.start_ticks + n.length_ticks > tick + 60
        ]  # fmt: skip
        if sounding:
            root = min(sounding)
            steps = {(pitch - root) % 12 for pitch in sounding}
            major += 4 in steps
            minor += 3 in steps
    return major / max(1, major + minor)


def check_arc(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """How strong it is from the first fifth to the last but one tenth."""
    if not sheet.arc or len(score.sections) < 2:
        return
    end = score.end_ticks
    levels = [level for _, level in sheet.arc]
    top = max(levels)
    first = strength_db(score.played, 0, end // 5)
    last = strength_db(score.played, end * 7 // 10, end * 9 // 10)
    if levels[-1] == top or (levels[0] < top and levels[-1] > levels[0]):
        yield Made("growing", "growing strength", f"{last - first:+.1f} dB to its end", last - first > _MIN_RISE_DB)
    elif levels[0] == top:
        yield Made("fading", "fading strength", f"{last - first:+.1f} dB to its end", first - last > _MIN_RISE_DB)


def check_events(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Hits, stops, shifts, changes of key and tempo at their moments."""
    for event in sheet.events:
        tick = tick_of(event.at, score.laid, score.tempo_map)
        if event.kind == "stop":
            hits = [tick_of(e.at, score.laid, score.tempo_map) for e in sheet.events if e.kind == "hit"]
            yield from _stop(event, tick, score, event.beats >= 0 and tick in hits)
        elif event.kind in _EVENTS:
            yield from _EVENTS[event.kind](event, tick, score)


def _hit(event: Event, tick: int, score: Score) -> Iterator[Made]:
    end = score.end_ticks
    asked_s = event.at.seconds if event.at.seconds is not None else score.tempo_map.seconds_at(tick)
    if event.at.seconds is not None and asked_s > score.length_s:
        yield Made(f"hit at {clock(asked_s)}", f"a hit at {clock(asked_s)}", "the song is over by then", False)
        return
    tick = tick if tick < end else max(0, end - score.tempo_map.meter_at(end - 1).bar_ticks)
    around = [row for row in score.played if any(abs(n.start_ticks - tick) <= 4 * TICKS_PER_QUARTER for n in row.notes)]
    struck = [row for row in around if any(abs(note.start_ticks - tick) <= _NEAR for note in row.notes)]
    told = f"{len(struck)} of {len(around)} players strike"
    yield Made(
        f"hit at {clock(asked_s)}", f"a hit at {clock(asked_s)}", told, bool(struck) and len(struck) * 2 >= len(around)
    )


def _stop(event: Event, tick: int, score: Score, follows_hit: bool = False) -> Iterator[Made]:
    length = stop_ticks(event, tick, score.tempo_map)
    start = tick - length if event.beats < 0 else tick
    if follows_hit:
        start, length = start + TICKS_PER_QUARTER, max(1, length - TICKS_PER_QUARTER)
    sounding = [
        row
        for row in score.played
        if any(n.start_ticks < start + length - 1 and n.start_ticks + n.length_ticks > start + 1 for n in row.notes)
    ]
    at = clock(score.tempo_map.seconds_at(start))
    told = "silence" if not sounding else f"{len(sounding)} play"
    yield Made(f"stop at {at}", f"silence at {at}", told, not sounding and start < score.end_ticks)


def _key(event: Event, tick: int, score: Score) -> Iterator[Made]:
    """Other pitch classes after the change than before it."""
    tick = tick if 0 < tick < score.end_ticks else score.sections[-1].start_ticks
    before = pitch_classes(score, 0, tick)
    after = [pitch_classes(score, s.start_ticks, s.end_ticks) for s in score.sections if s.start_ticks >= tick - 60]
    change = max((float(np.abs(before - each).sum()) for each in after), default=0.0)
    name = event.key.name if event.key else f"{event.steps:+d} semitones"
    at = clock(score.tempo_map.seconds_at(tick))
    inside = share_in_key(score, event.key, tick, score.end_ticks) if event.key and event.key.mode in SCALES else 1.0
    told = f"{change:.0%} other notes" + (f", {1 - inside:.0%} beside its scale" if inside < _IN_NEW_KEY else "")
    yield Made(f"key at {at}", f"a change of key ({name}) at {at}", told, change > _OTHER_KEY and inside >= _IN_NEW_KEY)


def _tempo(event: Event, tick: int, score: Score) -> Iterator[Made]:
    """Another tempo after the moment."""
    before = score.tempo_map.bpm_at(max(0, tick - 1) if tick < score.end_ticks else 0)
    after = score.tempo_map.bpm_at(min(tick + 1, score.end_ticks - 1))
    wanted = event.bpm or before * (event.beats or 1.25)
    is_kept = (after > before * 1.05) == (wanted > before) and abs(after / before - 1) > 0.05
    is_kept = abs(after / event.bpm - 1) < 0.006 if event.bpm else is_kept
    at = clock(score.tempo_map.seconds_at(tick))
    yield Made(f"tempo at {at}", f"{wanted:.0f} BPM from {at}", f"{before:.0f}, then {after:.0f} BPM", is_kept)


def _slow(event: Event, tick: int, score: Score) -> Iterator[Made]:
    first = score.tempo_map.bpm_at(0)
    last = score.tempo_map.bpm_at(max(0, score.end_ticks - 1))
    yield Made("slower at the end", "slower at the end", f"{first:.0f} to {last:.0f} BPM", last < 0.93 * first)


def _shift(event: Event, tick: int, score: Score) -> Iterator[Made]:
    """Stronger or weaker, brighter or darker than before the moment."""
    at = clock(score.tempo_map.seconds_at(tick))
    if tick >= score.end_ticks:
        yield Made(f"change at {at}", f"a change at {at}", "there is no such moment in it", False)
        return
    if tick == 0:
        return  # how it begins is told where it changes
    if event.energy is not None:
        step = strength_db(score.played, tick, score.end_ticks) - strength_db(score.played, 0, tick)
        levels = [s.energy for s in score.sections if s.end_ticks <= tick + 960]
        wanted = event.energy - (float(np.mean(levels)) if levels else 0.5)
        if abs(wanted) > 0.1:
            word = "louder" if wanted > 0 else "quieter"
            yield Made(f"{word} at {at}", f"{word} from {at}", f"{step:+.1f} dB", (step > 0) == (wanted > 0))
    if event.valence is not None and (event.valence < 0.45 or event.valence > 0.55):
        after = [s for s in score.sections if s.start_ticks >= tick - 960]
        before = [s for s in score.sections if s.end_ticks <= tick + 960]
        if after and before:
            step = float(np.mean([_major_share(s, score) for s in after])) - float(
                np.mean([_major_share(s, score) for s in before])
            )
            word = "brighter" if event.valence > 0.5 else "darker"
            is_kept = step > -0.05 if event.valence > 0.5 else step < 0.05
            yield Made(f"{word} at {at}", f"{word} from {at}", f"{step:+.2f} by its thirds", is_kept)


def _level_event(event: Event, tick: int, score: Score) -> Iterator[Made]:
    """The opening or the finale is as strong as asked beside the rest."""
    section = score.sections[0] if tick == 0 else score.sections[-1]
    rest = [s for s in score.sections if s is not section]
    if rest and event.energy is not None and abs(event.energy - 0.5) > 0.15:
        step = _mean_db([section], score) - _mean_db(rest, score)
        word = "strong" if event.energy > 0.5 else "quiet"
        place = "opening" if tick == 0 else "ending"
        yield Made(f"{word} {place}", f"a {word} {place}", f"{step:+.1f} dB beside the rest",
                   step > -1.0 if event.energy > 0.5 else step < 0.0)  # fmt: skip


def _peak(event: Event, tick: int, score: Score) -> Iterator[Made]:
    """The strongest stretch begins about there."""
    step = score.tempo_map.meter_at(0).bar_ticks * 2
    starts = list(range(0, max(1, score.end_ticks - step), step // 2))
    top = max(starts, key=lambda start: strength_db(score.played, start, start + step))
    off = score.tempo_map.seconds_at(top) - score.tempo_map.seconds_at(tick)
    at = clock(score.tempo_map.seconds_at(tick))
    yield Made(f"peak at {at}", f"the loudest moment at {at}", f"{off:+.0f} s beside it", -6.0 <= off <= 6.0)


def _section_there(event: Event, tick: int, score: Score) -> Iterator[Made]:
    """A section begins at its moment."""
    starts = [s.start_ticks for s in score.sections if s.kind == event.section]
    off = min((abs(score.tempo_map.seconds_at(s) - score.tempo_map.seconds_at(tick)) for s in starts), default=None)
    at = clock(event.at.seconds if event.at.seconds is not None else score.tempo_map.seconds_at(tick))
    bar_s = score.tempo_map.seconds_at(score.tempo_map.meter_at(0).bar_ticks)
    told = "there is none" if off is None else f"{off:.1f} s beside it"
    yield Made(f"{event.section} at {at}", f"the {event.section} at {at}", told, off is not None and off <= 0.6 * bar_s)


def _fade(event: Event, tick: int, score: Score) -> Iterator[Made]:
    """Drawn into the master's fader, exactly; only a piece that is over before has none."""
    is_out = event.kind == "fade_out"
    at_s, end_s = score.tempo_map.seconds_at(tick), score.length_s
    asked = f"a fade-out from {clock(at_s)}" if is_out else f"a fade-in up to {clock(at_s)}"
    length_s = end_s - at_s if is_out else at_s
    yield Made("fade-out" if is_out else "fade-in", asked, f"{length_s:.1f} s on the master's fader", length_s > 0.2)


_EVENTS = {
    "fade_in": _fade, "fade_out": _fade,
    "hit": _hit, "key": _key, "tempo": _tempo, "slow": _slow, "shift": _shift, "level": _level_event,
    "section": _section_there,
    "peak": _peak,
}  # fmt: skip
