# SPDX-License-Identifier: GPL-3.0-or-later
"""What is no hum and must be refused: noise, silence, speech, chords, drums, a band; seeded, made by the studio."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import soxr

from musicstudio.instruments.render import render_notes
from musicstudio.project.model import Note, Tempo, TempoMap

from .hum_singer import RATE, Sound, TrueNote

MAP = TempoMap((Tempo(0, 120.0),))
TICKS_A_SECOND = 1920
SENTENCES = (
    "The road to the valley is winding and long. Nobody knows why he left so early, but we think it was the rain.",
    "Have you ever seen such a thing? I was walking home when the lights went out, and everybody began to laugh.",
    "Please put the blue folder on the table, close the window, and call me back before nine in the evening.",
    "One, two, three, four, five. Testing, testing. This is the first take of the second song on the list.",
    "Well, no. Maybe tomorrow. Or on Friday, if the weather is good enough and the train is on time again.",
)
CHORDS = ((0, 4, 7), (0, 3, 7), (0, 5, 9), (0, 4, 9), (0, 4, 7, 11), (0, 3, 7, 10), (0, 7, 12, 16), (0, 5, 10))


def others(seed: int) -> Iterator[tuple[str, Sound]]:
    """(what it is, audio) of everything that is no hum."""
    rng = np.random.default_rng(seed)
    yield "white noise", _noise(rng, 0.0)
    yield "pink noise", _noise(rng, 0.5)
    yield "rumble", _noise(rng, 1.0)
    yield "silence", np.zeros(10 * RATE)
    yield "near silence", 1e-5 * rng.standard_normal(10 * RATE)
    yield "clicks", _clicks(rng)
    for speed, high in ((1.0, 1.0), (0.9, 1.35), (1.15, 1.2)):
        yield f"speech x{high:g}", spoken(SENTENCES[(seed + int(10 * high)) % len(SENTENCES)], speed, high)
    for name in ("grand_piano", "organ", "nylon_guitar", "string_ensemble", "electric_piano", "choir_aahs"):
        yield f"chords {name}", played(name, _chords(rng, 48 + int(rng.integers(0, 12))))
    for name in ("grand_piano", "violin"):
        yield f"thirds {name}", played(name, _thirds(rng))
    for name in ("kit_acoustic", "kit_808", "percussion_latin"):
        yield f"drums {name}", played(name, _beat(rng))
    yield "a band", _band(rng)


def played(instrument: str, notes: tuple[TrueNote, ...], share: float = 1.0) -> Sound:
    """Notes (seconds) on one of the studio's instruments; share: of its length that each is held."""
    written = tuple(Note(_ticks(n.start_s), max(60, _ticks(share * (n.end_s - n.start_s))), n.pitch, 90) for n in notes)
    sound = render_notes(instrument, written, MAP, 0, 1)
    audio = sound.audio.mean(axis=0)[round(sound.lead_s * 48_000) :]
    return np.asarray(soxr.resample(audio, 48_000, RATE), float)


@lru_cache(maxsize=1)
def _speaker():
    from piper import PiperVoice

    from musicstudio.engines.voice.synthesis.voices import find_voice

    return PiperVoice.load(find_voice("joe").model)


def spoken(text: str, slowness: float = 1.0, high: float = 1.0) -> Sound:
    """A sentence in the studio's own speaking voice; high: its pitch and its formants are raised so much."""
    from piper import SynthesisConfig

    voice = _speaker()
    said = voice.synthesize(text, SynthesisConfig(length_scale=slowness * high))
    audio = np.concatenate([chunk.audio_float_array for chunk in said])
    return np.asarray(soxr.resample(audio, voice.config.sample_rate * high, RATE), float)


def _ticks(seconds: float) -> int:
    return round(seconds * TICKS_A_SECOND)


def _noise(rng: np.random.Generator, slope: float) -> Sound:
    spectrum = np.fft.rfft(rng.standard_normal(12 * RATE))
    spectrum[1:] /= np.arange(1, len(spectrum)) ** slope
    noise = np.fft.irfft(spectrum)
    return 0.3 * noise / np.abs(noise).max()


def _clicks(rng: np.random.Generator) -> Sound:
    audio = 1e-4 * rng.standard_normal(10 * RATE)
    for at in np.arange(0.2, 9.8, 0.5):
        audio[int(at * RATE) :][:60] += 0.8 * rng.standard_normal(60)
    return audio


def _chords(rng: np.random.Generator, root: int) -> tuple[TrueNote, ...]:
    moves = rng.choice([0, 5, 7, 9, 2], 6)
    shapes = [CHORDS[int(index)] for index in rng.integers(0, len(CHORDS), 6)]
    return tuple(
        TrueNote(0.2 + 1.5 * i, 0.2 + 1.5 * i + 1.4, root + int(move) + step)
        for i, (move, shape) in enumerate(zip(moves, shapes, strict=True))
        for step in shape
    )


def _thirds(rng: np.random.Generator) -> tuple[TrueNote, ...]:
    steps = rng.choice([60, 62, 64, 65, 67, 69, 71], 16)
    return tuple(
        TrueNote(0.2 + 0.5 * i, 0.65 + 0.5 * i, int(step) + up)
        for i, step in enumerate(steps)
        for up in (0, 4 if step in (60, 65, 67) else 3)
    )


def _beat(rng: np.random.Generator) -> tuple[TrueNote, ...]:
    hits = [(0.5 * i, 36 if i % 2 == 0 else 38) for i in range(20)]
    hits += [(0.25 * i, 42) for i in range(40)] + [(0.25 * int(i), 45) for i in rng.integers(0, 40, 5)]
    return tuple(TrueNote(0.2 + at, 0.3 + at, drum) for at, drum in sorted(hits))


def _band(rng: np.random.Generator) -> Sound:
    tune = played("flute", tuple(TrueNote(0.2 + 0.5 * i, 0.6 + 0.5 * i, int(p)) for i, p in
                                 enumerate(rng.choice([72, 74, 76, 77, 79], 18))))  # fmt: skip
    parts = [tune, played("grand_piano", _chords(rng, 52)), played("kit_acoustic", _beat(rng))]
    parts.append(played("finger_bass", tuple(TrueNote(0.2 + 0.75 * i, 0.9 + 0.75 * i, int(p)) for i, p in
                                             enumerate(rng.choice([36, 38, 41, 43], 12)))))  # fmt: skip
    length = min(len(part) for part in parts)
    return np.sum([part[:length] / np.sqrt(np.mean(part**2)) for part in parts], axis=0) * 0.05
