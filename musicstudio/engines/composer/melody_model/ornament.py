# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoration that leaves a melody recognisable: passing notes, neighbours, split notes, small anticipations."""

from collections.abc import Callable, Sequence

import numpy as np

from musicstudio.core.seeds import derive_seed
from musicstudio.core.theory.scales import scale_steps
from musicstudio.engines.composer.melody_model.passage import MelodyNote, Passage
from musicstudio.engines.composer.melody_model.request import LeadRequest

EIGHTH, SIXTEENTH = 480, 240

Decoration = Callable[[MelodyNote, MelodyNote, Sequence[int]], tuple[MelodyNote, ...] | None]
"""(note, the next one, scale as pitch classes) to what takes the note's place, or None where it does not fit."""


def ornament(passage: Passage, share: float, seed: int, request: LeadRequest) -> Passage:
    """The passage with about ``share`` (0 to 1) of its notes decorated; every note keeps its place or its pitch."""
    rng = np.random.default_rng(derive_seed(seed, "ornament"))
    scale = [(step + request.tonic) % 12 for step in scale_steps(request.mode)]
    notes: list[MelodyNote] = []
    for note, following in zip(passage.melody, passage.melody[1:], strict=False):
        notes += _decorate_note(note, following, scale, rng) if rng.random() < share else (note,)
    return Passage(passage.grid, (*notes, *passage.melody[-1:]), passage.chords)


def _decorate_note(
    note: MelodyNote, following: MelodyNote, scale: Sequence[int], rng: np.random.Generator
) -> tuple[MelodyNote, ...]:
    """The first of the decorations, in random order, that fits."""
    for index in rng.permutation(len(DECORATIONS)):
        done: tuple[MelodyNote, ...] | None = DECORATIONS[int(index)](note, following, scale)
        if done:
            return done
    return (note,)


def _passing_note(note: MelodyNote, following: MelodyNote, scale: Sequence[int]) -> tuple[MelodyNote, ...] | None:
    """A step between two notes a third or fourth apart."""
    gap = following.pitch - note.pitch
    between = _scale_step(note.pitch, 1 if gap > 0 else -1, scale)
    is_between = min(note.pitch, following.pitch) < between < max(note.pitch, following.pitch)
    return _tail(note, between, following) if 3 <= abs(gap) <= 5 and is_between else None


def _neighbor(note: MelodyNote, following: MelodyNote, scale: Sequence[int]) -> tuple[MelodyNote, ...] | None:
    """The scale step below or above between two equal notes."""
    if note.pitch != following.pitch:
        return None
    return _tail(note, _scale_step(note.pitch, -1 if note.pitch % 2 else 1, scale), following)


def _split(note: MelodyNote, following: MelodyNote, scale: Sequence[int]) -> tuple[MelodyNote, ...] | None:
    """A long note struck twice."""
    if note.length_ticks < 2 * EIGHTH:
        return None
    half = note.length_ticks // 2 // SIXTEENTH * SIXTEENTH
    again = MelodyNote(note.start_ticks + half, note.length_ticks - half, note.pitch)
    return MelodyNote(note.start_ticks, half, note.pitch), again


def _anticipation(note: MelodyNote, following: MelodyNote, scale: Sequence[int]) -> tuple[MelodyNote, ...] | None:
    """The next pitch already sounds at the end of a long note."""
    return _tail(note, following.pitch, following) if note.length_ticks >= 3 * EIGHTH else None


def _tail(note: MelodyNote, pitch: int, following: MelodyNote) -> tuple[MelodyNote, ...] | None:
    """The end of ``note`` goes to ``pitch``; None where the note is short or does not lead straight on."""
    end = note.start_ticks + note.length_ticks
    if note.length_ticks < EIGHTH or following.start_ticks - end > SIXTEENTH:
        return None
    tail = SIXTEENTH if note.length_ticks < 2 * EIGHTH else EIGHTH
    first = MelodyNote(note.start_ticks, note.length_ticks - tail, note.pitch)
    return first, MelodyNote(end - tail, tail, pitch)


def _scale_step(pitch: int, direction: int, scale: Sequence[int]) -> int:
    """The next pitch of the scale above (1) or below (-1)."""
    step = pitch + direction
    while step % 12 not in scale:
        step += direction
    return step


DECORATIONS: tuple[Decoration, ...] = (_passing_note, _neighbor, _split, _anticipation)
