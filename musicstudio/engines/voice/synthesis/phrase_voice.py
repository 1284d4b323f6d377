# SPDX-License-Identifier: GPL-3.0-or-later
"""One phrase by one voice: score to timing, speech, pitch and loudness.

Everything about it follows from its `phrase_key`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import SAMPLE_RATE

from ..text.model import Expression
from ..text.phonemes import VOICELESS
from . import acoustic, onsets
from .breath import BEFORE_S, breath_length_s, make_breath
from .dynamics import limit_peaks, shape
from .epochs import find_epochs
from .phrases import Phrase
from .piper_model import PiperModel, open_model
from .pitch_curve import STEP_S, hertz, pitch_curve
from .pitch_report import PitchReport, measure_phrase
from .psola import shift_pitch
from .timing import Sound, place_sounds, speak_sounds
from .voices import RAP, SPOKEN, SUNG, Layer, Voice

VERSION = 2
"""Part of the key: raise it when the same phrase is to sound different."""
OVERSAMPLED = 2 * SAMPLE_RATE
VOICING_SLACK_S = 0.03
Audio = NDArray[np.float32]


@dataclass(frozen=True)
class PhraseAudio:
    """audio: (1 or 2, frames), 48 kHz. lead_s: how much of it comes before the phrase's first note. pitch: measured."""

    audio: Audio
    lead_s: float
    pitch: PitchReport = PitchReport()


@dataclass(frozen=True)
class _Throat:
    """One throat of a voice at one phrase, with its own chance."""

    phrase: Phrase
    voice: Voice
    layer: Layer
    expression: Expression
    rng: np.random.Generator


def phrase_key(phrase: Phrase, voice: Voice, seed: int, expression: Expression) -> str:
    """A name for all that the audio depends on, the same on every machine, wherever in the song the phrase lies."""
    singer = msgspec.structs.replace(voice, model=Path(voice.model).name)
    values = msgspec.msgpack.encode((VERSION, phrase.rest_s, phrase.notes, singer, seed, expression))
    return hashlib.blake2b(values, digest_size=16).hexdigest()


def sing_phrase(phrase: Phrase, voice: Voice, seed: int, expression: Expression) -> PhraseAudio:
    """Sing a phrase; a few hundred milliseconds for each throat of the voice."""
    model = open_model(Path(voice.model))
    key = phrase_key(phrase, voice, seed, expression)
    throats = [
        _Throat(phrase, voice, layer, expression, np.random.default_rng(derive_seed(seed, key, number)))
        for number, layer in enumerate(voice.layers)
    ]
    takes = [(throat.layer, _sing(throat, model)) for throat in throats]
    sung = takes[0][1] if len(takes) == 1 else _blend_throats(takes)
    return replace(sung, pitch=measure_phrase(sung.audio, sung.lead_s, phrase)) if voice.delivery == SUNG else sung


def _sing(throat: _Throat, model: PiperModel) -> PhraseAudio:
    sounds = _time_sounds(throat.phrase, throat.voice, model)
    spoken = acoustic.speak(model, sounds, throat.layer.formant, throat.rng, _late_s(throat, model, sounds))
    if throat.voice.delivery == SUNG:
        audio = _pitch_phrase(throat, spoken, sounds)
    else:
        audio = _resample(spoken.audio, spoken.rate, SAMPLE_RATE)
    audio = shape(audio, SAMPLE_RATE, spoken.start_s, sounds, throat.phrase.notes, throat.expression)
    return _with_breath(throat, audio, -spoken.start_s, sounds[0].start_s)


def _late_s(throat: _Throat, model: PiperModel, sounds: Sequence[Sound]) -> dict[int, float]:
    """How late each vowel would be heard, tried on a sketch of the phrase; nothing for plain speech."""
    if throat.voice.delivery == SPOKEN:
        return {}
    tried, formant = onsets.sketch(sounds), throat.layer.formant
    spoken = acoustic.speak(model, tried, formant, np.random.default_rng(len(sounds)))
    return onsets.lateness_s(spoken.audio, spoken.rate, spoken.start_s, tried, formant)


def _time_sounds(phrase: Phrase, voice: Voice, model: PiperModel) -> tuple[Sound, ...]:
    symbols = [symbol for note in phrase.notes for symbol in note.phonemes]
    natural = acoustic.natural_lengths(model, symbols)
    if voice.delivery == SPOKEN:
        return speak_sounds(phrase, natural.__getitem__)
    return place_sounds(phrase, natural.__getitem__, is_rap=voice.delivery == RAP)


def _pitch_phrase(throat: _Throat, spoken: acoustic.Spoken, sounds: Sequence[Sound]) -> Audio:
    """The spoken phrase on the pitches of its notes, at 48 kHz."""
    fine = _resample(spoken.audio, spoken.rate, OVERSAMPLED)
    low_hz, high_hz = (hz * throat.layer.formant for hz in throat.voice.speech_hz)
    runs = find_epochs(spoken.audio, spoken.rate, low_hz, high_hz, _voiced_spans(sounds, spoken.start_s))
    end_s = spoken.start_s + len(fine) / OVERSAMPLED
    curve = pitch_curve(throat.phrase.notes, spoken.start_s, end_s, throat.expression, throat.rng)
    curve += throat.layer.cents / 100
    target_hz = np.interp(np.arange(len(fine)) / OVERSAMPLED, np.arange(len(curve)) * STEP_S, hertz(curve))
    return _resample(shift_pitch(fine, OVERSAMPLED, runs, target_hz), OVERSAMPLED, SAMPLE_RATE)


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


def _with_breath(throat: _Throat, audio: Audio, lead_s: float, first_s: float) -> PhraseAudio:
    """The phrase after a breath, where the rest leaves room. first_s: where its first sound begins (negative)."""
    amount = throat.expression.breath
    length_s = breath_length_s(throat.phrase.rest_s + first_s, amount)
    if length_s == 0.0:
        return PhraseAudio(audio[None], lead_s)
    breath = make_breath(length_s, SAMPLE_RATE, amount, throat.layer.formant, throat.rng)
    end = round((lead_s + first_s - BEFORE_S) * SAMPLE_RATE)
    extra = max(0, len(breath) - end)
    audio = np.concatenate([np.zeros(extra, np.float32), audio])
    start = end + extra - len(breath)
    audio[start : start + len(breath)] += breath
    return PhraseAudio(audio[None], lead_s + extra / SAMPLE_RATE)


def _blend_throats(throats: Sequence[tuple[Layer, PhraseAudio]]) -> PhraseAudio:
    """Several throats in stereo, constant-power panned, aligned at the first note plus each one's lateness."""
    lead = max(round((sung.lead_s - layer.delay_ms / 1000) * SAMPLE_RATE) for layer, sung in throats)
    offsets = [lead - round((sung.lead_s - layer.delay_ms / 1000) * SAMPLE_RATE) for layer, sung in throats]
    length = max(offset + sung.audio.shape[1] for offset, (_, sung) in zip(offsets, throats, strict=True))
    mix = np.zeros((2, length), np.float32)
    for offset, (layer, sung) in zip(offsets, throats, strict=True):
        angle = (layer.pan + 1) * np.pi / 4
        gain = 10 ** (layer.gain_db / 20) * np.sqrt(2 / len(throats))
        sides = np.array([[np.cos(angle)], [np.sin(angle)]]) * gain
        mix[:, offset : offset + sung.audio.shape[1]] += (sides * sung.audio).astype(np.float32)
    return PhraseAudio(limit_peaks(mix, SAMPLE_RATE), lead / SAMPLE_RATE)


def _resample(audio: Audio, rate: float, to_rate: int) -> Audio:
    import soxr

    return np.asarray(soxr.resample(audio, rate, to_rate), np.float32)
