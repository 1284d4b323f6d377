# SPDX-License-Identifier: GPL-3.0-or-later
"""The chord lane: write, change and delete chords."""

from typing import TYPE_CHECKING

from musicstudio.core.errors import EditError
from musicstudio.core.theory.chords import ChordName, parse_chord
from musicstudio.project.edits.chords import change_chord, delete_chord, put_chords
from musicstudio.project.keys import key_at, key_changes_of
from musicstudio.project.model import Chord

from .action import Action
from .chosen import chosen_chord, playhead_tick, span_ticks
from .question import Question

if TYPE_CHECKING:
    from ..session.session import Session


def chord_named(symbol: str) -> ChordName:
    """The chord of a symbol. Raises `EditError` where it is none."""
    name = parse_chord(symbol)
    if name is None:
        raise EditError(f"“{symbol}” is not a chord that the studio knows; try Am7, Bbmaj7, F#dim or F/A.")
    return name


def _symbol(session: "Session") -> str:
    chord = chosen_chord(session)
    return chord.name(_has_flats(session, chord.start_ticks)) if chord else ""


def _has_flats(session: "Session", tick: int) -> bool:
    return key_at(key_changes_of(session.project), tick).has_flats


def _span(session: "Session") -> tuple[int, int]:
    """The selected range; without one, from the beat of the playhead to the end of its bar."""
    if session.selection.range_s and (span := span_ticks(session)):
        return span
    tempo_map, tick = session.project.tempo_map, playhead_tick(session)
    meter, bar_tick = tempo_map.meter_at(tick), tempo_map.tick_of_bar(tempo_map.bar_at(tick)[0])
    return tick - (tick - bar_tick) % meter.beat_ticks, bar_tick + meter.bar_ticks


def _put(session: "Session", symbol: str) -> None:
    name, (start, end) = chord_named(symbol), _span(session)
    chord = Chord(start, end - start, *name)
    label = f"Write {chord.name(_has_flats(session, start))}"
    session.document.transact(label, put_chords(start, end, (chord,)))
    session.selection.update(chord_ticks={start})


def _why_no_chord(session: "Session") -> str:
    return "" if chosen_chord(session) else "Select a chord, or put the playhead under one."


def _change(session: "Session", symbol: str) -> None:
    if chord := chosen_chord(session):
        edit = change_chord(chord.start_ticks, *chord_named(symbol))
        session.document.transact(f"Change {_symbol(session)} to {symbol}", edit)


def _delete(session: "Session") -> None:
    if chord := chosen_chord(session):
        session.document.transact(f"Delete {_symbol(session)}", delete_chord(chord.start_ticks))


_NAME = "Chord, for example Am7 or F/A"
ACTIONS = (
    Action("chord.put", "Write a chord…", "Chords", _put, question=Question(_NAME), icon="plus"),
    Action(
        "chord.change", "Change the chord…", "Chords", _change, _why_no_chord, question=Question(_NAME, start=_symbol)
    ),
    Action("chord.delete", "Delete the chord", "Chords", _delete, _why_no_chord, icon="trash-2"),
)
