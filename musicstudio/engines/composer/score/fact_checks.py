# SPDX-License-Identifier: GPL-3.0-or-later
"""Tempo, key, metre, length, mood, voice and style as asked, beside what the notes are."""

from collections.abc import Iterator

import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.engines.composer.form.moments import tick_of
from musicstudio.project.model import Key
from musicstudio.project.model.sheet import Made, SongSheet

from .on_paper import Score, share_in_key

_IN_KEY, _WITH_ASKED_CHORDS = 0.85, 0.8
_SLOW_BELOW, _FAST_FROM = 96.0, 104.0
_NOT_FAST_TO, _NOT_SLOW_FROM = 120.0, 84.0
_STINGER_S = 12.0
_CALM, _STRONG = 0.32, 0.68
_CALM_BUSY, _CALM_LOUD, _LIVELY_BUSY, _LIVELY_LOUD = 25.0, 80.0, 7.0, 60.0
"""Limits between what 13 styles make of "calm" and of "energetic"; notes a second and velocities."""
_BRIGHT = ("major", "lydian", "mixolydian")


def check_tempo(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """The tempo at the start."""
    bpm = score.tempo_map.bpm_at(0)
    if sheet.bpm.is_set and sheet.bpm.value:
        yield Made("tempo", f"{sheet.bpm.value:g} BPM", f"{bpm:.2f} BPM", abs(bpm / sheet.bpm.value - 1) < 1e-3)


def check_pace(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Slow or fast, where no tempo was said."""
    bpm = score.tempo_map.bpm_at(0)
    pace = sheet.pace.value
    if pace is None or 0.35 < pace < 0.65:
        return
    if 0.2 < pace < 0.8:
        is_kept = bpm <= _NOT_FAST_TO if pace < 0.5 else bpm >= _NOT_SLOW_FROM
        yield Made("pace", "not too fast" if pace < 0.5 else "not slow", f"{bpm:.0f} BPM", is_kept)
        return
    is_kept = bpm < _SLOW_BELOW if pace <= 0.2 else bpm > _FAST_FROM
    yield Made("pace", "a slow tempo" if pace <= 0.2 else "a fast tempo", f"{bpm:.0f} BPM", is_kept)


def check_key(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """The key, by name and by the notes of the first section."""
    if not (sheet.key.is_set and sheet.key.value):
        return
    changes = [tick_of(e.at, score.laid, score.tempo_map) for e in sheet.events if e.kind in ("key", "shift")]
    share = share_in_key(score, sheet.key.value, 0, min([t for t in changes if t > 0], default=score.end_ticks))
    if sheet.harmony.is_set and sheet.key.value == score.key and share >= _WITH_ASKED_CHORDS:
        yield Made("key", sheet.key.value.name, score.key.name, True)  # chords that were asked have notes of their own
    elif sheet.key.value != score.key:
        yield Made("key", sheet.key.value.name, score.key.name, False)
    else:
        told = score.key.name if share >= _IN_KEY else f"{score.key.name} with {1 - share:.0%} notes beside its scale"
        yield Made("key", sheet.key.value.name, told, share >= _IN_KEY)


def check_mode(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Minor, major or a church mode, by name and by the notes."""
    if sheet.mode.is_set and sheet.mode.value:
        share = share_in_key(score, Key(score.key.tonic, sheet.mode.value), 0, score.sections[0].end_ticks)
        is_kept = score.key.mode == sheet.mode.value and share >= _IN_KEY
        yield Made("mode", sheet.mode.value, score.key.name, is_kept)


def check_meter(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """The metre at the start."""
    meter = score.tempo_map.meter_at(0)
    if sheet.meter.is_set and sheet.meter.value:
        asked, made = sheet.meter.value, (meter.numerator, meter.denominator)
        yield Made("metre", f"{asked[0]}/{asked[1]}", f"{made[0]}/{made[1]}", asked == made)


def check_swing(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Swung or straight: whether more notes lie near two thirds of a beat than near its half."""
    asked = sheet.swing.value
    if not (sheet.swing.is_set and asked):
        return
    places = [note.start_ticks % TICKS_PER_QUARTER / TICKS_PER_QUARTER for row in score.played for note in row.notes]
    late, even = sum(0.615 <= p <= 0.73 for p in places), sum(0.45 <= p <= 0.56 for p in places)
    told = f"{late} eighths late, {even} even"
    yield Made("swing", f"{asked} eighths", told, late > even if asked == "swung" else even > late)


def check_length(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """The length in seconds."""
    if sheet.length_s.is_set and sheet.length_s.value:
        is_kept = abs(score.length_s - sheet.length_s.value) < 0.02
        yield Made("length", f"{sheet.length_s.value:g} s", f"{score.length_s:.2f} s", is_kept)


def check_bars(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """The number of bars."""
    if sheet.bars.is_set and sheet.bars.value and not sheet.length_s.is_set:
        bars = score.tempo_map.bar_at(max(0, score.end_ticks - 1))[0]
        yield Made("bars", f"{sheet.bars.value} bars", f"{bars} bars", bars == sheet.bars.value)


def check_loop(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """A loop is whole bars of one tempo."""
    if sheet.is_loop.is_set and sheet.is_loop.value:
        bar_ticks = score.tempo_map.meter_at(0).bar_ticks
        is_whole = score.end_ticks % bar_ticks == 0 and len({t.bpm for t in score.tempo_map.tempos}) == 1
        told = f"{score.end_ticks / bar_ticks:g} bars, {score.length_s:.3f} s"
        yield Made("loop", "a loop of whole bars", told, is_whole)


def check_stinger(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """A stinger is short."""
    if sheet.is_stinger.is_set and sheet.is_stinger.value and not (sheet.length_s.is_set or sheet.bars.is_set):
        yield Made("stinger", "a short piece", f"{score.length_s:.1f} s", score.length_s <= _STINGER_S)


def check_sings(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Whether somebody sings."""
    if sheet.sings.is_set and sheet.sings.value is not None:
        sung = any(row.role in ("vocals", "backing", "choir") for row in score.played)
        if sheet.sings.value:
            yield Made("voice", "somebody sings", "sung" if sung else "nobody sings", sung)
        else:
            alone = not any(row.role in ("vocals", "backing") for row in score.played)
            yield Made("voice", "nobody sings", "nobody sings" if alone else "sung", alone)


def busyness_of(score: Score) -> tuple[float, float]:
    """(notes a second, mean velocity) of a whole song."""
    notes = [note for row in score.played for note in row.notes]
    loud = float(np.mean([note.velocity for note in notes])) if notes else 0.0
    return len(notes) / max(1.0, score.length_s), loud


def check_energy(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Calm or lively, told from the notes alone, where words of the prompt are plain about it."""
    energy = sheet.energy.value
    is_said = any(span.caused in ("the mood", "how strong it is") for span in sheet.spans)
    if (
        not (is_said or sheet.energy.is_by_hand)
        or energy is None
        or _CALM < energy < _STRONG
        or sheet.arc
        or sheet.events
    ):
        return
    busy, loud = busyness_of(score)
    is_calm = busy < _CALM_BUSY and loud < _CALM_LOUD
    is_kept = is_calm if energy <= _CALM else busy > _LIVELY_BUSY or loud > _LIVELY_LOUD
    told = f"{busy:.0f} notes a second, velocity {loud:.0f}"
    yield Made("energy", "calm" if energy <= _CALM else "lively", told, is_kept)


def check_valence(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """Bright or dark, as far as a key tells it; where a key was asked, that one counts."""
    valence = sheet.valence.value
    is_said = any(span.caused == "the mood" for span in sheet.spans)
    if (
        not (is_said or sheet.valence.is_by_hand)
        or valence is None
        or 0.24 < valence < 0.76
        or sheet.key.is_set
        or sheet.mode.is_set
    ):
        return
    is_bright = score.key.mode in _BRIGHT
    yield Made("valence", "bright" if valence > 0.5 else "dark", score.key.name, is_bright == (valence > 0.5))
