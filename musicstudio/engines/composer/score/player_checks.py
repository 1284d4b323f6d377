# SPDX-License-Identifier: GPL-3.0-or-later
"""Who plays, leads, is silent, and in which manner: asked, beside what sounds."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from msgspec.structs import replace

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.engines.composer.arrangement.naming import EVERYBODY
from musicstudio.engines.composer.arrangement.schedule import means
from musicstudio.engines.composer.form.moments import spans_of
from musicstudio.engines.composer.kit_pieces import PITCHES
from musicstudio.project.model import Note
from musicstudio.project.model.sheet import Cue, Made, Player, SongSheet

from .on_paper import UNPITCHED, Row, Score, clock, moments_per_bar

_SPARSE_BELOW, _DENSE_FROM = 6.0, 4.0
_LONG_FROM, _SHORT_BELOW = 1.5, 0.6
_MAX_TOGETHER, _NOTES_A_BEAT = 0.35, 1.2
_SMALL = 5


def check_players(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Everybody asked for plays, leads and plays as asked."""
    for player in sheet.players:
        if player.origin == "studio":
            continue
        rows = score.named([player.name])
        name = player.name.replace("_", " ")
        if player.name == "vocals":
            continue
        yield Made(player.name, name, "plays" if rows else "does not play", bool(rows))
        if player.leads:
            leads = any(row.has_melody for row in rows)
            told = "has the tune" if leads else "does not have the tune"
            yield Made(f"{player.name} leads", f"{name} with the tune", told, leads)
        if player.count > 1 and rows:
            count = max(len(rows), _voices(rows))
            yield Made(f"{player.count} {name}", f"{player.count} × {name}", f"{count}", count >= player.count)
        for manner in player.manner if rows else ():
            yield from _manner(manner, player, rows, score)


def _voices(rows: list[Row]) -> int:
    """How many notes rows strike together at most."""
    starts = [note.start_ticks for row in rows for note in row.notes]
    return int(np.unique(starts, return_counts=True)[1].max()) if starts else 0


def _manner(manner: str, player: Player, rows: list[Row], score: Score) -> Iterator[Made]:
    name = player.name.replace("_", " ")
    bar_ticks = score.tempo_map.meter_at(0).bar_ticks
    busy = min(moments_per_bar([row], 0, score.end_ticks, bar_ticks) for row in rows)
    busiest = max(_strokes_where_it_plays(row, bar_ticks) for row in rows)
    notes = [note for row in rows for note in row.notes]
    beats = float(np.median([note.length_ticks for note in notes])) / TICKS_PER_QUARTER
    loud = float(np.mean([note.velocity for note in notes]))
    others = [n.velocity for row in score.played if row not in rows for n in row.notes]
    usual = float(np.mean(others)) if others else 76.0
    tests = {
        "sparse": (busy <= _SPARSE_BELOW, f"{busy:.1f} strokes a bar"),
        "dense": (busiest >= _DENSE_FROM, f"{busiest:.1f} strokes a bar"),
        "long": (beats >= _LONG_FROM, f"notes of {beats:.1f} beats"),
        "short": (beats <= _SHORT_BELOW, f"notes of {beats:.1f} beats"),
        "soft": (loud < max(usual, 74.0), f"velocity {loud:.0f}, the others {usual:.0f}"),
        "loud": (loud > min(usual, 78.0), f"velocity {loud:.0f}, the others {usual:.0f}"),
        "arpeggio": (_is_broken(notes), "broken chords" if _is_broken(notes) else "not broken"),
        "counter": (any(not row.has_melody for row in rows), "a line of its own"),
    }
    if manner == "four-on-the-floor":
        tests[manner] = _four_on_floor(rows, score)
    if manner in ("growing", "fading"):
        third = score.end_ticks // 3
        first = [n.velocity for row in rows for n in row.notes if n.start_ticks < third]
        last = [n.velocity for row in rows for n in row.notes if n.start_ticks >= 2 * third]
        step = float(np.mean(last)) - float(np.mean(first)) if first and last else 0.0
        tests[manner] = (step > 4 if manner == "growing" else step < -4, f"velocity {step:+.0f} to its end")
    if manner in tests:
        is_kept, told = tests[manner]
        yield Made(f"{manner} {player.name}", f"{manner} {name}", told, is_kept)


def _four_on_floor(rows: list[Row], score: Score) -> tuple[bool, str]:
    """Whether a kick falls on most quarters between its first and its last."""
    kicks = sorted({n.start_ticks for row in rows for n in row.notes if n.pitch in PITCHES["kick"]})
    bars = {tick // score.tempo_map.meter_at(0).bar_ticks for tick in kicks}
    beats = score.tempo_map.meter_at(0).bar_ticks / TICKS_PER_QUARTER * len(bars)
    near = sum(abs(tick - round(tick / TICKS_PER_QUARTER) * TICKS_PER_QUARTER) < 60 for tick in kicks)
    share = near / beats if beats else 0.0
    return share >= 0.8 and near >= 0.8 * len(kicks), f"a kick on {min(share, 1.0):.0%} of the quarters"


def _strokes_where_it_plays(row: Row, bar_ticks: int) -> float:
    bars = {note.start_ticks // bar_ticks for note in row.notes}
    return len({note.start_ticks for note in row.notes}) / max(1, len(bars))


def _is_broken(notes: list[Note]) -> bool:
    """Whether notes mostly come one by one, and quickly."""
    starts = sorted(note.start_ticks for note in notes)
    together = sum(b - a < 30 for a, b in pairwise(starts))
    beats = len({start // TICKS_PER_QUARTER for start in starts})
    return together / max(1, len(starts)) <= _MAX_TOGETHER and len(starts) / max(1, beats) >= _NOTES_A_BEAT


def check_refused(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Nobody who is refused plays."""
    for name in sheet.refused:
        title = name.replace("_", " ")
        if name == "melody":
            has_lead = any(row.has_melody and row.role != "vocals" for row in score.played)
            yield Made("no melody", "no melody", "there is one" if has_lead else "none", not has_lead)
        elif name == "chords":
            thick = [row for row in score.played if row.role not in UNPITCHED and _voices([row]) >= 3]
            told = ", ".join(row.instrument.replace("_", " ") for row in thick) or "nobody plays chords"
            yield Made("no chords", "nobody playing chords", told, not thick)
        elif name in PITCHES:
            struck = any(n.pitch in PITCHES[name] for row in score.played if row.role == "drums" for n in row.notes)
            yield Made(f"no {name}", f"no {title}", "it is struck" if struck else "none", not struck)
        elif name != "backing vocals":  # words in parentheses are sung all the same
            rows = score.named([name])
            yield Made(f"no {name}", f"no {title}", "it plays" if rows else "none", not rows)


def check_closed(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Nobody joins a closed band."""
    if sheet.is_closed.value:
        mine = score.named([player.name for player in sheet.players])
        others = [row for row in score.played if row not in mine]
        if sheet.sings.value:
            others = [row for row in others if row.role not in ("vocals", "backing")]
        told = ", ".join(sorted({row.instrument.replace("_", " ") for row in others})) or "nobody else"
        yield Made("closed band", "nobody else", told, not others)


def check_small(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """A small group is small."""
    count = len({row.instrument for row in score.played})
    if sheet.is_small.value:
        yield Made("small group", "a small group", f"{count} instruments", count <= _SMALL)


def check_most(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """At most so many instruments."""
    count = len({row.instrument for row in score.played})
    most = sheet.max_players.value
    if sheet.max_players.is_set and most:
        yield Made("number of instruments", f"at most {most} instruments", f"{count}", count <= most)


def check_textures(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Noises under the music."""
    for name in sheet.textures:
        has = any(row.instrument == f"texture_{name}" for row in score.rows)
        yield Made(name, f"{name} noise", "it sounds" if has else "none", has)


def check_cues(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Who enters, rests and is alone where."""
    if any(name in PITCHES for cue in sheet.cues for name in cue.players):
        score = replace(score, rows=tuple(part for row in score.rows for part in _pieces_of(row)))
    for cue in sheet.cues:
        if cue.origin == "studio":
            continue
        if cue.verb == "solo":
            yield from _solo(cue, score)
        elif not cue.order:
            spans = spans_of(cue.start, cue.end, score.laid, score.tempo_map)
            for span in spans[:4]:
                yield from _cue(cue, span, spans, score)
    chain = sorted((cue for cue in sheet.cues if cue.order), key=lambda cue: cue.order)
    if chain:
        yield from _opening(chain[0], score)
    named = tuple(name for cue in sheet.cues for name in cue.players)
    firsts = [_first(cue.players, named, score) for cue in chain if EVERYBODY not in cue.players]
    if len(firsts) > 1:
        told = all(a is not None and b is not None and a + TICKS_PER_QUARTER <= b for a, b in pairwise(firsts))
        names = ", then ".join(
            " and ".join(cue.players).replace("_", " ") for cue in chain if EVERYBODY not in cue.players
        )
        yield Made("order of entry", names, "in that order" if told else "in another order", told)


def _pieces_of(row: Row) -> list[Row]:
    """A kit as one row for each of its drums, named after it; every other row as it is."""
    if row.role != "drums":
        return [row]
    narrow = {pitch: name for name, pitches in sorted(PITCHES.items(), key=lambda p: -len(p[1])) for pitch in pitches}
    drums: dict[str, list[Note]] = {}
    for note in row.notes:
        drums.setdefault(narrow.get(note.pitch, "toms"), []).append(note)
    return [replace(row, role=name, notes=tuple(notes)) for name, notes in drums.items()]


def _opening(cue: Cue, score: Score) -> Iterator[Made]:
    """Who opens is alone for a bar at least."""
    if cue.verb != "only" or EVERYBODY in cue.players:
        return
    bar_ticks = score.tempo_map.meter_at(0).bar_ticks
    names = " and ".join(cue.players).replace("_", " ")
    mine = score.named(cue.players)
    others = [row for row in score.played if row not in mine and row.sounds(0, bar_ticks)]
    opens = any(row.sounds(0, 2 * bar_ticks) for row in mine) and not others
    yield Made(f"{names} opens", f"{names} alone at first", "so it begins" if opens else "others play", opens)


def _solo(cue: Cue, score: Score) -> Iterator[Made]:
    names = " and ".join(cue.players).replace("_", " ")
    solos = score.of_kind("solo", cue.start.number if cue.start else 0)
    rows = [row for row in score.named(cue.players) if row.has_melody]
    leads = any(row.sounds(each.start_ticks, each.end_ticks) for row in rows for each in solos)
    yield Made(f"{names} solo", f"a {names} solo", "it has the tune there" if leads else "not so", leads)


def _cue(cue: Cue, span: tuple[int, int], spans: list[tuple[int, int]], score: Score) -> Iterator[Made]:
    names = " and ".join(cue.players).replace("_", " ").replace(EVERYBODY, "everybody")
    at = clock(score.tempo_map.seconds_at(span[0]))
    mine = score.named(cue.players)
    inside = any(row.sounds(*span) for row in mine)
    outside = any(row.sounds(0, span[0]) for row in mine)
    if cue.verb == "enter" and EVERYBODY not in cue.players:
        bar = score.tempo_map.meter_at(span[0]).bar_ticks
        enters = any(row.sounds(span[0], span[0] + 2 * bar + 480) for row in mine) and not outside
        told = "it enters there" if enters else "not so"
        yield Made(f"{names} at {at}", f"{names} entering at {at}", told, enters)
    elif cue.verb in ("out", "leave"):
        yield Made(f"no {names} at {at}", f"no {names} from {at}", "it plays" if inside else "none", not inside)
    elif cue.verb == "in":
        is_kept = inside and not any(_sounds_beside(row, spans) for row in mine)
        yield Made(f"{names} at {at}", f"{names} from {at}", "it plays there" if is_kept else "not so", is_kept)
    elif cue.verb == "only":
        others = [row for row in score.played if row not in mine and row.sounds(*span)]
        told = "others play" if others else "only they" if inside else "they are silent"
        yield Made(f"only {names} at {at}", f"only {names} from {at}", told, inside and not others)


def _sounds_beside(row: Row, spans: list[tuple[int, int]]) -> bool:
    """Whether it begins a note outside all stretches, an upbeat to one apart."""
    return any(not any(a - TICKS_PER_QUARTER <= n.start_ticks < b for a, b in spans) for n in row.notes)


def _first(names: tuple[str, ...], named: tuple[str, ...], score: Score) -> int | None:
    rows = [row for row in score.played if any(means(n, row.role, row.instrument, named) for n in names)]
    return min((n.start_ticks for row in rows for n in row.notes), default=None)
