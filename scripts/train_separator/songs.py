# SPDX-License-Identifier: GPL-3.0-or-later
"""Random multitrack excerpts as notes: enough music for a separator to hear every kind of texture."""

from typing import NamedTuple

import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.instruments import catalogue
from musicstudio.project.model import Note, Tempo, TempoMap

from .bands import GROOVES, LineUp

BAR = 4 * TICKS_PER_QUARTER
STEP = TICKS_PER_QUARTER // 4
_PROGRESSIONS = (
    (0, 5, 3, 4), (0, 3, 4, 0), (5, 3, 0, 4), (1, 4, 0, 5), (0, 0, 3, 4), (0, 6, 5, 4), (3, 4, 2, 5), (0, 2, 3, 3),
    (5, 4, 3, 2),
)  # fmt: skip
_SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 3, 5, 7, 9, 10), (0, 2, 4, 5, 7, 9, 10))
_DRUM_KEYS = {"kick": (36, 35), "snare": (38, 40, 37, 39), "hat": (42, 44, 46, 51, 54, 70)}
_PERCUSSION_KEYS = {"kick": (64, 41, 61), "snare": (63, 62, 60, 66, 39), "hat": (70, 54, 69, 56, 75, 42)}
SYLLABLES = (
    "love", "me", "in", "the", "morning", "light", "when", "the", "river", "runs", "so", "far", "away", "from",
    "home", "tonight", "we", "are", "dancing", "under", "golden", "stars", "hold", "on", "to", "the", "sound",
    "of", "every", "whisper", "calling", "out", "your", "name", "again", "oh", "never", "let", "the", "fire",
    "fade", "into", "the", "rain", "walking", "down", "this", "empty", "street", "I", "hear", "the", "city",
    "breathe", "and", "dream", "about", "tomorrow", "singing", "low", "and", "moving", "slow",
)  # fmt: skip


class Part(NamedTuple):
    """One instrument of the excerpt. stem: drums, bass, other or vocals. instrument: catalogue id, or "voice:ID" for
    a singer.
    """

    stem: str
    instrument: str
    notes: tuple[Note, ...]


class Excerpt(NamedTuple):
    """Some bars of music."""

    tempo_map: TempoMap
    parts: tuple[Part, ...]


def write_excerpt(line_up: LineUp, length_s: float, voices: tuple[str, ...], rng: np.random.Generator) -> Excerpt:
    """Compose parts for all four stems that last about ``length_s``."""
    bpm = float(rng.integers(*line_up.bpm))
    writer = _Writer(line_up, max(1, int(np.ceil(length_s * bpm / 240.0))), rng)
    parts = [Part("drums", str(rng.choice(line_up.kits)), writer.drums())]
    parts.append(Part("bass", str(rng.choice(line_up.basses)), writer.bass()))
    parts += writer.others()
    parts.append(writer.vocals(voices))
    return Excerpt(TempoMap((Tempo(0, bpm),)), tuple(part for part in parts if part.notes))


class _Writer:
    """Shared harmony of one excerpt, and a method for each stem."""

    def __init__(self, line_up: LineUp, bars: int, rng: np.random.Generator) -> None:
        self.line_up, self.bars, self.rng = line_up, bars, rng
        self.tonic = int(rng.integers(0, 12))
        self.scale = _SCALES[int(rng.integers(len(_SCALES)))]
        self.roots = _PROGRESSIONS[int(rng.integers(len(_PROGRESSIONS)))]
        self.sounding = [bar for bar in range(bars) if rng.random() < 0.95] or [0]

    def drums(self) -> tuple[Note, ...]:
        groove = GROOVES[self.line_up.groove]
        is_percussion = False
        keys = {name: int(self.rng.choice(choice, p=_weights(len(choice)))) for name, choice in _DRUM_KEYS.items()}
        if self.rng.random() < 0.15:
            is_percussion = True
            keys = {name: int(self.rng.choice(choice)) for name, choice in _PERCUSSION_KEYS.items()}
        notes = []
        for bar in self._bars_of(0.93):
            if self.rng.random() < 0.12 and not is_percussion:
                notes += self._fill(bar)
                continue
            for name, chances in groove.items():
                for step, chance in enumerate(chances):
                    if chance != "." and self.rng.random() < int(chance) / 9.0:
                        notes.append(self._hit(bar, step, keys[name]))
            if self.rng.random() < 0.2:
                notes.append(self._hit(bar, 0, int(self.rng.choice((49, 57, 55)))))
        return tuple(notes)

    def bass(self) -> tuple[Note, ...]:
        habit = str(self.rng.choice(("eighths", "roots", "walking", "offbeat", "held", "groove")))
        lowest = int(self.rng.choice((28, 31, 33, 38)))
        steps = {
            "eighths": (0, 2, 4, 6, 8, 10, 12, 14),
            "roots": (0, 8),
            "walking": (0, 4, 8, 12),
            "offbeat": (2, 6, 10, 14),
            "held": (0,),
        }
        notes = []
        for bar in self._bars_of(0.93):
            root = self._root(bar)
            places = steps.get(habit) or tuple(sorted(self.rng.choice(16, int(self.rng.integers(3, 8)), replace=False)))
            for place, following in zip(places, (*places[1:], 16), strict=True):
                degree = int(self.rng.choice((0, 0, 0, 4, 2, 7))) if habit in ("walking", "groove") else 0
                length = round((following - place) * STEP * self.rng.uniform(0.5, 1.0))
                notes.append(
                    Note(
                        bar * BAR + int(place) * STEP,
                        length,
                        lowest + (self._pitch(root + degree) - lowest) % 12,
                        self._velocity(),
                    )
                )
        return tuple(notes)

    def others(self) -> list[Part]:
        comp, pads, leads = self.line_up.comp, self.line_up.pads, self.line_up.leads
        makers = [
            (comp, self._comp, 0.8),
            (pads, self._pad, 0.55),
            (leads, self._lead, 0.6),
            (comp, self._arpeggio, 0.35),
            (leads, self._lead, 0.2),
        ]
        chosen = [(names, maker) for names, maker, chance in makers if self.rng.random() < chance] or [makers[0][:2]]
        parts = []
        for names, maker in chosen:
            name = str(self.rng.choice(names))
            stem = "vocals" if catalogue.load()[name].role == "choir" else "other"
            parts.append(Part(stem, name, maker(name)))
        return parts

    def vocals(self, voices: tuple[str, ...]) -> Part:
        voice = str(self.rng.choice(voices))
        low, high = {"joe": (43, 60), "ada": (52, 68), "pip": (57, 73), "choir": (47, 64)}.get(voice, (48, 64))
        notes, pitch = [], int(self.rng.integers(low + 4, high - 4))
        for bar in self._bars_of(0.85):
            places = sorted(self.rng.choice(8, int(self.rng.integers(2, 7)), replace=False))
            for place, following in zip(places, (*places[1:], 8), strict=True):
                pitch = self._near(pitch + int(self.rng.integers(-4, 5)), low, high)
                length = round((following - place) * 2 * STEP * self.rng.uniform(0.7, 1.0))
                word = str(self.rng.choice(SYLLABLES))
                notes.append(Note(bar * BAR + int(place) * 2 * STEP, max(STEP, length), pitch, self._velocity(), word))
        return Part("vocals", f"voice:{voice}", tuple(notes))

    def _comp(self, name: str) -> tuple[Note, ...]:
        pattern = sorted(
            self.rng.choice(16, int(self.rng.integers(2, 4 + round(8 * self.line_up.density))), replace=False)
        )
        register = int(self.rng.integers(50, 62))
        notes = []
        for bar in self._bars_of(0.95):
            for place, following in zip(pattern, (*pattern[1:], 16), strict=True):
                length = round((following - place) * STEP * self.rng.uniform(0.4, 1.0))
                velocity, strum = self._velocity(), int(self.rng.integers(0, 25))
                for order, pitch in enumerate(self._chord(bar, register)):
                    notes.append(Note(bar * BAR + int(place) * STEP + order * strum, length, pitch, velocity))
        return _in_range(notes, name)

    def _pad(self, name: str) -> tuple[Note, ...]:
        register = int(self.rng.integers(52, 66))
        return _in_range([Note(bar * BAR, round(BAR * 0.97), pitch, self._velocity())
                          for bar in self._bars_of(0.95) for pitch in self._chord(bar, register)], name)  # fmt: skip

    def _arpeggio(self, name: str) -> tuple[Note, ...]:
        step = int(self.rng.choice((1, 2)))
        register = int(self.rng.integers(55, 70))
        notes = []
        for bar in self._bars_of(0.9):
            chord = self._chord(bar, register)
            chord = [*chord, chord[0] + 12, *chord[::-1]]
            for order, place in enumerate(range(0, 16, step)):
                notes.append(Note(bar * BAR + place * STEP, step * STEP, chord[order % len(chord)], self._velocity()))
        return _in_range(notes, name)

    def _lead(self, name: str) -> tuple[Note, ...]:
        instrument = catalogue.load()[name]
        low, high = max(52, instrument.low), min(88, instrument.high)
        low, high = (low, high) if high - low > 10 else (instrument.low, instrument.high)
        notes, pitch = [], (low + high) // 2
        for bar in self._bars_of(0.8):
            places = sorted(self.rng.choice(16, int(self.rng.integers(2, 9)), replace=False))
            for place, following in zip(places, (*places[1:], 16), strict=True):
                pitch = self._near(pitch + int(self.rng.integers(-5, 6)), low, high)
                notes.append(
                    Note(
                        bar * BAR + int(place) * STEP, round((following - place) * STEP * 0.92), pitch, self._velocity()
                    )
                )
        return tuple(notes)

    def _fill(self, bar: int) -> list[Note]:
        return [
            self._hit(bar, step, int(self.rng.choice((38, 45, 47, 50, 41, 43, 36))))
            for step in range(16)
            if self.rng.random() < 0.6
        ]

    def _hit(self, bar: int, step: int, key: int) -> Note:
        late = round((self.line_up.swing - 0.5) * 4 * STEP) if step % 4 == 2 else 0
        return Note(bar * BAR + step * STEP + late + int(self.rng.integers(0, 15)), STEP, key, self._velocity())

    def _bars_of(self, share: float) -> list[int]:
        return [bar for bar in self.sounding if self.rng.random() < share]

    def _root(self, bar: int) -> int:
        return self.roots[bar % len(self.roots)]

    def _pitch(self, degree: int) -> int:
        octave, step = divmod(degree, 7)
        return 36 + self.tonic + 12 * octave + self.scale[step]

    def _chord(self, bar: int, register: int) -> list[int]:
        root = self._root(bar)
        degrees = (0, 2, 4, 6) if self.rng.random() < 0.25 else (0, 2, 4)
        return sorted(register + (self._pitch(root + degree) - register) % 12 for degree in degrees)

    def _near(self, pitch: int, low: int, high: int) -> int:
        pitch = min(high, max(low, pitch))
        steps = [
            candidate for candidate in (pitch, pitch - 1, pitch + 1) if (candidate - self.tonic) % 12 in self.scale
        ]
        return steps[0] if steps else pitch

    def _velocity(self) -> int:
        return int(np.clip(self.rng.normal(88, 16), 30, 127))


def _weights(count: int) -> list[float]:
    first = 0.7 if count > 1 else 1.0
    return [first, *[(1.0 - first) / max(1, count - 1)] * (count - 1)]


def _in_range(notes: list[Note], name: str) -> tuple[Note, ...]:
    instrument = catalogue.load()[name]
    moved = []
    for note in notes:
        pitch = note.pitch
        while pitch < instrument.low:
            pitch += 12
        while pitch > instrument.high:
            pitch -= 12
        moved.append(Note(note.start_ticks, max(30, note.length_ticks), pitch, note.velocity))
    return tuple(moved)
