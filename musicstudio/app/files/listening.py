# SPDX-License-Identifier: GPL-3.0-or-later
"""The tempo, the metre and the key of what was brought in, for a song that has none of its own yet."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from musicstudio.analysis.grid import tempo_map_of
from musicstudio.analysis.key import find_key
from musicstudio.analysis.meter import find_beats_per_bar
from musicstudio.analysis.tempo import find_beats
from musicstudio.core.progress import Job, Progress
from musicstudio.core.theory.pitches import parse_pitch_class
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Key, Meter, Source, Tempo, TempoMap

from .stem_names import StemLabel

MIN_LENGTH_S = 6.0
_MAX_LENGTH_S = 180.0
_SURE_TEMPO, _SURE_KEY = 0.2, 0.25


class Heard(Struct, frozen=True):
    """What could be told; None where it could not. told: the same in a sentence."""

    tempo_map: TempoMap | None = None
    key: Key | None = None
    told: str = ""


def listen(sources: Sequence[Source], labels: Sequence[StemLabel], media: MediaStore) -> Job[Heard]:
    """Listen once to all files of a set together. What their names say is believed before what is heard."""
    named_bpm = next((label.bpm for label in labels if label.bpm), 0.0)
    named_key = next((key for label in labels if (key := _key_of(label))), None)
    if max((source.length_s for source in sources), default=0.0) < MIN_LENGTH_S:
        return Heard()
    yield Progress(0.1, "Listening for tempo and key")
    audio = _sum_of(sources, media)
    beats = find_beats(audio, SAMPLE_RATE)
    yield Progress(0.6, "Listening for tempo and key")
    beats = find_beats(audio, SAMPLE_RATE, find_beats_per_bar(audio, SAMPLE_RATE, beats))
    heard = find_key(audio, SAMPLE_RATE)
    tempo_map = tempo_map_of(beats) if beats.confidence >= _SURE_TEMPO and len(beats.beats_s) >= 8 else None
    if named_bpm:
        tempo_map = TempoMap((Tempo(0, named_bpm),), tempo_map.meters if tempo_map else (Meter(0),))
    found = named_key or (heard.key if heard.confidence >= _SURE_KEY else None)
    return Heard(tempo_map, found, _heard_facts(tempo_map, found))


def _key_of(label: StemLabel) -> Key | None:
    tonic_name, _, mode = label.key.partition(" ")
    tonic = parse_pitch_class(tonic_name) if tonic_name else None
    return None if tonic is None else Key(tonic, mode)


def _sum_of(sources: Sequence[Source], media: MediaStore) -> Audio:
    """All files as they begin together, in mono, from the part that is likely to have all players."""
    longest = max(source.frames for source in sources)
    frames = min(longest, round(_MAX_LENGTH_S * SAMPLE_RATE))
    total = np.zeros((1, frames), dtype=np.float32)
    for source in sources:
        block = media.read(source.hash, 0, min(frames, source.frames))
        total[0, : block.shape[1]] += block.mean(axis=0)
    return total


def _heard_facts(tempo_map: TempoMap | None, key: Key | None) -> str:
    facts = []
    if tempo_map is not None:
        meter = tempo_map.meters[0]
        facts.append(f"{tempo_map.tempos[0].bpm:.4g} BPM in {meter.numerator}/{meter.denominator}")
    if key is not None:
        facts.append(key.name)
    return f"Heard and set: {', '.join(facts)}. Undo takes it back." if facts else ""
