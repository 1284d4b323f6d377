# SPDX-License-Identifier: GPL-3.0-or-later
"""Hums whose truth is known: a tune, and a throat, a whistle or an instrument that gives it with a person's faults."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

RATE = 22_050
NOISE_DB, INHALE_DB = -20.0, -18.0
SCALE = (0, 2, 4, 5, 7, 9, 11)
SIXTEENTHS, SIXTEENTH_CHANCES = (1, 2, 3, 4, 6, 8, 12, 16), (0.12, 0.33, 0.08, 0.25, 0.08, 0.09, 0.02, 0.03)
FORMANTS_HZ = {
    "m": (250, 1000, 2200), "a": (730, 1090, 2440), "o": (500, 850, 2500), "u": (320, 800, 2300),
}  # fmt: skip
BANDWIDTHS_HZ = (80, 110, 160)
LOWEST = {"male": 43, "female": 55, "child": 62, "whistle": 79, "instrument": 62}
TRACT = {"male": 1.0, "female": 1.17, "child": 1.32}
Sound = NDArray[np.float64]


@dataclass(frozen=True)
class TrueNote:
    """A note as it was meant; is_joined: it is slid into from the note before."""

    start_s: float
    end_s: float
    pitch: int
    is_joined: bool = False


@dataclass(frozen=True)
class Manner:
    """How a person hums: who, the vowel (``m``: lips closed), the consonant before notes (``l``, ``d`` or none)."""

    who: str
    vowel: str = "m"
    consonant: str = ""
    vibrato: float = 0.5
    drift: float = 0.5
    scoop: float = 1.0
    detune: float = 0.0


MANNERS = (
    Manner("male"), Manner("female", "a", "l"), Manner("child", "a", "d"), Manner("female"), Manner("male", "u", "d"),
    Manner("male", "a", "l"), Manner("whistle", vibrato=0.3), Manner("female", "o", "d"), Manner("child"),
    Manner("female", "u", "l"),
)  # fmt: skip


@dataclass(frozen=True)
class Hum:
    """What is heard and what was meant. detune: semitones that the whole tune lies too high."""

    audio: Sound
    notes: tuple[TrueNote, ...]
    bpm: float
    manner: Manner


def hum_of(seed: int) -> Hum:
    """The hum of a seed: another person, tune, tempo, vibrato, drift and tuning each."""
    rng = np.random.default_rng(seed)
    kind = MANNERS[seed % len(MANNERS)]
    depth = kind.vibrato * rng.choice([0.4, 0.7, 1.0])
    manner = Manner(kind.who, kind.vowel, kind.consonant, depth, kind.drift, kind.scoop, float(rng.uniform(-0.5, 0.5)))
    bpm = float(rng.uniform(60, 140))
    return sung(tune_of(rng, bpm, LOWEST[kind.who], joined=0.12 if kind.consonant else 0.6), bpm, manner, rng)


def tune_of(rng: np.random.Generator, bpm: float, lowest: int, length_s: float = 18.0, joined: float = 0.0):
    """Notes of a random tune in a random major key: repeats, steps, leaps, rests, sixteenths to whole notes."""
    sixteenth_s = 15.0 / bpm
    steps = [lowest + 12 * octave + step for octave in (0, 1) for step in SCALE]
    steps = [pitch + int(rng.integers(0, 5)) for pitch in steps if pitch - lowest <= 17]
    at, place, notes = 0.3, int(rng.integers(3, len(steps) - 3)), []
    while at < length_s:
        if notes and rng.random() < 0.1:
            at += sixteenth_s * int(rng.choice([2, 4]))
        length_s_ = sixteenth_s * int(rng.choice(SIXTEENTHS, p=SIXTEENTH_CHANCES))
        move = int(rng.choice([0, 1, -1, 2, -2, 4, -4, 7, -7], p=[0.24, 0.2, 0.2, 0.1, 0.1, 0.06, 0.06, 0.02, 0.02]))
        place = int(np.clip(place + move, 0, len(steps) - 1))
        follows = bool(notes) and at - notes[-1].end_s < 0.01
        is_joined = follows and steps[place] != notes[-1].pitch and rng.random() < joined
        early = 0.0 if is_joined else rng.uniform(-0.012, 0.012)
        notes.append(TrueNote(at + early, at + length_s_, steps[place], is_joined))
        at += length_s_
    return tuple(
        TrueNote(n.start_s, min(n.end_s, after.start_s), n.pitch, n.is_joined)
        for n, after in zip(notes, (*notes[1:], TrueNote(1e9, 1e9, 0)), strict=True)
    )


def sung(notes: tuple[TrueNote, ...], bpm: float, manner: Manner, rng: np.random.Generator) -> Hum:
    """Sing the notes in a manner, with breath."""
    frames = int((notes[-1].end_s + 0.5) * RATE)
    pitch, level, dark = _pitch(notes, manner, frames, rng), _level(notes, manner, frames, rng), np.zeros(frames)
    _articulate(notes, manner, level, dark, rng)
    level = _smooth(level, 0.008)
    dark = np.clip(_smooth(dark, 0.008), 0.0, 1.0)
    audio = _whistle(pitch, level) if manner.who == "whistle" else _throat(pitch, level, dark, manner)
    return Hum(_with_breath(audio, notes, level, rng), notes, bpm, manner)


def _pitch(notes: tuple[TrueNote, ...], manner: Manner, frames: int, rng: np.random.Generator) -> Sound:
    """MIDI pitch a frame: drift, scoops, vibrato, glides, a little wander."""
    time = np.arange(frames) / RATE
    pitch = np.full(frames, float(notes[0].pitch))
    for note in notes:
        first, last = int(note.start_s * RATE), int(note.end_s * RATE)
        own = time[first:last] - note.start_s
        length = note.end_s - note.start_s
        line = np.full(len(own), note.pitch + float(np.clip(rng.normal(0, 0.08), -0.2, 0.2)))
        if length > 0.3:
            line += rng.uniform(-1, 1) * manner.drift * (own / length - 0.5)
        if length > 0.25 and not note.is_joined and rng.random() < 0.35:
            line -= manner.scoop * np.clip(1.0 - own / rng.uniform(0.06, 0.12), 0.0, 1.0)
        if length > 0.3 and rng.random() < 0.8:
            fade = np.clip((own - rng.uniform(0.0, 0.2)) / 0.1, 0.0, 1.0)
            line += manner.vibrato * fade * np.sin(2 * np.pi * rng.uniform(5.0, 6.5) * own + rng.uniform(0, 6))
        pitch[first:last] = line
        pitch[last:] = line[-1]
    glide = int(rng.uniform(0.045, 0.08) * RATE)
    pitch = np.convolve(np.pad(pitch, glide, mode="edge"), np.hanning(glide) / np.hanning(glide).sum(), "same")
    wander = np.interp(
        time,
        np.arange(0, frames / RATE + 0.1, 0.05),
        0.04 * rng.standard_normal(int(frames / RATE * 20) + 2 + 1)[: len(np.arange(0, frames / RATE + 0.1, 0.05))],
    )
    slow = rng.uniform(-1, 1) * manner.drift * (time / time[-1] - 0.5)
    return pitch[glide : glide + frames] + wander + slow + manner.detune


def _level(notes: tuple[TrueNote, ...], manner: Manner, frames: int, rng: np.random.Generator) -> Sound:
    level = np.zeros(frames)
    for index, note in enumerate(notes):
        first, last = int(note.start_s * RATE), int(note.end_s * RATE)
        follows = index + 1 < len(notes) and notes[index + 1].start_s - note.end_s < 0.03
        loud = 10 ** (rng.uniform(-4, 0) / 20)
        shape = loud * np.linspace(1.0, rng.uniform(0.6, 0.95), last - first)
        if not follows:
            fade = min(len(shape) // 2, int(0.06 * RATE))
            shape[len(shape) - fade :] *= np.linspace(1.0, 0.0, fade)
        if index == 0 or note.start_s - notes[index - 1].end_s > 0.03:
            rise = min(len(shape) // 2, int(rng.uniform(0.02, 0.05) * RATE))
            shape[:rise] *= np.linspace(0.0, 1.0, rise)
        level[first:last] = shape
    return level


def _articulate(notes, manner: Manner, level: Sound, dark: Sound, rng: np.random.Generator) -> None:
    """The consonant or the closing of the throat before each note that is not slid into, in place."""
    for note in notes:
        if note.is_joined:
            continue
        end = int(note.start_s * RATE)
        if manner.consonant == "l":
            first = max(0, end - int(rng.uniform(0.045, 0.07) * RATE))
            level[first:end] = np.maximum(level[first:end], 0.5 * level[end : end + 50].mean()) * 0.45
            dark[first:end] = 0.8
        elif manner.consonant == "d":
            first = max(0, end - int(rng.uniform(0.035, 0.06) * RATE))
            level[first:end] *= 0.06
            dark[first:end] = 1.0
        else:
            first = max(0, end - int(rng.uniform(0.03, 0.055) * RATE))
            level[first:end] *= 10 ** (rng.uniform(-16, -9) / 20)


def _throat(pitch: Sound, level: Sound, dark: Sound, manner: Manner) -> Sound:
    hertz = 440.0 * 2 ** ((pitch - 69) / 12)
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    audio = np.zeros(len(pitch))
    tilt = 2.1 if manner.vowel == "m" else 1.3
    for k in range(1, 40):
        if k * hertz.min() > 5000:
            break
        gain = k**-tilt * _formants(k * hertz, manner) * (1.0 - dark) ** (k > 1) * (k * hertz < 6000)
        audio += gain * np.sin(k * phase)
    return audio * level


def _formants(hertz: Sound, manner: Manner) -> Sound:
    gain = np.ones(len(hertz))
    for middle, width in zip(FORMANTS_HZ[manner.vowel], BANDWIDTHS_HZ, strict=True):
        own = middle * TRACT[manner.who]
        gain *= own**2 / np.sqrt((own**2 - hertz**2) ** 2 + (width * hertz) ** 2)
    return gain


def _whistle(pitch: Sound, level: Sound) -> Sound:
    return level * np.sin(2 * np.pi * np.cumsum(440.0 * 2 ** ((pitch - 69) / 12)) / RATE)


def _with_breath(audio: Sound, notes: tuple[TrueNote, ...], level: Sound, rng: np.random.Generator) -> Sound:
    """Noise at 20 dB under the tune, and a breath drawn in each long rest."""
    loud = np.sqrt(np.mean(audio[level > 0.2] ** 2))
    noise = rng.standard_normal(len(audio)) * loud * 10 ** (NOISE_DB / 20)
    for note, after in pairwise(notes):
        if after.start_s - note.end_s > 0.4:
            first, last = int((note.end_s + 0.1) * RATE), int((after.start_s - 0.08) * RATE)
            noise[first:last] += (
                np.hanning(last - first) * rng.standard_normal(last - first) * loud * 10 ** (INHALE_DB / 20)
            )
    mixed = audio + noise
    return 0.5 * mixed / np.abs(mixed).max()


def _smooth(values: Sound, seconds: float) -> Sound:
    width = max(3, int(seconds * RATE))
    window = np.hanning(width + 2)[1:-1]
    return np.convolve(values, window / window.sum(), mode="same")
