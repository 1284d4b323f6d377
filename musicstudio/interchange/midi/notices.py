# SPDX-License-Identifier: GPL-3.0-or-later
"""What a MIDI file says that the studio's notes cannot, in sentences."""

from collections.abc import Iterator, Sequence

from musicstudio.instruments.catalogue import load

from ..midi_programs import instrument_of, is_approximate
from .channels import BEND, CHORUS, CONTROL, MODULATION, POLY_TOUCH, REVERB, TOUCH, Channels
from .events import Event
from .parts import has_pedal
from .song import MidiPart

_MAX_NAMED = 6
_CENTER = 64
_CONTROLS = {MODULATION: "modulation", REVERB: "reverb levels", CHORUS: "chorus levels"}


def notices_of(tracks: Sequence[Sequence[Event]], parts: Sequence[MidiPart], channels: Channels) -> Iterator[str]:
    """A sentence for each kind of thing that was changed or left out."""
    if has_pedal(tracks, channels):
        yield "Its sustain pedal was turned into longer notes."
    left_out = dict.fromkeys(what for track in tracks for event in track if (what := _unread(event)))
    if left_out:
        yield f"Left out, since notes here have none: {', '.join(left_out)}."
    far = {part.program: part for part in parts if not part.is_drums and not part.instrument}
    swapped = [
        f"{program + 1} by {load()[instrument_of(program)[1]].title}" for program in far if is_approximate(program)
    ]
    if swapped:
        more = f" and {len(swapped) - _MAX_NAMED} more" if len(swapped) > _MAX_NAMED else ""
        yield f"Sounds that are not here are played by the nearest: {', '.join(swapped[:_MAX_NAMED])}{more}."


def _unread(event: Event) -> str:
    kind = event.status & 0xF0
    if event.status >= 0xF0:
        return ""
    if kind == BEND:
        return "pitch bends" if (event.a, event.b) != (0, _CENTER) else ""
    if kind in (POLY_TOUCH, TOUCH):
        return "aftertouch"
    return _CONTROLS.get(event.a, "") if kind == CONTROL and event.b else ""
