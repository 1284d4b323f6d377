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
from . import onsets
from .breath import BEFORE_S, breath_length_s, make_breath
from .drawn import BREATH, LOUDNESS_DB, Drawn, breathe, drawn_at
from .dynamics import limit_peaks, shape
from .kokoro_acoustic import SpokenAt
from .phrases import Phrase
from .pitch_curve import STEP_S, hertz, pitch_curve
from .pitch_report import PitchReport, measure_phrase
from .psola import shift_pitch
from .speakers import PERIODS, Speaker, open_speaker
from .timing import Sound, place_sounds, speak_sounds
from .voices import RAP, SPOKEN, SUNG, Layer, Voice

VERSION = 2
"""Part of the key: raise it when the same phrase is to sound different."""
OVERSAMPLED = 2 * SAMPLE_RATE
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
    key = _chance_key(phrase, voice, seed, expression)
    if not phrase.drawn:
        return key
    return hashlib.blake2b(key.encode() + msgspec.msgpack.encode(phrase.drawn), digest_size=16).hexdigest()


def _chance_key(phrase: Phrase, voice: Voice, seed: int, expression: Expression) -> str:
    """What the singer's chance follows from: not from what is drawn, which changes nothing else."""
    singer = msgspec.structs.replace(voice, model=Path(voice.model).name)
    values = msgspec.msgpack.encode((VERSION, phrase.rest_s, phrase.notes, singer, seed, expression))
    return hashlib.blake2b(values, digest_size=16).hexdigest()


def sing_phrase(phrase: Phrase, voice: Voice, seed: int, expression: Expression) -> PhraseAudio:
    """Sing a phrase; a few hundred milliseconds for each throat of the voice."""
    speaker = open_speaker(voice)
    key = _chance_key(phrase, voice, seed, expression)
    throats = [
        _Throat(phrase, voice, layer, expression, np.random.default_rng(derive_seed(seed, key, number)))
        for number, layer in enumerate(voice.layers)
    ]
    takes = [(throat.layer, _sing(throat, speaker)) for throat in throats]
    sung = takes[0][1] if len(takes) == 1 else _blend_throats(takes)
    return replace(sung, pitch=measure_phrase(sung.audio, sung.lead_s, phrase)) if voice.delivery == SUNG else sung


def _sing(throat: _Throat, speaker: Speaker) -> PhraseAudio:
    sounds = _time_sounds(throat.phrase, throat.voice, speaker)
    is_sung = throat.voice.delivery == SUNG
    late_s = _late_s(throat, speaker, sounds)
    said = speaker.say(sounds, throat.layer, throat.rng, late_s, throat.phrase.notes if is_sung else ())
    spoken = said.spoken
    audio = _pitch_phrase(throat, said) if is_sung else _resample(spoken.audio, spoken.rate, SAMPLE_RATE)
    audio = shape(audio, SAMPLE_RATE, spoken.start_s, sounds, throat.phrase.notes, throat.expression)
    audio = _as_drawn(audio, spoken.start_s, throat.phrase.drawn)
    return _with_breath(throat, audio, -spoken.start_s, sounds[0].start_s)


def _as_drawn(audio: Audio, start_s: float, drawn: Sequence[Drawn]) -> Audio:
    """The sung phrase with the breathiness and the loudness that are drawn."""
    if not drawn:
        return audio
    times = start_s + np.arange(len(audio)) / SAMPLE_RATE
    amounts, loudness_db = drawn_at(drawn, BREATH, times), drawn_at(drawn, LOUDNESS_DB, times)
    if amounts is not None:
        audio = breathe(audio, SAMPLE_RATE, amounts)
    if loudness_db is not None:
        audio = np.asarray(audio * 10 ** (loudness_db / 20), np.float32)
    return np.asarray(limit_peaks(audio[None], SAMPLE_RATE)[0])


def _late_s(throat: _Throat, speaker: Speaker, sounds: Sequence[Sound]) -> dict[int, float]:
    """How late each vowel would be heard, tried on a sketch of the phrase; nothing for plain speech."""
    if throat.voice.delivery == SPOKEN:
        return {}
    tried = onsets.sketch(sounds)
    spoken = speaker.say(tried, throat.layer, np.random.default_rng(len(sounds)), {}, ()).spoken
    return onsets.lateness_s(spoken.audio, spoken.rate, spoken.start_s, tried, throat.layer.formant)


def _time_sounds(phrase: Phrase, voice: Voice, speaker: Speaker) -> tuple[Sound, ...]:
    symbols = [symbol for note in phrase.notes for symbol in note.phonemes]
    natural = speaker.natural_lengths(symbols)
    if voice.delivery == SPOKEN:
        return speak_sounds(phrase, natural.__getitem__)
    return place_sounds(phrase, natural.__getitem__, is_rap=voice.delivery == RAP)


def _pitch_phrase(throat: _Throat, said: SpokenAt) -> Audio:
    """The spoken phrase on the pitches of its notes, at 48 kHz."""
    spoken = said.spoken
    fine = _resample(spoken.audio, spoken.rate, OVERSAMPLED)
    end_s = spoken.start_s + len(fine) / OVERSAMPLED
    curve = pitch_curve(throat.phrase.notes, spoken.start_s, end_s, throat.expression, throat.rng, throat.phrase.drawn)
    curve += throat.layer.cents / 100
    target_hz = np.interp(np.arange(len(fine)) / OVERSAMPLED, np.arange(len(curve)) * STEP_S, hertz(curve))
    periods = PERIODS.get(throat.voice.engine, 0.0)
    return _resample(shift_pitch(fine, OVERSAMPLED, said.runs, target_hz, periods), OVERSAMPLED, SAMPLE_RATE)


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
