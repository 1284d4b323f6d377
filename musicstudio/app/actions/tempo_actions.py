# SPDX-License-Identifier: GPL-3.0-or-later
"""Tempo, metre, key, title and words of the song."""

import re
from typing import TYPE_CHECKING

from musicstudio.core.errors import EditError
from musicstudio.project.edits.song import set_key, set_lyrics, set_title
from musicstudio.project.edits.tempo import delete_tempo, set_meter, set_tempo
from musicstudio.project.model import Key, Tempo

from .action import Action
from .chosen import playhead_tick
from .question import Choices, Question

if TYPE_CHECKING:
    from ..session.session import Session

MODES = ("major", "minor", "dorian", "phrygian", "lydian", "mixolydian")


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


def _last_change(session: "Session") -> Tempo | None:
    """The tempo change that is in force at the playhead, unless it is the song's first tempo."""
    tick = playhead_tick(session)
    return next((t for t in reversed(session.project.tempo_map.tempos) if 0 < t.tick <= tick), None)


def _why_no_change(session: "Session") -> str:
    return "" if _last_change(session) else "The tempo in force here is the one that the song begins with."


def _delete_bpm(session: "Session") -> None:
    if change := _last_change(session):
        session.document.transact("Delete tempo change", delete_tempo(change.tick))


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
    keys = [Key(tonic, mode) for mode in MODES for tonic in range(12)]
    return tuple((f"{key.tonic} {key.mode}", key.name) for key in keys)


def _key(session: "Session") -> str:
    key = session.project.key
    return f"{key.tonic} {key.mode}"


def _set_key(session: "Session", value: str) -> None:
    tonic, mode = value.split(" ")
    key = Key(int(tonic), mode)
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
    Action("song.key", "Key…", "Song", _set_key, question=Question("Key", "choice", _key, choices=_keys)),
    Action("song.tempo", "Tempo…", "Song", _set_bpm, question=Question("BPM", "number", _bpm, 10, 1000, 2)),
    Action(
        "tempo.change",
        "Change the tempo from this bar on…",
        "Song",
        _change_bpm,
        question=Question("BPM", "number", _bpm, 10, 1000, 2),
    ),
    Action("tempo.delete", "Delete the tempo change before the playhead", "Song", _delete_bpm, _why_no_change),
    Action(
        "meter.change",
        "Change the metre from this bar on…",
        "Song",
        _change_meter,
        question=Question("Metre, for example 3/4", start=_meter),
    ),
)
