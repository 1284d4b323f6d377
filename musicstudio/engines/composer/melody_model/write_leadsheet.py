# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what a request leaves open: lays out the bars, sets condition and taste, runs the writer, puts back what
was given."""

import threading
from collections.abc import Sequence

import msgspec
import numpy as np
from threadpoolctl import threadpool_limits

from musicstudio.core.seeds import derive_seed
from musicstudio.core.theory.scales import scale_steps
from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.copies import load_copy_index
from musicstudio.engines.composer.melody_model.form import Plan, echo_numbers, plan_form
from musicstudio.engines.composer.melody_model.layout import lay_out, section_chords, section_melody
from musicstudio.engines.composer.melody_model.meters import sub_bars
from musicstudio.engines.composer.melody_model.network import Array, Network, load_network
from musicstudio.engines.composer.melody_model.passage import BarGrid, ChordSpan, MelodyNote, Passage
from musicstudio.engines.composer.melody_model.request import LeadRequest
from musicstudio.engines.composer.melody_model.sheet_writer import Sheet, Writer
from musicstudio.engines.composer.melody_model.steering import Taste
from musicstudio.engines.composer.melody_model.styles import StyleMix, mode_index, style_mix
from musicstudio.engines.composer.melody_model.tiling import chords_of, melody_of, register_of

_ONE_AT_A_TIME = threading.Lock()
"""One thread a matrix product keeps the same bytes on any number of cores; the limit is the process's, so
writers take turns.
"""
TYPICAL_MIDDLE = 6
"""Learned melodies centre about this many semitones above their tonic."""
_PART_OF_KIND = {"chorus": 2, "hook": 2, "drop": 2, "bridge": 3, "solo": 3, "outro": 3}
_REGISTER_OF_KIND = {"chorus": 1, "hook": 1, "drop": 1, "intro": -1, "outro": -1}


def write_leadsheet(request: LeadRequest) -> Passage:
    """Write whatever of the passage is neither given nor kept. What is given or kept comes back unchanged."""
    if request.chord_loop_bars and request.given_chords is None and not any(request.keep):
        request = msgspec.structs.replace(request, given_chords=_chord_loop(request))
    if request.given_melody is not None and request.given_chords is not None:
        return Passage(request.grid, request.given_melody, request.given_chords)
    home = home_pitch(request)
    sheet = lay_out(request, home, _form(request))
    with _ONE_AT_A_TIME, threadpool_limits(1):
        _writer(request, home).write(sheet)
    return _finish_passage(request, sheet, home)


def harmonize(melody: Sequence[MelodyNote], request: LeadRequest) -> Passage:
    """Chords for a melody, which comes back unchanged."""
    return write_leadsheet(msgspec.structs.replace(request, given_melody=tuple(melody), given_chords=None))


def write_melody(chords: Sequence[ChordSpan], request: LeadRequest) -> Passage:
    """A melody over chords, which come back unchanged."""
    return write_leadsheet(msgspec.structs.replace(request, given_chords=tuple(chords), given_melody=None))


def home_pitch(request: LeadRequest) -> int:
    """The MIDI pitch of the tonic from which the passage is thought: under a given melody, or so that the range
    fits best.
    """
    if request.given_melody:
        return register_of([note.pitch for note in request.given_melody], request.tonic)
    low, high = request.pitch_range
    middle = (low + high) / 2 - TYPICAL_MIDDLE
    return int(request.tonic + 12 * round((middle - request.tonic) / 12))


def _chord_loop(request: LeadRequest) -> tuple[ChordSpan, ...]:
    """The chords of the first bars, written with a melody of their own, repeated to the end."""
    size = min(request.chord_loop_bars, request.grid.bars)
    grid = BarGrid(request.grid.numerator, request.grid.denominator, size)
    first = write_leadsheet(
        msgspec.structs.replace(request, grid=grid, chord_loop_bars=0, cadence="open", form=None, after=None)
    )
    spans = []
    for start in range(0, request.grid.ticks, grid.ticks):
        for chord in first.chords:
            begin, end = (
                chord.start_ticks + start,
                min(chord.start_ticks + chord.length_ticks + start, request.grid.ticks),
            )
            if end > begin:
                spans.append(ChordSpan(begin, end - begin, chord.root, chord.quality, chord.bass))
    return tuple(spans)


def _form(request: LeadRequest) -> list[int]:
    """The form as the network's numbers, asked for or planned from the style and the seed."""
    rng = np.random.default_rng(derive_seed(request.seed, "form", request.style, request.section_kind))
    plan: Plan = request.form or plan_form(request.grid.bars, _mix(request).hook, request.section_kind, rng)
    return echo_numbers(plan, len(sub_bars(request.grid.numerator, request.grid.denominator)))


def _writer(request: LeadRequest, home: int) -> Writer:
    network, mix = load_network(), _mix(request)
    rng = np.random.default_rng(derive_seed(request.seed, "lead sheet", request.style, request.section_kind))
    condition = condition_vector(network, request, mix)
    return Writer(network, condition, _taste(request, mix, home), load_copy_index(), rng, request.temperature)


def condition_vector(network: Network, request: LeadRequest, mix: StyleMix) -> Array:
    """The network's condition for a request, with styles blended."""
    register = 2 + round(1.6 * request.energy) + _REGISTER_OF_KIND.get(request.section_kind, 0)
    density = 1 + min(4, int(5 * (0.75 * request.density + 0.25 * request.energy)))
    part = _PART_OF_KIND.get(request.section_kind, 1)
    single = [[(value, 1.0)] for value in (mode_index(request.mode), part, density, max(1, min(5, register)))]
    habits = [mix.buckets(habit) for habit in ("chord_rate", "colour", "syncopation")]
    return network.condition_vector(
        [mix.learned_weights((request.grid.numerator, request.grid.denominator)), *single, *habits]
    )


def _mix(request: LeadRequest) -> StyleMix:
    return style_mix(request.style, request.style_blend)


def _taste(request: LeadRequest, mix: StyleMix, home: int) -> Taste:
    scale = scale_steps(request.mode)
    low, high = (pitch - home for pitch in request.pitch_range)
    return Taste(
        scale,
        3 in scale,
        mix.chromatic,
        max(low, v.PITCH_LOW),
        min(high, v.PITCH_HIGH),
        request.cadence,
        request.is_singable,
    )


def _finish_passage(request: LeadRequest, sheet: Sheet, home: int) -> Passage:
    """The written bars as a passage, with what was given or kept put back as it was."""
    bars = sheet.bars[sheet.first : sheet.last]
    melody, chords = melody_of(bars, home), chords_of(bars, request.tonic)
    if request.given_melody is not None:
        melody = request.given_melody
    elif request.original and any(request.keep):
        melody = _splice_kept(melody, request.original.melody, request)
    if request.given_chords is not None:
        chords = request.given_chords
    elif request.original and any(request.keep):
        written = section_chords(chords, [not kept for kept in request.keep], request.grid)
        kept = section_chords(request.original.chords, request.keep, request.grid)
        chords = tuple(sorted([*written, *kept], key=lambda chord: chord.start_ticks))
    return Passage(request.grid, melody, chords)


def _splice_kept(
    written: Sequence[MelodyNote], original: Sequence[MelodyNote], request: LeadRequest
) -> tuple[MelodyNote, ...]:
    """Kept notes as they were; new ones wait until a kept one has ended."""
    kept = section_melody(original, request.keep, request.grid)
    notes = list(kept)
    for note in section_melody(written, [not keep for keep in request.keep], request.grid):
        ends = (k.start_ticks + k.length_ticks for k in kept if k.start_ticks <= note.start_ticks)
        start = max([note.start_ticks, *ends])
        if note.start_ticks + note.length_ticks > start:
            notes.append(MelodyNote(start, note.start_ticks + note.length_ticks - start, note.pitch))
    return tuple(sorted(notes, key=lambda note: note.start_ticks))
