# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sheet asks beside what the notes of a song are: kept, or missed and told."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from msgspec import Struct

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.engines.composer.arrangement.naming import EVERYBODY, is_named
from musicstudio.engines.composer.form.moments import Laid, spans_of, tick_of
from musicstudio.engines.composer.form.sections import name_sections
from musicstudio.engines.contract import Result
from musicstudio.project.model import Key, Note, Section, TempoMap
from musicstudio.project.model.sheet import Cue, Event, Made, SectionRequest, SongSheet

_MELODIES = ("lead", "double", "riff")
_NEAR = TICKS_PER_QUARTER // 48
_HELD_OUT_TICKS = TICKS_PER_QUARTER
_MIN_SLOPE = 0.4


class Row(Struct, frozen=True):
    """One part with its notes in ticks of the song."""

    role: str
    instrument: str
    player: str
    notes: tuple[Note, ...]


class Score(Struct, frozen=True):
    """A song as it is checked."""

    sections: tuple[Section, ...]
    tempo_map: TempoMap
    key: Key
    rows: tuple[Row, ...]

    @property
    def laid(self) -> list[Laid]:
        """Its sections as they lie."""
        return [Laid(each.kind, each.start_ticks, each.end_ticks) for each in self.sections]

    @property
    def played(self) -> list[Row]:
        """Rows of instruments, without noises."""
        return [row for row in self.rows if not row.player.startswith("texture") and row.notes]


def score_of(result: Result) -> Score:
    """A result on paper."""
    rows = tuple(
        Row(part.role, part.instrument, part.player, tuple(
            Note(note.start_ticks + cell.start_ticks, note.length_ticks, note.pitch, note.velocity)
            for cell in part.cells for note in cell.notes
        ))
        for part in result.parts
    )  # fmt: skip
    return Score(result.sections, result.tempo_map, result.key, rows)


def made_of(sheet: SongSheet, score: Score) -> tuple[Made, ...]:
    """Everything that can be told from the notes, in the order of the sheet."""
    if not score.sections:
        return ()
    checks = (_facts, _players, _form, _cues, _events, _levels, _contours)
    return tuple(made for check in checks for made in check(sheet, score))


def misses_of(made: Iterable[Made]) -> tuple[str, ...]:
    """A sentence for each thing that was asked and is not so."""
    return tuple(f"Asked for {each.asked}; made: {each.made}." for each in made if not each.is_kept)


def _facts(sheet: SongSheet, score: Score) -> Iterator[Made]:
    bpm = score.tempo_map.bpm_at(0)
    if sheet.bpm.is_set and sheet.bpm.value:
        yield Made("tempo", f"{sheet.bpm.value:g} BPM", f"{bpm:.2f} BPM", abs(bpm / sheet.bpm.value - 1) < 1e-3)
    if sheet.key.is_set and sheet.key.value:
        yield Made("key", sheet.key.value.name, score.key.name, sheet.key.value == score.key)
    meter = score.tempo_map.meter_at(0)
    if sheet.meter.is_set and sheet.meter.value:
        asked = sheet.meter.value
        made = (meter.numerator, meter.denominator)
        yield Made("metre", f"{asked[0]}/{asked[1]}", f"{made[0]}/{made[1]}", asked == made)
    length_s = score.tempo_map.seconds_at(score.sections[-1].end_ticks)
    if sheet.length_s.is_set and sheet.length_s.value:
        is_kept = abs(length_s - sheet.length_s.value) < 0.02
        yield Made("length", f"{sheet.length_s.value:g} s", f"{length_s:.2f} s", is_kept)


def _players(sheet: SongSheet, score: Score) -> Iterator[Made]:
    for player in sheet.players:
        if player.origin == "studio":
            continue
        rows = [row for row in score.played if is_named(player.name, row.role, row.instrument)]
        yield Made(player.name, player.name.replace("_", " "), "plays" if rows else "does not play", bool(rows))
        if player.leads:
            leads = any(row.player.partition("/")[0] in _MELODIES for row in rows)
            told = "has the tune" if leads else "does not have the tune"
            yield Made(f"{player.name} leads", f"{player.name.replace('_', ' ')} with the tune", told, leads)
    for name in sheet.refused:
        if name not in ("melody", "backing vocals"):  # words in parentheses are sung all the same
            rows = [row for row in score.played if is_named(name, row.role, row.instrument)]
            yield Made(f"no {name}", f"no {name}", "it plays" if rows else "none", not rows)
    if sheet.is_closed.value:
        names = [player.name for player in sheet.players]
        others = [row for row in score.played if not any(is_named(n, row.role, row.instrument) for n in names)]
        others = [row for row in others if row.role not in ("vocals", "backing")]
        told = ", ".join(sorted({row.instrument.replace("_", " ") for row in others})) or "nobody else"
        yield Made("closed band", "nobody else", told, not others)
    for name in sheet.textures:
        has = any(row.instrument == f"texture_{name}" for row in score.rows)
        yield Made(name, f"{name} noise", "it sounds" if has else "none", has)


def _form(sheet: SongSheet, score: Score) -> Iterator[Made]:
    kinds = [section.kind for section in score.sections]
    if sheet.kinds.is_set and sheet.kinds.value:
        asked = list(sheet.kinds.value)
        yield Made("form", ", ".join(name_sections(asked)), ", ".join(name_sections(kinds)), _within(asked, kinds))
    for kind in sheet.without:
        yield Made(f"no {kind}", f"no {kind}", "there is one" if kind in kinds else "none", kind not in kinds)
    for each in _asked_of_sections(sheet):
        if each.kind not in kinds:
            yield Made(each.kind, f"a {each.kind}", "there is none", False)


def _asked_of_sections(sheet: SongSheet) -> list[SectionRequest]:
    """What words or a hand ask of sections."""
    return [each for each in sheet.sections if each.origin != "studio"]


def _within(asked: list[str], made: list[str]) -> bool:
    rest = iter(made)
    return all(kind in rest for kind in asked)


def _cues(sheet: SongSheet, score: Score) -> Iterator[Made]:
    for cue in sheet.cues:
        if cue.order or cue.verb == "solo":
            continue
        for span in spans_of(cue.start, cue.end, score.laid, score.tempo_map)[:4]:
            yield from _cue(cue, span, score)
    chain = sorted((cue for cue in sheet.cues if cue.order), key=lambda cue: cue.order)
    firsts = [_first(cue.players, score) for cue in chain if EVERYBODY not in cue.players]
    if len(firsts) > 1:
        told = all(a is not None and b is not None and a <= b for a, b in pairwise(firsts))
        names = ", then ".join(
            " and ".join(cue.players).replace("_", " ") for cue in chain if EVERYBODY not in cue.players
        )
        yield Made("order of entry", names, "in that order" if told else "in another order", told)


def _cue(cue: Cue, span: tuple[int, int], score: Score) -> Iterator[Made]:
    names = " and ".join(cue.players).replace("_", " ").replace(EVERYBODY, "everybody")
    at = _clock(score.tempo_map.seconds_at(span[0]))
    mine = [row for row in score.played if any(is_named(n, row.role, row.instrument) for n in cue.players)]
    inside = any(_sounds(row, *span) for row in mine)
    outside = any(_sounds(row, 0, span[0]) for row in mine)
    if cue.verb == "enter" and EVERYBODY not in cue.players:
        bar = score.tempo_map.meter_at(span[0]).bar_ticks
        enters = any(_sounds(row, span[0], span[0] + 4 * bar) for row in mine)
        yield Made(
            f"{names} at {at}",
            f"{names} entering at {at}",
            "it enters there" if enters and not outside else "not so",
            enters and not outside,
        )
    elif cue.verb == "out":
        yield Made(f"no {names} at {at}", f"no {names} from {at}", "it plays" if inside else "none", not inside)
    elif cue.verb == "in":
        is_kept = inside and not outside
        yield Made(f"{names} at {at}", f"{names} from {at}", "it plays there" if is_kept else "not so", is_kept)
    elif cue.verb == "only":
        others = [row for row in score.played if row not in mine and _sounds(row, *span)]
        yield Made(
            f"only {names}", f"only {names} from {at}", "others play" if others else "only they", inside and not others
        )


def _sounds(row: Row, start: int, end: int) -> bool:
    """Whether a part begins a note in a stretch; the last quarter is left to pickups."""
    return any(start - 60 <= note.start_ticks < end - _HELD_OUT_TICKS // 2 for note in row.notes)


def _first(names: tuple[str, ...], score: Score) -> int | None:
    starts = [
        n.start_ticks
        for row in score.played
        if any(is_named(x, row.role, row.instrument) for x in names)
        for n in row.notes
    ]
    return min(starts, default=None)


def _events(sheet: SongSheet, score: Score) -> Iterator[Made]:
    for event in sheet.events:
        tick = tick_of(event.at, score.laid, score.tempo_map)
        if event.kind == "hit":
            yield _hit(event, tick, score)
        elif event.kind == "stop":
            yield _stop(event, tick, score)


def _hit(event: Event, tick: int, score: Score) -> Made:
    end = score.sections[-1].end_ticks
    tick = tick if tick < end else max(0, end - score.tempo_map.meter_at(end - 1).bar_ticks)
    around = [row for row in score.played if any(abs(n.start_ticks - tick) <= 4 * TICKS_PER_QUARTER for n in row.notes)]
    struck = [row for row in around if any(abs(note.start_ticks - tick) <= _NEAR for note in row.notes)]
    is_kept = bool(struck) and len(struck) * 2 >= len(around)
    at = _clock(event.at.seconds if event.at.seconds is not None else score.tempo_map.seconds_at(tick))
    return Made(f"hit at {at}", f"a hit at {at}", f"{len(struck)} of {len(around)} players strike", is_kept)


def _stop(event: Event, tick: int, score: Score) -> Made:
    length = round(abs(event.beats or 2.0) * TICKS_PER_QUARTER)
    start = tick - length if event.beats < 0 else tick
    sounding = [
        row
        for row in score.played
        if any(n.start_ticks < start + length - 1 and n.start_ticks + n.length_ticks > start + 1 for n in row.notes)
    ]
    at = _clock(score.tempo_map.seconds_at(start))
    return Made(
        f"stop at {at}", f"silence at {at}", "silence" if not sounding else f"{len(sounding)} play", not sounding
    )


def _levels(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Quiet sections are quieter than the others, strong ones stronger."""
    levels = [_strength(section, score) for section in score.sections]
    asked = {
        each.kind: each.energy for each in _asked_of_sections(sheet) if each.energy is not None and not each.number
    }
    for kind, energy in asked.items():
        own = [level for section, level in zip(score.sections, levels, strict=True) if section.kind == kind]
        against = [
            level
            for section, level in zip(score.sections, levels, strict=True)
            if section.kind != kind
            and section.kind not in ("intro", "outro")
            and _is_apart(asked.get(section.kind, 0.5), energy)
        ]
        if not own or not against:
            continue
        step = float(np.mean(own) - np.mean(against))
        is_kept = step < 0 if energy < 0.5 else step > 0
        word = "quieter" if energy < 0.5 else "louder"
        yield Made(f"{word} {kind}", f"a {word} {kind}", f"{step:+.1f} dB beside the rest", is_kept)


def _is_apart(other: float, energy: float) -> bool:
    return abs(other - energy) > 0.2


def _strength(section: Section, score: Score) -> float:
    """A section's mean power in dB, told from the velocities of what sounds."""
    power = 0.0
    for row in score.played:
        inside = [n for n in row.notes if section.start_ticks <= n.start_ticks < section.end_ticks]
        power += sum((n.velocity / 100.0) ** 3.4 * min(n.length_ticks, 1920) for n in inside)
    return 10 * float(np.log10(max(power / max(1, section.length_ticks), 1e-6)))


def _contours(sheet: SongSheet, score: Score) -> Iterator[Made]:
    for each in _asked_of_sections(sheet):
        if each.contour in ("up", "down"):
            slopes = [_slope(s.melody) for s in score.sections if s.kind == each.kind and len(s.melody) > 3]
            way = 1 if each.contour == "up" else -1
            is_kept = bool(slopes) and all(way * slope >= _MIN_SLOPE for slope in slopes)
            word = "rising" if way > 0 else "falling"
            yield Made(
                f"{word} {each.kind}", f"a {word} tune in the {each.kind}", word if is_kept else "not so", is_kept
            )


def _slope(melody: tuple[Note, ...]) -> float:
    """Correlation of pitch and time."""
    pitches = np.array([note.pitch for note in melody], float)
    starts = np.array([note.start_ticks for note in melody], float)
    return float(np.corrcoef(starts, pitches)[0, 1]) if pitches.std() > 0 else 0.0


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:04.1f}"
