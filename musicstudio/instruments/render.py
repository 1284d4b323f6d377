# SPDX-License-Identifier: GPL-3.0-or-later
"""The one doorway from notes to audio: `render_notes`."""

from typing import NamedTuple

import numpy as np

from musicstudio.core.errors import InputError
from musicstudio.core.units import SAMPLE_RATE, gain_from_db
from musicstudio.project.model import Note, TempoMap

from . import catalogue
from .catalogue import Instrument
from .color import COLORS
from .events import Audio, TimedNote, lead_frames, timed_notes


class RenderedNotes(NamedTuple):
    """audio: (2, frames) float32 at 48 kHz, dry. Its frame ``lead_s * 48000`` falls on the cell's origin."""

    audio: Audio
    lead_s: float


def render_notes(
    instrument_id: str, notes: tuple[Note, ...], tempo_map: TempoMap, origin_tick: int, seed: int
) -> RenderedNotes:
    """Play ``notes`` (ticks from ``origin_tick``) on an instrument, with pickups before the origin and the natural
    tail.

    Same arguments, same bytes, on any thread and whatever was played before. ``seed`` picks among equal variants of
    synthesised sounds. Raises `InputError` for an unknown instrument, `ModelMissingError` without a SoundFont or
    FluidSynth.
    """
    instrument = catalogue.load().get(instrument_id)
    if instrument is None:
        raise InputError(f"There is no instrument named “{instrument_id}”.")
    if not notes:
        return RenderedNotes(np.zeros((2, 0), np.float32), 0.0)
    lead = lead_frames(notes, tempo_map, origin_tick)
    audio = _play(instrument, timed_notes(notes, tempo_map, origin_tick, lead), seed)
    if instrument.colour:
        audio = COLORS[instrument.colour](audio)
    return RenderedNotes(np.asarray(audio * np.float32(gain_from_db(instrument.gain_db))), lead / SAMPLE_RATE)


def _play(instrument: Instrument, notes: list[TimedNote], seed: int) -> Audio:
    from . import texture
    from .drums import player as drums
    from .soundfont import player as soundfont
    from .synth import player as synth

    if instrument.kind == "soundfont":
        return soundfont.play(notes, instrument.bank, instrument.preset, instrument.is_drums)
    if instrument.kind == "kit":
        return drums.play(notes, instrument.patch, seed)
    if instrument.kind == "texture":
        return texture.play(notes, instrument.patch, seed)
    return synth.play(notes, instrument.patch, seed)
