# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes with syllables to a sung track, phrase by phrase."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.jobs.heartbeat import map_ordered

from ..text.model import Expression, SungNote
from .drawn import Drawn
from .phrase_cache import PhraseCache, shared_cache
from .phrase_voice import PhraseAudio, phrase_key, sing_phrase
from .phrases import Phrase, split_phrases
from .pitch_report import PitchReport, join_reports
from .speakers import open_speaker
from .voices import KOKORO, PIPER, Voice, find_voice

AT_ONCE = {PIPER: 2, KOKORO: 1}
"""Phrases in the making at the same time, by network."""
Audio = NDArray[np.float32]


@dataclass(frozen=True)
class SungAudio:
    """A sung track.

    audio: float32, (1 or 2, frames), 48 kHz; frame ``lead_s * 48000`` falls on tick 0, because a consonant may come
    before the beat.
    """

    audio: Audio
    lead_s: float
    pitch_report: PitchReport
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class PhraseReady:
    """A partial result: one phrase's audio, (1 or 2, frames) at 48 kHz, whose first frame lies at ``start_s`` of the
    song.
    """

    index: int
    start_s: float
    audio: Audio


def sing(
    notes: Sequence[SungNote],
    seconds_at: Callable[[int], float],
    voice: str,
    seed: int,
    expression: Expression = Expression(),
    cache: PhraseCache | None = None,
    drawn: Sequence[Drawn] = (),
) -> Job[SungAudio]:
    """Sing a melody. A job for a worker thread; each progress may carry a `PhraseReady`.

    seconds_at: the tempo map, ticks to seconds. voice: an id of `voices.list_voices`. cache: remembers phrases
    (default: one shared by the process), so that after an edit only its phrase is sung again. drawn: bends, loudness,
    vibrato and breathiness by hand, on the clock of ``seconds_at``. The same arguments
    give the same samples. Raises InputError when there is nothing to sing or no such voice.
    """
    singer = find_voice(voice)
    phrases = split_phrases(notes, seconds_at, drawn)
    if not phrases:
        raise InputError("There is nothing to sing: the melody has no notes or the lyric no words.")
    yield Progress(0.0, f"{singer.name} looks at the score")
    open_speaker(singer)
    sung: list[PhraseAudio] = []
    make = partial(_sing_or_recall, singer, seed, expression, cache if cache is not None else shared_cache())
    for audio in map_ordered(make, phrases, AT_ONCE[singer.engine]):
        ready = None
        if audio is not None:
            ready = PhraseReady(len(sung), phrases[len(sung)].start_s - audio.lead_s, audio.audio)
            sung.append(audio)
        yield Progress(len(sung) / len(phrases), f"{singer.name} has sung {len(sung)} of {len(phrases)} phrases", ready)
    track, lead_s = _join_phrases(phrases, sung, seconds_at(0))
    return SungAudio(track, lead_s, join_reports(phrases, [phrase.pitch for phrase in sung]), _notices(notes, singer))


def _sing_or_recall(voice: Voice, seed: int, expression: Expression, cache: PhraseCache, phrase: Phrase) -> PhraseAudio:
    key = phrase_key(phrase, voice, seed, expression)
    audio = cache.get(key)
    if audio is None:
        audio = sing_phrase(phrase, voice, seed, expression)
        cache.put(key, audio)
    return audio


def _join_phrases(phrases: Sequence[Phrase], sung: Sequence[PhraseAudio], zero_s: float) -> tuple[Audio, float]:
    """All phrases on one track, and the seconds before tick 0."""
    starts = [
        round((phrase.start_s - zero_s - audio.lead_s) * SAMPLE_RATE)
        for phrase, audio in zip(phrases, sung, strict=True)
    ]
    lead = max(0, -min(starts))
    length = lead + max(start + audio.audio.shape[1] for start, audio in zip(starts, sung, strict=True))
    track = np.zeros((max(audio.audio.shape[0] for audio in sung), length), np.float32)
    for start, audio in zip(starts, sung, strict=True):
        track[:, lead + start : lead + start + audio.audio.shape[1]] += audio.audio
    return track, lead / SAMPLE_RATE


def _notices(notes: Sequence[SungNote], voice: Voice) -> tuple[str, ...]:
    outside = sum(not voice.low <= note.pitch <= voice.high for note in notes)
    if not outside or voice.delivery != "sung":
        return ()
    return (f"{outside} of {len(notes)} notes lie outside {voice.name}'s comfortable range and may sound strained.",)
