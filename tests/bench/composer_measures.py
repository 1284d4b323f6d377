# SPDX-License-Identifier: GPL-3.0-or-later
"""What the composer's bench measures on one song: independent ears (librosa, pyloudnorm) on the unmastered mix."""

from itertools import pairwise
from typing import Any

import numpy as np
from msgspec import Struct

from musicstudio.engines.contract import Result
from musicstudio.project.model import Key, Project
from tests.dsp.whole_sound import true_peak_db

RATE = 22_050
_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
_MINOR_MODES = ("minor", "dorian", "phrygian")
_SILENT_DB = -60.0


class Measures(Struct, frozen=True):
    """One song, measured. Loudness in LUFS, peaks in dBTP, frequencies in Hz, shares 0 to 1."""

    asked_bpm: float
    heard_bpm: float
    tempo_match: str
    asked_key: str
    heard_key: str
    key_match: str
    loudness_lufs: float
    peak_dbtp: float
    centroid_hz: float
    bandwidth_hz: float
    silent_share: float
    clipped_samples: int
    repetition: float
    contrast_db: float
    parts: int
    length_s: float


def measure(mix: np.ndarray, result: Result, project: Project) -> Measures:
    """Listen to an unmastered mix, float32 (2, frames) at 48 kHz."""
    import librosa

    mono = librosa.resample(mix.mean(axis=0), orig_sr=48_000, target_sr=RATE)
    bpm = heard_bpm(mono)
    key = heard_key(mono)
    asked = result.tempo_map.bpm_at(0)
    level = librosa.amplitude_to_db(librosa.feature.rms(y=mono)[0], ref=1.0, amin=1e-6)
    return Measures(
        asked_bpm=round(asked, 1),
        heard_bpm=round(bpm, 1),
        tempo_match=tempo_match(asked, bpm),
        asked_key=result.key.name,
        heard_key=key.name,
        key_match=key_match(result.key, key),
        loudness_lufs=round(loudness(mix), 1),
        peak_dbtp=round(true_peak_db(mix), 1),
        centroid_hz=round(float(librosa.feature.spectral_centroid(y=mono, sr=RATE).mean())),
        bandwidth_hz=round(float(librosa.feature.spectral_bandwidth(y=mono, sr=RATE).mean())),
        silent_share=round(float((level < _SILENT_DB).mean()), 3),
        clipped_samples=int((np.abs(mix) >= 1.0).sum()),
        repetition=round(repetition(result), 2),
        contrast_db=round(contrast_db(mix, project), 1),
        parts=len(result.parts),
        length_s=round(mix.shape[1] / 48_000, 2),
    )


def heard_bpm(mono: np.ndarray) -> float:
    """The tempo that librosa hears."""
    import librosa

    onsets = librosa.onset.onset_strength(y=mono, sr=RATE)
    return float(np.ravel(librosa.feature.tempo(onset_envelope=onsets, sr=RATE))[0])


def tempo_match(asked: float, heard: float) -> str:
    """``yes`` within 4 %, ``half`` or ``double``, a ratio of three for swing and compound metres, or ``no``."""
    names = {1.0: "yes", 0.5: "half", 2.0: "double", 2 / 3: "2/3", 1.5: "3/2", 1 / 3: "1/3", 4 / 3: "4/3", 0.75: "3/4"}
    return next((name for ratio, name in names.items() if abs(heard / asked / ratio - 1) < 0.04), "no")


def heard_key(mono: np.ndarray) -> Key:
    """Mean constant-Q chroma (librosa) against the Krumhansl-Kessler profiles."""
    import librosa

    chroma = librosa.feature.chroma_cqt(y=librosa.effects.harmonic(mono), sr=RATE, tuning=0.0).mean(axis=1)
    scores = {
        Key(tonic, mode): np.corrcoef(np.roll(profile, tonic), chroma)[0, 1]
        for mode, profile in (("major", _MAJOR), ("minor", _MINOR))
        for tonic in range(12)
    }
    return max(scores, key=lambda key: scores[key])


def key_match(asked: Key, heard: Key) -> str:
    """``yes``; ``relative`` (same notes); ``parallel`` (same tonic); ``fifth``; or ``no``."""
    mode = "minor" if asked.mode in _MINOR_MODES else "major"
    relative = Key((asked.tonic + 3) % 12, "major") if mode == "minor" else Key((asked.tonic + 9) % 12, "minor")
    if heard == Key(asked.tonic, mode):
        return "yes"
    if heard == relative:
        return "relative"
    if heard.tonic == asked.tonic:
        return "parallel"
    return "fifth" if (heard.tonic - asked.tonic) % 12 in (5, 7) else "no"


def loudness(mix: np.ndarray) -> float:
    """Integrated loudness by pyloudnorm (BS.1770)."""
    import pyloudnorm

    return float(pyloudnorm.Meter(48_000).integrated_loudness(mix.T.astype(np.float64)))


def repetition(result: Result) -> float:
    """Share of the melody's bars that are heard more than once (rhythm and intervals alike)."""
    bars: dict[tuple[Any, ...], int] = {}
    for section in result.sections:
        meter = result.tempo_map.meter_at(section.start_ticks)
        for start in range(0, section.length_ticks, meter.bar_ticks):
            notes = [n for n in section.melody if start <= n.start_ticks < start + meter.bar_ticks]
            if len(notes) > 1:
                shape = tuple((n.start_ticks - start, n.pitch - notes[0].pitch) for n in notes)
                bars[shape] = bars.get(shape, 0) + 1
    total = sum(bars.values())
    return sum(count for count in bars.values() if count > 1) / total if total else 0.0


def contrast_db(mix: np.ndarray, project: Project) -> float:
    """Loudest climax (chorus, drop) minus quietest verse or break, in dB RMS; 0 where the song has only one of them."""
    levels: dict[bool, list[float]] = {True: [], False: []}
    for section in project.sections:
        start_s, end_s = project.section_span_s(section)
        piece = mix[:, round(start_s * 48_000) : round(end_s * 48_000)]
        if section.kind in ("chorus", "drop", "verse", "break", "intro") and piece.size:
            rms = 10 * np.log10(float(np.mean(piece.astype(np.float64) ** 2)) + 1e-12)
            levels[section.kind in ("chorus", "drop")].append(rms)
    return max(levels[True]) - min(levels[False]) if levels[True] and levels[False] else 0.0


def melody_distance(first: Result, second: Result) -> float:
    """1 minus the share of common four-note figures (intervals and onsets together): 0 the same tune, 1 nothing in
    common."""
    a, b = _figures(first), _figures(second)
    return 1.0 - len(a & b) / max(1, len(a | b))


def _figures(result: Result) -> set[tuple[Any, ...]]:
    figures = set()
    for section in result.sections:
        notes = section.melody
        steps = [(b.pitch - a.pitch, b.start_ticks - a.start_ticks) for a, b in pairwise(notes)]
        figures |= {tuple(steps[index : index + 3]) for index in range(len(steps) - 2)}
    return figures
