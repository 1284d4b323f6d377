# SPDX-License-Identifier: GPL-3.0-or-later
"""A wish in the words of the pipeline: which task, on what sound, between which seconds. Pure."""

from typing import Any

import numpy as np
from msgspec import Struct

from musicstudio.plugins.api import SAMPLE_RATE, Audio, Request, Task, Wish, to_stereo

INSTRUMENTAL = "[Instrumental]"
TRACKS = (
    "drums", "bass", "guitar", "keyboard", "percussion", "strings", "synth", "brass", "woodwinds", "backing_vocals",
    "vocals", "fx",
)  # fmt: skip
_NEAREST = {
    "piano": "keyboard", "organ": "keyboard", "keys": "keyboard", "violin": "strings", "cello": "strings",
    "trumpet": "brass", "horn": "brass", "sax": "woodwinds", "flute": "woodwinds", "clarinet": "woodwinds",
    "pad": "synth", "lead": "synth", "choir": "backing_vocals", "shaker": "percussion", "drum": "drums",
}  # fmt: skip


class Asked(Struct, frozen=True):
    """What the pipeline is asked. source: sound at 48 kHz, or None. skip_s: what of the answer is left out."""

    task: str
    length_s: float
    source: Audio | None = None
    named: dict[str, Any] = {}
    skip_s: float = 0.0


def asked_of(request: Request, wish: Wish) -> Asked:
    """What a request comes to."""
    if request.task is Task.RESTYLE and request.reference is not None:
        source = to_stereo(np.asarray(request.reference, np.float32))
        kept = 1.0 - wish.difference
        return Asked("cover", _length_s(source), source, {"audio_cover_strength": kept})
    context, hole = request.context, wish.hole_s
    if context is None or hole is None:
        return Asked("text2music", wish.duration_s)
    source = to_stereo(np.asarray(context.audio, np.float32))
    end_s = hole[1] + (context.margin_s if _length_s(source) <= hole[1] + 0.05 else 0.0)
    missing = round(end_s * SAMPLE_RATE) - source.shape[1]
    if missing > 0:
        source = np.concatenate([source, np.zeros((2, missing), np.float32)], axis=1)
    place = {"repainting_start": hole[0], "repainting_end": end_s}
    if request.task is Task.LAYER:
        return Asked("lego", _length_s(source), source, {**place, "track_name": track_of(wish.description)}, hole[0])
    return Asked("repaint", _length_s(source), source, place, hole[0])


def lyrics_of(request: Request, wish: Wish) -> str:
    """All the words; where nobody is to sing, the word for that."""
    is_silent = request.options.has_vocals is False or request.task is Task.LAYER
    return INSTRUMENTAL if is_silent or not wish.lyrics else wish.lyrics


def track_of(words: str) -> str:
    """The kind of track that words name, as far as the network knows it."""
    said = words.lower()
    for name in TRACKS:
        if name.replace("_", " ") in said:
            return name
    return next((kind for word, kind in _NEAREST.items() if word in said), "synth")


def _length_s(audio: Audio) -> float:
    return float(audio.shape[1]) / SAMPLE_RATE
