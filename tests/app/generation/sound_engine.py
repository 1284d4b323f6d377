# SPDX-License-Identifier: GPL-3.0-or-later
"""An engine that makes sound from sound, of a few lines: clicks at a tempo of its own, through the real contract."""

import numpy as np

from musicstudio.core.progress import Progress
from musicstudio.engines.contract import Capabilities, Part, Request, Result, ResultClip, Task
from musicstudio.project.model import Meter, Recipe, Section, Tempo, TempoMap

RATE = 48_000


def clicks(length_s, bpm, late_s=0.0, hz=1500.0, level=0.5):
    """Short tones on every beat, (2, frames)."""
    audio = np.zeros(round(length_s * RATE) + RATE, np.float32)
    t = np.arange(RATE // 12) / RATE
    tone = (level * np.exp(-40 * t) * np.sin(2 * np.pi * hz * t)).astype(np.float32)
    at_s = late_s % (60 / bpm)
    while at_s < length_s:
        at = round(at_s * RATE)
        audio[at : at + len(tone)] += tone
        at_s += 60 / bpm
    return np.tile(audio[: round(length_s * RATE)], (2, 1))


class Clicker:
    """bpm and late_s: how it plays, whatever it is asked for. asked: every request that came."""

    def __init__(self, bpm=None, late_s=0.0, level=0.5):
        self.bpm, self.late_s, self.level = bpm, late_s, level
        self.asked: list[Request] = []

    def capabilities(self):
        tasks = frozenset({Task.GENERATE, Task.REGENERATE, Task.EXTEND, Task.LAYER, Task.RESTYLE})
        return Capabilities("clicker", "Clicker", "1", tasks, frozenset({"prompt"}), 120.0, hears_sound=True)

    def run(self, request):
        self.asked.append(request)
        yield Progress(0.5, "Clicking")
        recipe = Recipe("clicker", "1", str(request.task), request.prompt, request.seed, model_hash="ab" * 32)
        if request.context is None:
            bpm = request.options.bpm or 120.0
            tempo_map = TempoMap((Tempo(0, bpm),), (Meter(0, 4, 4),))
            length = tempo_map.ticks_at(request.options.duration_s or 12.0)
            audio = clicks(request.options.duration_s or 12.0, bpm, 0.0, 700.0 + request.seed)
            cell = ResultClip(0, length, audio=audio, section_id="one")
            section = Section("one", "Music", "other", 0, length)
            return Result(recipe, (Part("Clicker", "other", "audio", cells=(cell,)),), "Clicks", tempo_map,
                          sections=(section,))  # fmt: skip
        song, context = request.song, request.context
        start, end = (song.tempo_map.ticks_at(context.start_s + at) for at in context.hole_s)
        length_s = context.hole_s[1] - context.hole_s[0] + context.margin_s
        bpm = self.bpm or song.tempo_map.bpm_at(start)
        audio = clicks(length_s, bpm, self.late_s, 900.0 + request.seed % 500, self.level)
        sections = song.sections
        if request.task is Task.EXTEND:
            sections = (*sections, Section("more", "Extension", "other", start, end - start))
        track_id = request.track_ids[0] if request.track_ids and request.task is not Task.LAYER else ""
        part = Part(
            "Clicker", "other", "audio", cells=(ResultClip(start, end - start, audio=audio),), track_id=track_id
        )
        return Result(recipe, (part,), song.title, song.tempo_map, song.key, sections, song.chords)
