# SPDX-License-Identifier: GPL-3.0-or-later
"""An engine that makes sound, asked inside a song: it is given what sounds there, and its answer is spliced in."""

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.core.units import frames_from_seconds
from musicstudio.dsp.audio import silence
from musicstudio.engines.contract import Capabilities, Engine, Request, Result, Task
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Project

from ..session.regenerate_state import DEFAULT_CONTEXT_S
from .sound_around import Span, context_of, grid_in, song_sound
from .sound_takes import spliced

_LISTENING = 0.1


def hearing(engine: Engine, media: MediaStore, span_s: Span | None = None) -> Engine:
    """The engine, given ears if it makes sound from sound. span_s: where a part is added; else the whole song."""
    return HearingEngine(engine, media, span_s) if engine.capabilities().hears_sound else engine


class HearingEngine:
    """Extends at the end, layers over a span, restyles the whole song."""

    def __init__(self, engine: Engine, media: MediaStore, span_s: Span | None) -> None:
        self._engine, self._media, self._span_s = engine, media, span_s

    def capabilities(self) -> Capabilities:
        return self._engine.capabilities()

    def run(self, request: Request) -> Job[Result]:
        song = request.song
        assert song is not None
        if request.task is Task.RESTYLE:
            sound = yield from within(song_sound(song, self._media, (0.0, song.length_s)), 0.0, _LISTENING)
            asked = replace(request, reference=sound)
            return (yield from within(self._engine.run(asked), _LISTENING, 1.0))
        span_s = self._place(request, song)
        start_s = span_s[0] - (DEFAULT_CONTEXT_S if request.task is Task.EXTEND else 0.0)
        heard_s = (max(0.0, start_s), span_s[0] if request.task is Task.EXTEND else span_s[1])
        sound = yield from within(song_sound(song, self._media, heard_s), 0.0, _LISTENING)
        bpm = song.tempo_map.bpm_at(max(0, song.tempo_map.ticks_at(span_s[0])))
        asked = replace(request, context=context_of(sound, heard_s, span_s, bpm), track_ids=self._rows(request, song))
        nothing = silence(frames_from_seconds(span_s[1] - span_s[0]))
        made = spliced(self._engine.run(asked), nothing, bpm, grid_in(song, span_s), DEFAULT_CONTEXT_S)
        return (yield from within(made, _LISTENING, 1.0))

    def _place(self, request: Request, song: Project) -> Span:
        if request.task is not Task.EXTEND:
            longest_s = self._engine.capabilities().longest_s / 1.2
            start_s, end_s = self._span_s or (0.0, song.length_s)
            return start_s, min(end_s, start_s + longest_s)
        end = max((section.end_ticks for section in song.sections), default=0)
        if request.extend_at_tick not in (-1, end):
            raise InputError(f"{self._engine.capabilities().title} adds bars at the end of the song only.")
        after = end + request.extend_bars * song.tempo_map.meter_at(max(0, end - 1)).bar_ticks
        return song.tempo_map.seconds_at(end), song.tempo_map.seconds_at(after)

    @staticmethod
    def _rows(request: Request, song: Project) -> tuple[str, ...]:
        """A song of one row of sound goes on in that row; else what is added gets a row of its own."""
        rows = [track for track in song.tracks if track.clips]
        is_one = len(rows) == 1 and rows[0].kind == "audio" and request.task is Task.EXTEND
        return (rows[0].id,) if is_one else ()
