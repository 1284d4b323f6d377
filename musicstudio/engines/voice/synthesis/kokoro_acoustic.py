# SPDX-License-Identifier: GPL-3.0-or-later
"""Timed sounds to raw voice audio with Kokoro: each letter for its time, near the pitch at which the speaker speaks.

The pitch of the notes comes afterwards, by overlap-add (`psola`): asked for directly, notes an octave over speech break
into subharmonics. The speaker goes a little of the way (`FOLLOWS`), as a singer's sound opens with height.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..text.phonemes import VOICELESS, is_vowel
from .acoustic import Spoken, compensate_lateness
from .kokoro_letters import EDGE, IDS, PAUSE, SPACE, letters_of, stress_mark
from .kokoro_model import CURVE_FPS, RATE, TOKEN_FPS, KokoroModel
from .timing import SILENCE, Sound

LEAD_S, TAIL_S = 0.2, 0.25
EARLY_S = 0.03
"""The sound of a letter is heard this much before the letter's time."""
MARK_S = 0.02
REPEATED_FROM_S = 0.18
"""A vowel held longer is written twice or three times: one held letter closes long before the consonant after it."""
EDGE_OF_VOWEL_S, GLIDE_S = 0.06, 0.14
FOLLOWS = 0.3
"""Share of the way, in octaves, that the speaker's pitch goes to that of the notes."""
LOUD_ENERGY = 6.8
UNVOICED_HZ = 10.0
Array = NDArray[np.float32]
Curve = NDArray[np.float64]


@dataclass(frozen=True)
class _Letter:
    letter: str
    length_s: float


@dataclass(frozen=True)
class SpokenAt:
    """What was spoken, and marks (seconds in its audio) of every period of each voiced run."""

    spoken: Spoken
    runs: tuple[Curve, ...]


def natural_lengths(model: KokoroModel, style: Array, symbols: Sequence[str]) -> dict[str, float]:
    """Seconds that the speaker gives each sound when speaking this sequence, the mean where one comes more than
    once."""
    letters = [mark + letters_of(symbol) for symbol in symbols if (mark := stress_mark(symbol)) is not None]
    ids = [IDS[EDGE], *(IDS[letter] for group in letters for letter in group), IDS[EDGE]]
    ends = np.cumsum([1, *(len(group) for group in letters)])
    frames = model.encode(ids, style).frames
    found: dict[str, list[float]] = {}
    for symbol, (first, last) in zip(symbols, itertools.pairwise(ends), strict=True):
        found.setdefault(symbol, []).append(float(frames[first:last].sum()) / TOKEN_FPS)
    return {symbol: sum(lengths) / len(lengths) for symbol, lengths in found.items()}


def speak(
    model: KokoroModel,
    style: Array,
    sounds: Sequence[Sound],
    home_hz: float,
    note_hz: Curve,
    late_s: Mapping[int, float] | None = None,
) -> SpokenAt:
    """Say ``sounds`` in their times.

    note_hz: pitch of the notes, `CURVE_FPS` a second from `LEAD_S` before the first sound; empty: as speech goes.
    late_s: how late (early: negative) vowels were heard without it, by index of the sound.
    """
    placed = compensate_lateness(sounds, late_s or {}, {})
    letters = _letters(placed)
    encoded = model.encode([IDS[letter.letter] for letter in letters], style)
    alignment = _alignment([letter.length_s for letter in letters])
    pitch, energy = model.predict(encoded, alignment, style)
    start_s = placed[0].start_s - LEAD_S
    pitch, energy = _as_sung(placed, start_s, pitch, energy, home_hz, note_hz)
    audio = model.speak(encoded, alignment, pitch, energy, style)
    return SpokenAt(Spoken(audio, float(RATE), start_s), period_marks(pitch, audio))


def _letters(sounds: Sequence[Sound]) -> list[_Letter]:
    letters = [_Letter(EDGE, LEAD_S + EARLY_S)]
    for index, sound in enumerate(sounds):
        length_s = sound.end_s - sound.start_s
        if sound.starts_word and index and sounds[index - 1].role != "silence":
            letters.append(_Letter(SPACE, 0.0))  # read, but not heard: words are sung together
        letters += _letters_of(sound, length_s)
    return [*letters, _Letter(EDGE, TAIL_S)]


def _letters_of(sound: Sound, length_s: float) -> list[_Letter]:
    if sound.symbol == SILENCE:
        return [_Letter(PAUSE, length_s)]
    letters = letters_of(sound.symbol)
    if sound.role != "nucleus" or not is_vowel(sound.symbol):
        return [_Letter(letter, length_s / len(letters)) for letter in letters]
    mark = stress_mark(sound.symbol)
    mark_s = min(MARK_S, 0.15 * length_s) if mark else 0.0
    return [_Letter(letter, mark_s) for letter in mark] + _vowel(letters, length_s - mark_s)


def _vowel(letters: str, length_s: float) -> list[_Letter]:
    """A vowel held: its letter again and again, what follows it in a diphthong of two letters at the end."""
    end_s = min(GLIDE_S, 0.35 * length_s)
    ends = [_Letter(letter, end_s / len(letters[1:])) for letter in letters[1:]]
    held_s = length_s - (end_s if ends else 0.0)
    if held_s < REPEATED_FROM_S:
        return [_Letter(letters[0], held_s), *ends]
    edge_s = min(EDGE_OF_VOWEL_S, held_s / 4)
    return [_Letter(letters[0], edge_s), _Letter(letters[0], held_s - 2 * edge_s), _Letter(letters[0], edge_s), *ends]


def _alignment(lengths_s: Sequence[float]) -> Array:
    """(letters, frames): how much of each frame belongs to each letter; columns sum to 1."""
    edges = np.concatenate([[0.0], np.cumsum(lengths_s)]) * TOKEN_FPS
    frames = np.arange(int(np.ceil(edges[-1])))
    edges[-1] = len(frames)
    overlap = np.minimum(edges[1:, None], frames + 1) - np.maximum(edges[:-1, None], frames)
    return np.asarray(np.clip(overlap, 0.0, 1.0), np.float32)


def _as_sung(
    sounds: Sequence[Sound], start_s: float, pitch: Array, energy: Array, home_hz: float, note_hz: Curve
) -> tuple[Array, Array]:
    """Pitch near home and voiced where vowels are, energy that does not die away in held vowels."""
    if not len(note_hz):
        return pitch, energy
    times = start_s + (np.arange(len(pitch)) + 0.5) / CURVE_FPS
    wanted = np.interp(np.arange(len(pitch)), np.arange(len(note_hz)), note_hz)
    voiced = pitch > UNVOICED_HZ
    energy = energy.copy()
    for sound in sounds:
        here = (times >= sound.start_s) & (times < sound.end_s)
        if sound.role == "nucleus":
            voiced |= here
            energy[here] = np.maximum(energy[here], min(LOUD_ENERGY, float(energy[here].max(initial=0.0)) + 1.0))
        elif sound.symbol in VOICELESS or sound.role == "silence":
            inner = (times >= sound.start_s + 0.02) & (times < sound.end_s - 0.02)
            voiced &= ~inner
    voiced &= (times >= sounds[0].start_s - 0.03) & (times < sounds[-1].end_s + 0.08)
    near = home_hz ** (1.0 - FOLLOWS) * wanted**FOLLOWS
    return np.where(voiced, near, 0.0).astype(np.float32), energy


def period_marks(pitch: Array, audio: Array) -> tuple[Curve, ...]:
    """Marks of each period, in runs: the network's voice has exactly the pitch that it is given.

    They lie where the sound is strongest in each period.
    """
    rate = RATE / CURVE_FPS
    voiced = np.concatenate([[False], pitch > UNVOICED_HZ, [False]])
    starts, ends = (np.flatnonzero(np.diff(voiced.astype(np.int8)) == step) for step in (1, -1))
    runs = []
    for start, end in zip(starts, ends, strict=True):
        centers = (np.arange(start, end) + 0.5) * rate
        samples = np.arange(round(start * rate), min(len(audio), round(end * rate)))
        hertz = np.interp(samples, centers, pitch[start:end])
        cycles = np.cumsum(hertz / RATE)
        if len(samples) > 2 and cycles[-1] > 4.0:
            runs.append(_marks(cycles, audio[samples[0] : samples[-1] + 1]) / RATE + samples[0] / RATE)
    return tuple(runs)


def _marks(cycles: Curve, audio: Array) -> Curve:
    """Sample positions a whole cycle apart, at the phase with the most energy around it."""
    bins = 24
    phase = np.floor((cycles % 1.0) * bins).astype(np.int64)
    energy = np.bincount(phase, np.square(audio, dtype=np.float64), bins)
    smooth = energy + np.roll(energy, 1) + np.roll(energy, -1)
    offset = (int(np.argmax(smooth)) + 0.5) / bins
    wanted = np.arange(np.ceil(cycles[0] - offset), np.floor(cycles[-1] - offset) + 1) + offset
    return np.asarray(np.interp(wanted, cycles, np.arange(len(cycles))), np.float64)
