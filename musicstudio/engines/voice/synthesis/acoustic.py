# SPDX-License-Identifier: GPL-3.0-or-later
"""Timed sounds to raw voice audio: the network speaks each sound for exactly the frames it is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..text.phonemes import SONORANTS, is_vowel, strip_stress
from .piper_model import LATENT_CHANNELS, PiperModel
from .timing import Sound

LEAD_FRAMES, TAIL_FRAMES = 8, 10
GLIDE_S = 0.13
"""A diphthong's second vowel lasts this long, or two fifths of a short one."""
VOWEL_NOISE, VOWEL_NOISE_FRAMES = 0.2, 8.0
"""Latent noise of held vowels (1: as in speech), slow: white noise made them whisper (docs/VOICE.md)."""
CONSONANT_NOISE = 0.85
SONORANT_CALM = 0.8
EARLY_S = {
    "d": 0.038, "ð": 0.036, "θ": 0.036, "v": 0.034, "ɡ": 0.03, "p": 0.036, "t": 0.028, "dʒ": 0.026, "b": 0.02,
    "z": 0.02, "ʒ": 0.02, "m": 0.018, "n": 0.02, "l": 0.03, "h": 0.012, "tʃ": 0.01, "k": 0.012, "f": 0.01,
    "ʃ": 0.003, "s": 0.003,
}  # fmt: skip
"""How long before its first frame a vowel is usually heard after each consonant (`onsets` measures the rest)."""
Audio = NDArray[np.float32]


@dataclass(frozen=True)
class Spoken:
    """Raw audio at ``rate`` Hz, shape (frames,), whose sample 0 lies ``start_s`` from the phrase's first note
    (negative).
    """

    audio: Audio
    rate: float
    start_s: float


@dataclass(frozen=True)
class _Token:
    """One id of the network: a letter of a sound, or the blank after it."""

    id: int
    letter: str
    sound: int


def natural_lengths(model: PiperModel, symbols: Sequence[str]) -> dict[str, float]:
    """Seconds that the voice gives each sound when it speaks this sequence, the mean where one comes more than once."""
    tokens = _tokens(model, [(symbol, False) for symbol in symbols])
    frames = model.natural_frames([t.id for t in tokens])
    lengths = np.zeros(len(symbols))
    for token, count in zip(tokens, frames, strict=True):
        if 0 <= token.sound < len(symbols):
            lengths[token.sound] += count * model.hop / model.rate
    means: dict[str, list[float]] = {}
    for symbol, length in zip(symbols, lengths, strict=True):
        means.setdefault(symbol, []).append(float(length))
    return {symbol: sum(values) / len(values) for symbol, values in means.items()}


def speak(
    model: PiperModel,
    sounds: Sequence[Sound],
    formant: float,
    rng: np.random.Generator,
    late_s: Mapping[int, float] | None = None,
) -> Spoken:
    """Say ``sounds`` in their times.

    late_s: how late (early: negative) vowels were heard without it, by index of the sound; they begin so much earlier.
    formant: 1.0 as recorded; 1.2 moves every resonance (and the pitch) up by a fifth of itself, as a shorter vocal
    tract does: the network speaks that much slower and the audio is read that much faster.
    """
    rate = model.rate * formant
    fps = rate / model.hop
    tokens = _tokens(model, [(s.symbol, s.starts_word) for s in sounds])
    origin_s = sounds[0].start_s - LEAD_FRAMES / fps
    edges = _edges(tokens, compensate_lateness(sounds, late_s or {}, EARLY_S), fps, origin_s)
    frames = np.diff(np.round(edges)).astype(np.int64)
    noise = _latent_noise(tokens, sounds, frames, rng)
    return Spoken(model.speak([t.id for t in tokens], frames, noise), rate, origin_s)


def _tokens(model: PiperModel, symbols: Sequence[tuple[str, bool]]) -> list[_Token]:
    """Ids as Piper's training had them: start, blank, then each letter with a blank after it, then end."""
    blank = model.ids["_"][0]
    tokens = [_Token(model.ids["^"][0], "^", -1), _Token(blank, "_", -1)]
    for index, (symbol, starts_word) in enumerate(symbols):
        letters = (" " if starts_word and index else "") + symbol
        for letter in letters:
            for number in model.ids.get(letter, ()):
                tokens += [_Token(number, letter, index), _Token(blank, "_", index)]
    return [*tokens, _Token(model.ids["$"][0], "$", len(symbols))]


def _edges(tokens: Sequence[_Token], sounds: Sequence[Sound], fps: float, origin_s: float) -> NDArray[np.float64]:
    """Frame positions (not yet whole) where each token begins, and the end: sounds keep their own bounds exactly."""
    edges = [0.0, LEAD_FRAMES / 2]
    for index, sound in enumerate(sounds):
        own = [t for t in tokens if t.sound == index]
        start = (sound.start_s - origin_s) * fps
        shares = _shares(own, sound, fps)
        edges += [start + part for part in np.cumsum([0.0, *shares])[:-1]]
    end = (sounds[-1].end_s - origin_s) * fps
    return np.array([*edges, end, end + TAIL_FRAMES])


def compensate_lateness(
    sounds: Sequence[Sound], late_s: Mapping[int, float], early_s: Mapping[str, float]
) -> list[Sound]:
    """The sounds with every vowel after a consonant begun when it will be heard in time.

    early_s: how long before its time a vowel is usually heard after each consonant. It moves at most by two fifths of
    its length, or back by half of the consonant's.
    """
    moved = list(sounds)
    for index in range(1, len(moved)):
        before, sound = moved[index - 1], moved[index]
        if sound.role == "nucleus" and before.role == "onset":
            shift_s = min(early_s.get(before.symbol, 0.0) - late_s.get(index, 0.0), 0.4 * (sound.end_s - sound.start_s))
            shift_s = max(shift_s, -(before.end_s - before.start_s) / 2)
            moved[index - 1] = replace(before, end_s=before.end_s + shift_s)
            moved[index] = replace(sound, start_s=sound.start_s + shift_s)
    return moved


def _shares(own: Sequence[_Token], sound: Sound, fps: float) -> list[float]:
    """How a sound's frames are divided among its tokens.

    A consonant's tokens share alike. In a nucleus the vowel letter takes nearly all: the marks and blanks around it
    keep their spoken length, for the network lets the blank after a letter sound like the letter that follows.
    """
    total = (sound.end_s - sound.start_s) * fps
    if sound.role != "nucleus" or not own:
        return [total / len(own)] * len(own) if own else []
    letters = strip_stress(sound.symbol)
    spans = [_fixed_frames(token, letters) for token in own]
    glide = letters[1] if len(letters) > 1 and is_vowel(letters[0]) and is_vowel(letters[1]) else ""
    spans = [
        min(GLIDE_S * fps, 0.35 * total) if token.letter == glide else span
        for token, span in zip(own, spans, strict=True)
    ]
    body = max(total - sum(spans), 0.4 * total)
    squeeze = (total - body) / max(sum(spans), 1e-9)
    return [body if token.letter == letters[0] else span * squeeze for token, span in zip(own, spans, strict=True)]


def _fixed_frames(token: _Token, letters: str) -> float:
    """Frames of a nucleus's token other than its vowel letter."""
    if token.letter == letters[0]:
        return 0.0
    return 2.0 if token.letter == "ː" else 1.0


def _latent_noise(
    tokens: Sequence[_Token], sounds: Sequence[Sound], frames: NDArray[np.int64], rng: np.random.Generator
) -> Audio:
    """Noise for each frame: lively in consonants, faint and slow where the voice is held."""
    held = np.repeat([_heldness(sounds, token.sound) for token in tokens], frames)
    held = np.convolve(np.pad(held, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    noise = rng.standard_normal((LATENT_CHANNELS, len(held)))
    return (CONSONANT_NOISE * (1 - held) * noise + VOWEL_NOISE * held * _slow(noise)).astype(np.float32)


def _slow(noise: NDArray[np.float64]) -> NDArray[np.float64]:
    """The noise smoothed along time by a Gaussian of `VOWEL_NOISE_FRAMES`, its strength kept."""
    from musicstudio.core.scientific import gaussian_filter1d

    strength = np.sqrt(2 * np.sqrt(np.pi) * VOWEL_NOISE_FRAMES)
    return np.asarray(strength * gaussian_filter1d(noise, VOWEL_NOISE_FRAMES, axis=1, mode="wrap"), np.float64)


def _heldness(sounds: Sequence[Sound], index: int) -> float:
    if not 0 <= index < len(sounds):
        return 0.0
    if sounds[index].role == "nucleus":
        return 1.0
    return SONORANT_CALM if sounds[index].symbol in SONORANTS else 0.0
