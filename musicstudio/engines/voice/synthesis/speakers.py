# SPDX-License-Identifier: GPL-3.0-or-later
"""The networks that speak for a voice, behind one face: a Piper voice, or one of Kokoro's speakers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..text.phonemes import VOICELESS
from . import acoustic, kokoro_acoustic
from .acoustic import Spoken
from .epochs import find_epochs
from .kokoro_acoustic import LEAD_S, SpokenAt
from .kokoro_model import CURVE_FPS, KokoroModel, open_kokoro, style_of
from .phrases import TimedNote
from .piper_model import PiperModel, open_model
from .pitch_curve import hertz
from .timing import Sound
from .voices import KOKORO, Layer, Voice

VOICING_SLACK_S = 0.03
SMOOTHING_S = 0.08
"""The speaker's own pitch goes from note to note in this time."""
PERIODS = {KOKORO: 1.0}
"""How many neighbouring periods (standard deviation) of held vowels are averaged, by network: see `psola`."""
Curve = NDArray[np.float64]


class Speaker(Protocol):
    """Says sounds in their times. ``notes``: what they will be sung on; empty where they are spoken."""

    def natural_lengths(self, symbols: Sequence[str]) -> dict[str, float]:
        """Seconds that the speaker gives each sound."""

    def say(
        self,
        sounds: Sequence[Sound],
        layer: Layer,
        rng: np.random.Generator,
        late_s: Mapping[int, float],
        notes: Sequence[TimedNote],
    ) -> SpokenAt:
        """The sounds in their times, with marks of their periods where there are notes."""


def open_speaker(voice: Voice) -> Speaker:
    """The speaker of a voice, its network kept open. Raises ModelMissingError or EngineError."""
    if voice.engine == KOKORO:
        return _KokoroSpeaker(open_kokoro(), voice)
    return _PiperSpeaker(open_model(Path(voice.model)), voice.speech_hz)


@dataclass(frozen=True)
class _PiperSpeaker:
    model: PiperModel
    speech_hz: tuple[float, float]

    def natural_lengths(self, symbols: Sequence[str]) -> dict[str, float]:
        return acoustic.natural_lengths(self.model, symbols)

    def say(
        self,
        sounds: Sequence[Sound],
        layer: Layer,
        rng: np.random.Generator,
        late_s: Mapping[int, float],
        notes: Sequence[TimedNote],
    ) -> SpokenAt:
        spoken = acoustic.speak(self.model, sounds, layer.formant, rng, late_s)
        if not notes:
            return SpokenAt(spoken, ())
        low_hz, high_hz = (hz * layer.formant for hz in self.speech_hz)
        runs = find_epochs(spoken.audio, spoken.rate, low_hz, high_hz, _voiced_spans(sounds, spoken.start_s))
        return SpokenAt(spoken, tuple(runs))


@dataclass(frozen=True)
class _KokoroSpeaker:
    model: KokoroModel
    voice: Voice

    def natural_lengths(self, symbols: Sequence[str]) -> dict[str, float]:
        return kokoro_acoustic.natural_lengths(self.model, style_of(self.voice.speakers), symbols)

    def say(
        self,
        sounds: Sequence[Sound],
        layer: Layer,
        rng: np.random.Generator,
        late_s: Mapping[int, float],
        notes: Sequence[TimedNote],
    ) -> SpokenAt:
        """A formant above 1: said that much slower and read that much faster, as `acoustic.speak` does."""
        formant = layer.formant
        slow = [replace(sound, start_s=sound.start_s * formant, end_s=sound.end_s * formant) for sound in sounds]
        late = {index: late * formant for index, late in late_s.items()}
        style = style_of(layer.speakers or self.voice.speakers)
        note_hz = _note_hz(notes, slow[0].start_s - LEAD_S, slow[-1].end_s + 0.5, formant)
        said = kokoro_acoustic.speak(self.model, style, slow, self.voice.home_hz, note_hz, late)
        spoken = Spoken(said.spoken.audio, said.spoken.rate * formant, said.spoken.start_s / formant)
        return SpokenAt(spoken, tuple(run / formant for run in said.runs))


def _note_hz(notes: Sequence[TimedNote], start_s: float, end_s: float, formant: float) -> Curve:
    """The pitch of the notes as the slow speech meets them, `CURVE_FPS` a second, without corners."""
    if not notes:
        return np.zeros(0)
    times = np.arange(start_s, end_s, 1.0 / CURVE_FPS) / formant
    which = np.searchsorted([note.start_s for note in notes], times, side="right") - 1
    pitches = np.array([note.pitch for note in notes], float)[np.clip(which, 0, len(notes) - 1)]
    size = round(SMOOTHING_S * CURVE_FPS) | 1
    smooth = np.convolve(np.pad(pitches, size // 2, mode="edge"), np.hanning(size + 2)[1:-1], mode="valid")
    return np.asarray(hertz(smooth / np.hanning(size + 2).sum()) / formant, np.float64)


def _voiced_spans(sounds: Sequence[Sound], start_s: float) -> list[tuple[float, float]]:
    """Where voicing belongs, in seconds from the audio's start: runs of sounds not voiceless, a little widened."""
    spans: list[tuple[float, float]] = []
    for sound in sounds:
        if sound.symbol in VOICELESS or sound.role == "silence":
            continue
        begin_s, end_s = sound.start_s - start_s - VOICING_SLACK_S, sound.end_s - start_s + VOICING_SLACK_S
        if spans and begin_s <= spans[-1][1] - 2 * VOICING_SLACK_S + 1e-6:
            spans[-1] = (spans[-1][0], end_s)
        else:
            spans.append((begin_s, end_s))
    return spans
