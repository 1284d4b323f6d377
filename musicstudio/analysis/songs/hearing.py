# SPDX-License-Identifier: GPL-3.0-or-later
"""A recording listened to once: what it is, its pulse, key, chords, form, and the tune of a single voice."""

import itertools
from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from musicstudio.core.progress import Job, Progress, within
from musicstudio.project.model import Key

from ..detected import DetectedBeats, DetectedChord, DetectedKey, DetectedNote
from ..features import LISTEN_RATE, Floats, magnitudes, noisiness, onset_strength, to_mono
from ..pitched import activations, notes_of
from ..tempo import HOP
from ..tune.beat import find_beat
from ..tune.listen import find_tune
from ..tune.one_voice import Heard
from .harmony import Harmony, find_harmony
from .heard import Content, HeardSong
from .pulse import find_pulse
from .sections import FormPart, find_form
from .weights import FRAME_S, Weights, colors, frame_weights, weights_between

_SILENT_DB = -80.0
_SOUNDING, _VOICES_OF_ONE = 0.3, 1.6
_LEAST_PITCHED, _LEAST_HELD, _HELD_S = 0.25, 0.15, 0.25
_QUIET_SHARE = 0.01
_SURE_TUNE_BEAT = 0.4
_NOISE = 0.45
_BAND_HOP, _BANDS = 2048, 32


def hear_song(audio: Floats, rate: int, grid_s: Sequence[float] = (), beats_per_bar: int = 4) -> Job[HeardSong]:
    """Listen to (channels, frames) audio. grid_s: beats that are known already, the first of them a bar's first; the
    pulse is found where there are none.

    Raises `ModelMissingError` when the note listener is not among the resources.
    """
    yield Progress(0.0, "Listening to the recording")
    mono = to_mono(audio, rate)
    if np.abs(mono).max(initial=0.0) < 10 ** (_SILENT_DB / 20):
        return HeardSong(Content.SILENCE, DetectedBeats(120.0, ()), _no_key())
    roll, onsets = yield from within(activations(mono), 0.05, 0.6)
    yield Progress(0.6, "Finding the beat")
    frames = frame_weights(roll)
    strength = onset_strength(mono, LISTEN_RATE, HOP)
    notes = notes_of(roll, onsets)
    content = _content(mono, roll, notes)
    tune = _tune(audio, rate) if content is Content.ONE_VOICE else ()
    if len(grid_s) > 1:
        beats = _beats_on_grid(grid_s, beats_per_bar)
    else:
        beats = _beats_of_tune(tune, len(mono) / LISTEN_RATE) if tune else find_pulse(strength, frames)
    if len(beats.beats_s) < 2:
        return HeardSong(content, beats, _no_key())
    yield Progress(0.8, "Finding key, chords and sections")
    beats = _until(beats, _last_sound_s(mono))
    edges = (*beats.beats_s, 2 * beats.beats_s[-1] - beats.beats_s[-2])
    lines = _bar_lines(edges, beats)
    by_beat = weights_between(frames, edges)
    downbeats = [(i - beats.first_downbeat) % beats.beats_per_bar == 0 for i in range(len(edges) - 1)]
    harmony = find_harmony(by_beat, downbeats)
    has_key = content in (Content.MUSIC, Content.ONE_VOICE)
    return HeardSong(
        content=content,
        beats=beats,
        key=harmony.key if has_key else _no_key(),
        chords=chords_of(harmony, edges) if content is Content.MUSIC else (),
        form=_form(mono, frames, lines),
        bar_lines_s=tuple(lines),
        tune=tune,
    )


def chords_of(harmony: Harmony, edges_s: Sequence[float]) -> tuple[DetectedChord, ...]:
    """A chord for each run of beats that have the same."""
    joined: list[DetectedChord] = []
    for index, (chord, sure) in enumerate(zip(harmony.chords, harmony.confidences, strict=True)):
        if chord is None:
            continue
        start, end, last = edges_s[index], edges_s[index + 1], joined[-1] if joined else None
        if last and (last.root, last.quality) == chord and abs(last.end_s - start) < 1e-6:
            share = (end - start) / (end - last.start_s)
            joined[-1] = DetectedChord(last.start_s, end, *chord, last.confidence * (1 - share) + sure * share)
        else:
            joined.append(DetectedChord(start, end, *chord, sure))
    return tuple(joined)


def _last_sound_s(mono: Floats) -> float:
    loud = _loud_frames(mono, len(mono) // HOP)
    return float((np.nonzero(loud)[0][-1] + 1) * FRAME_S) if loud.any() else 0.0


def _until(beats: DetectedBeats, end_s: float) -> DetectedBeats:
    """Beats while there is anything to hear, two at least."""
    kept = tuple(at for at in beats.beats_s if at < end_s - 0.05)
    return replace(beats, beats_s=max(kept, beats.beats_s[:2], key=len))


def _bar_lines(edges: Sequence[float], beats: DetectedBeats) -> tuple[float, ...]:
    """Where bars begin, and where the last ends; half a bar or more before the first or after the last counts as
    one."""
    count = beats.beats_per_bar
    lines = list(edges[beats.first_downbeat :: count])
    if len(lines) < 2:
        return tuple(lines)
    if 2 * ((len(edges) - 1 - beats.first_downbeat) % count) >= count:
        lines.append(2 * lines[-1] - lines[-2])
    if 2 * beats.first_downbeat >= count:
        lines.insert(0, 2 * lines[0] - lines[1])
    return tuple(lines)


def _no_key() -> DetectedKey:
    return DetectedKey(Key(), Key(9, "minor"), 0.0)


def _beats_on_grid(grid_s: Sequence[float], beats_per_bar: int) -> DetectedBeats:
    bpm = 60.0 * (len(grid_s) - 1) / (grid_s[-1] - grid_s[0])
    return DetectedBeats(bpm, tuple(grid_s), beats_per_bar, 0, 1.0)


def _content(mono: Floats, roll: Floats, notes: Sequence[DetectedNote]) -> Content:
    """Noise, speech and drums hold no pitch for long; one voice has one pitch at a time."""
    if noisiness(mono) > _NOISE:
        return Content.UNPITCHED
    voices = (roll > _SOUNDING).sum(axis=1)
    loud = _loud_frames(mono, len(voices))
    seconds = max(1.0, loud.sum() * FRAME_S)
    held = sum(note.end_s - note.start_s for note in notes if note.end_s - note.start_s > _HELD_S)
    pitched = float((voices[loud] > 0).mean()) if loud.any() else 0.0
    if pitched < _LEAST_PITCHED or held / seconds < _LEAST_HELD:
        return Content.UNPITCHED
    return Content.ONE_VOICE if voices[voices > 0].mean() < _VOICES_OF_ONE else Content.MUSIC


def _loud_frames(mono: Floats, count: int) -> Floats:
    pieces = mono[: count * HOP].reshape(-1, HOP)
    level = np.sqrt((pieces**2).mean(axis=1))
    is_loud = level > _QUIET_SHARE * level.max(initial=0.0)
    return np.pad(is_loud, (0, count - len(is_loud)))


def _tune(audio: Floats, rate: int) -> tuple[DetectedNote, ...]:
    """The notes of one voice, none where it is no tune."""
    tune = find_tune(audio, rate)
    return tune.notes if tune.heard is Heard.TUNE else ()


def _beats_of_tune(notes: Sequence[DetectedNote], length_s: float) -> DetectedBeats:
    """The beats that a tune without accompaniment keeps to, its first note on the first of a bar."""
    beat = find_beat(tuple(notes))
    period_s = 60.0 / beat.bpm
    before = max(0, int(beat.beat_s / period_s + 1e-6))
    times = np.arange(max(0.0, beat.beat_s - before * period_s), length_s, period_s)
    confidence = beat.confidence if beat.confidence >= _SURE_TUNE_BEAT else 0.0
    return DetectedBeats(beat.bpm, tuple(float(at) for at in times), 4, before % 4, confidence)


def _form(mono: Floats, frames: Weights, lines_s: Sequence[float]) -> tuple[FormPart, ...]:
    """By what sounds, in which bands, and how loud, bar by bar."""
    if len(lines_s) < 2:
        return ()
    bands = magnitudes(mono, 2048, _BAND_HOP)[:512].reshape(_BANDS, 16, -1).mean(axis=1).T
    edges = [min(max(0, int(line * LISTEN_RATE / _BAND_HOP)), len(bands) - 1) for line in lines_s]
    by_bar = np.array([bands[a : max(a + 1, b)].mean(axis=0) for a, b in itertools.pairwise(edges)])
    harmony = colors(weights_between(frames, lines_s))
    return find_form(np.concatenate([harmony, np.log1p(20 * by_bar) / 4], axis=1), np.log1p(by_bar.sum(axis=1)))
