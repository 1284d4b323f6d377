# SPDX-License-Identifier: GPL-3.0-or-later
"""Tempo, key, chords and sections of recordings that are brought into a song which has none of its own yet."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from musicstudio.analysis.detected import DetectedKey
from musicstudio.analysis.songs.hearing import hear_song
from musicstudio.core.progress import Job
from musicstudio.core.theory.pitches import parse_pitch_class
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Key, Project, Source

from .context_of_sound import context_of_sound
from .found_context import FoundContext
from .stem_names import StemLabel

MIN_LENGTH_S = 6.0
_MAX_LENGTH_S = 600.0


def listen(sources: Sequence[Source], labels: Sequence[StemLabel], media: MediaStore) -> Job[FoundContext]:
    """Listen once to all files of a set together, as they begin together at 0. What their names say is believed before
    what is heard."""
    named_bpm = next((label.bpm for label in labels if label.bpm), 0.0)
    named_key = next((key for label in labels if (key := _key_of(label))), None)
    if max((source.length_s for source in sources), default=0.0) < MIN_LENGTH_S:
        return FoundContext()
    audio = _sum_of(sources, media)
    grid_s = np.arange(0.0, audio.shape[1] / SAMPLE_RATE, 60.0 / named_bpm) if named_bpm else ()
    heard = yield from hear_song(audio, SAMPLE_RATE, tuple(float(at) for at in grid_s))
    if named_key:
        heard = replace(heard, key=DetectedKey(named_key, named_key, 1.0))
    return context_of_sound(heard, 0.0, Project(""))


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
