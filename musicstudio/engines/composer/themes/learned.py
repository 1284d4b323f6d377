# SPDX-License-Identifier: GPL-3.0-or-later
"""The learned lead sheet, spoken to in the composer's own values."""

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from musicstudio.core.errors import ModelMissingError
from musicstudio.engines.composer.melody_model import api
from musicstudio.engines.composer.melody_model.network import load_network
from musicstudio.project.model import Chord, Key, Note

_VELOCITY = 88
_MODES = {"phrygian": "minor", "lydian": "major"}


class LearnedRequest(Struct, frozen=True):
    """A passage wanted. meter, bars: where. style: the lead sheet's name for it. energy, density, difference: 0 to 1.

    cadence: ``full``, ``half`` or ``open``. register: lowest and highest pitch.
    """

    key: Key
    meter: tuple[int, int]
    bars: int
    style: str
    kind: str
    energy: float
    density: float
    register: tuple[int, int]
    cadence: api.Cadence
    seed: int
    difference: float = 0.5


@lru_cache(maxsize=1)
def is_learned() -> bool:
    """Whether the weights are on this machine."""
    try:
        load_network()
    except ModelMissingError:
        return False
    return True


def write_both(request: LearnedRequest) -> tuple[tuple[Chord, ...], tuple[Note, ...]]:
    """Chords and melody from nothing, in ticks from 0."""
    passage = api.write_leadsheet(_request(request))
    return _chords(passage.chords), _notes(passage.melody)


def write_melody(request: LearnedRequest, chords: Sequence[Chord]) -> tuple[Note, ...]:
    """A melody to given chords."""
    return _notes(api.write_melody(_spans(chords), _request(request)).melody)


def write_chords(request: LearnedRequest, melody: Sequence[Note]) -> tuple[Chord, ...]:
    """Chords to a given melody, which must have one note at a time."""
    given = [api.MelodyNote(note.start_ticks, note.length_ticks, note.pitch) for note in melody]
    return _chords(api.harmonize(given, _request(request)).chords)


def _request(request: LearnedRequest) -> api.LeadRequest:
    return api.LeadRequest(
        grid=api.BarGrid(*request.meter, request.bars),
        tonic=request.key.tonic,
        mode=_MODES.get(request.key.mode, request.key.mode),
        style=request.style,
        section_kind=request.kind,
        energy=request.energy,
        density=request.density,
        seed=request.seed,
        temperature=0.8 + 0.3 * request.difference,
        pitch_range=request.register,
        cadence=request.cadence,
    )


def _spans(chords: Sequence[Chord]) -> list[api.ChordSpan]:
    return [
        api.ChordSpan(c.start_ticks, c.length_ticks, c.root, c.quality, c.root if c.bass < 0 else c.bass)
        for c in chords
    ]


def _chords(spans: Sequence[api.ChordSpan]) -> tuple[Chord, ...]:
    return tuple(
        Chord(s.start_ticks, s.length_ticks, s.root, s.quality, -1 if s.bass == s.root else s.bass) for s in spans
    )


def _notes(melody: Sequence[api.MelodyNote]) -> tuple[Note, ...]:
    return tuple(Note(note.start_ticks, note.length_ticks, note.pitch, _VELOCITY) for note in melody)
