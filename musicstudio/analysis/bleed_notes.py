# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes that are heard in a stem only because another stem leaks into it."""

from collections.abc import Mapping

import numpy as np

from .detected import DetectedNote
from .features import Floats

SAME_START_S = 0.06
LEAK_DB = 9.0
DRUMS = frozenset({"drums", "percussion"})
MIN_HITS, FAINT_DRUMS_DB = 4, 15.0


def without_bleed(
    heard: Mapping[str, list[DetectedNote]], stems: Mapping[str, Floats], rate: int
) -> dict[str, list[DetectedNote]]:
    """Each stem's notes less those that begin together with the same note of a stem `LEAK_DB` louder; and less the few
    hits of a drum stem `FAINT_DRUMS_DB` softer than another, which are the beginnings and ends of other sounds.
    """
    pitched = [name for name in heard if name not in DRUMS]

    def is_own(name: str, note: DetectedNote) -> bool:
        others = [other for other in pitched if other != name]
        return not any(_is_leak(note, stems[name], heard[other], stems[other], rate) for other in others)

    own = {name: [note for note in heard[name] if is_own(name, note)] for name in pitched}
    loudest_db = max((_level_db(audio) for audio in stems.values()), default=0.0)
    for name in DRUMS.intersection(heard):
        is_faint = loudest_db - _level_db(stems[name]) > FAINT_DRUMS_DB and len(heard[name]) < MIN_HITS
        own[name] = [] if is_faint else heard[name]
    return {name: own[name] for name in heard}


def _is_leak(note: DetectedNote, stem: Floats, others: list[DetectedNote], louder: Floats, rate: int) -> bool:
    is_there = any(o.pitch == note.pitch and abs(o.start_s - note.start_s) <= SAME_START_S for o in others)
    first = int(note.start_s * rate)
    span = slice(first, max(int(note.end_s * rate), first + 1))
    return is_there and _level_db(louder[:, span]) - _level_db(stem[:, span]) >= LEAK_DB


def _level_db(audio: Floats) -> float:
    power = float(np.mean(np.square(audio, dtype=np.float64))) if audio.size else 0.0
    return float(10.0 * np.log10(power + 1e-12))
