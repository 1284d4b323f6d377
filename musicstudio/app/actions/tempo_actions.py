# SPDX-License-Identifier: GPL-3.0-or-later
"""Tempo, metre, key, title and words of the song."""

import re
from typing import TYPE_CHECKING

from musicstudio.core.errors import EditError
from musicstudio.project.edits.song import set_key, set_lyrics, set_title
from musicstudio.project.edits.tempo import delete_meter, delete_tempo, ramp_tempo, set_meter, set_tempo
from musicstudio.project.model import Meter, Tempo

from .action import Action
from .chosen import playhead_tick, span_ticks, why_no_span
from .key_choices import choice_of_key, key_choices, key_of_choice
from .question import Choices, Question

if TYPE_CHECKING:
    from ..session.session import Session


def _bar_tick(session: "Session") -> int:
    """The beginning of the bar of the playhead: tempo and metre change there."""
    tempo_map = session.project.tempo_map
    return tempo_map.tick_of_bar(tempo_map.bar_at(playhead_tick(session))[0])


def _bar(session: "Session") -> int:
    return session.project.tempo_map.bar_at(playhead_tick(session))[0]


def _bpm(session: "Session") -> float:
    return session.project.tempo_map.bpm_at(playhead_tick(session))


def _set_bpm(session: "Session", bpm: float) -> None:
    tempo = max((t for t in session.project.tempo_map.tempos if t.tick <= playhead_tick(session)), key=lambda t: t.tick)
    session.document.transact(f"Tempo {bpm:g}", set_tempo(bpm, tempo.tick))


def _change_bpm(session: "Session", bpm: float) -> None:
    session.document.transact(f"Tempo {bpm:g} from bar {_bar(session)}", set_tempo(bpm, _bar_tick(session)))


def _ramp(session: "Session", bpm: float) -> None:
    if span := span_ticks(session):
        session.document.transact(f"Tempo gradually to {bpm:g}", ramp_tempo(*span, bpm))


def _last_change(session: "Session") -> Tempo | None:
    """The selected tempo change, else the one in force at the playhead; never the song's first tempo."""
    chosen, tick = session.selection.now.tempo_ticks, playhead_tick(session)
    changes = [t for t in reversed(session.project.tempo_map.tempos) if t.tick > 0]
    if chosen:
        return next((t for t in changes if t.tick in chosen), None)
    return next((t for t in changes if t.tick <= tick), None)


def _why_no_change(session: "Session") -> str:
    return "" if _last_change(session) else "This tempo is the one that the song begins with."


def _delete_bpm(session: "Session") -> None:
    if change := _last_change(session):
        session.document.transact("Delete tempo change", delete_tempo(change.tick))


def _chosen_tempo(session: "Session") -> Tempo | None:
    chosen = session.selection.now.tempo_ticks
    return next((tempo for tempo in session.project.tempo_map.tempos if tempo.tick in chosen), None)


def _why_no_tempo(session: "Session") -> str:
    return "" if _chosen_tempo(session) else "Select a change in the tempo lane."


def _chosen_bpm(session: "Session") -> float:
    tempo = _chosen_tempo(session)
    return tempo.bpm if tempo else _bpm(session)


def _edit_bpm(session: "Session", bpm: float) -> None:
    if tempo := _chosen_tempo(session):
        session.document.transact(f"Tempo {bpm:g}", set_tempo(bpm, tempo.tick))


def _chosen_meter(session: "Session") -> Meter | None:
    chosen = session.selection.now.meter_ticks
    return next((meter for meter in session.project.tempo_map.meters if meter.tick in chosen), None)


def _why_no_meter(session: "Session") -> str:
    return "" if _chosen_meter(session) else "Select a change in the metre lane."


def _chosen_meter_text(session: "Session") -> str:
    meter = _chosen_meter(session)
    return f"{meter.numerator}/{meter.denominator}" if meter else _meter(session)


def _edit_meter(session: "Session", text: str) -> None:
    if meter := _chosen_meter(session):
        session.document.transact(f"Metre {text}", set_meter(*_read_meter(text), meter.tick))


def _why_no_meter_change(session: "Session") -> str:
    meter = _chosen_meter(session)
    return _why_no_meter(session) or ("" if meter and meter.tick else "The first metre cannot be deleted.")


def _delete_meter(session: "Session") -> None:
    if meter := _chosen_meter(session):
        session.document.transact("Delete change of metre", delete_meter(meter.tick))


def _toggle_lane(session: "Session") -> None:
    session.lanes.show_tempo(not session.lanes.now.has_tempo)


def _meter(session: "Session") -> str:
    meter = session.project.tempo_map.meter_at(playhead_tick(session))
    return f"{meter.numerator}/{meter.denominator}"


def _set_meter(session: "Session", text: str) -> None:
    meter = session.project.tempo_map.meter_at(playhead_tick(session))
    session.document.transact(f"Metre {text}", set_meter(*_read_meter(text), meter.tick))


def _change_meter(session: "Session", text: str) -> None:
    edit = set_meter(*_read_meter(text), _bar_tick(session))
    session.document.transact(f"Metre {text} from bar {_bar(session)}", edit)


def _keys(_: "Session") -> Choices:
    return key_choices()


def _key(session: "Session") -> str:
    return choice_of_key(session.project.key)


def _set_key(session: "Session", value: str) -> None:
    key = key_of_choice(value)
    session.document.transact(f"Key {key.name}", set_key(key))


def _rename(session: "Session", title: str) -> None:
    session.document.transact("Rename song", set_title(title))


def _set_lyrics(session: "Session", words: str) -> None:
    session.document.transact("Write the words", set_lyrics(words))


def _read_meter(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,2})\s*/\s*(\d{1,2})", text)
    if match is None:
        raise EditError(f"“{text}” is not a metre such as 3/4 or 6/8.")
    return int(match[1]), int(match[2])


ACTIONS = (
    Action("song.meter", "Metre…", "Song", _set_meter, question=Question("Metre, for example 3/4", start=_meter)),
    Action(
        "file.rename", "Rename the song…", "Song", _rename, question=Question("Title", start=lambda s: s.project.title)
    ),
    Action(
        "song.lyrics",
        "Words of the song…",
        "Song",
        _set_lyrics,
        question=Question("Words, with [Verse 1], [Chorus] … above each part", "lines", lambda s: s.project.lyrics),
    ),
    Action(
        "song.key",
        "Key…",
        "Song",
        _set_key,
        question=Question("Key", "choice", _key, choices=_keys),
    ),
    Action("song.tempo", "Tempo…", "Song", _set_bpm, question=Question("BPM", "number", _bpm, 10, 1000, 2)),
    Action(
        "tempo.ramp",
        "Change the tempo gradually…",
        "Song",
        _ramp,
        why_no_span,
        question=Question("BPM at the end", "number", _bpm, 10, 1000, 2),
    ),
    Action(
        "tempo.change",
        "Change the tempo from this bar on…",
        "Song",
        _change_bpm,
        question=Question("BPM", "number", _bpm, 10, 1000, 2),
    ),
    Action("tempo.delete", "Delete the tempo change", "Song", _delete_bpm, _why_no_change),
    Action(
        "tempo.edit",
        "Tempo of this change…",
        "Song",
        _edit_bpm,
        _why_no_tempo,
        question=Question("BPM", "number", _chosen_bpm, 10, 1000, 2),
    ),
    Action(
        "meter.edit",
        "Metre of this change…",
        "Song",
        _edit_meter,
        _why_no_meter,
        question=Question("Metre, for example 3/4", start=_chosen_meter_text),
    ),
    Action("meter.delete", "Delete the change of metre", "Song", _delete_meter, _why_no_meter_change),
    Action(
        "tempo.lane",
        "Show tempo and metre",
        "Song",
        _toggle_lane,
        shortcuts=("Shift+K",),
        is_on=lambda session: session.lanes.now.has_tempo,
    ),
    Action(
        "meter.change",
        "Change the metre from this bar on…",
        "Song",
        _change_meter,
        question=Question("Metre, for example 3/4", start=_meter),
    ),
)
