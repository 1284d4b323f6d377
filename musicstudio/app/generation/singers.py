# SPDX-License-Identifier: GPL-3.0-or-later
"""The singers as a person chooses among them: who there is, on which terms, how each sounds, and who shall sing."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.theory.pitches import pitch_name
from musicstudio.engines.voice.synthesis.voices import SUNG, Voice, find_voice, list_voices
from musicstudio.project.model import Clip, Note, Project, Take, Tempo, TempoMap, Track
from musicstudio.project.model.sheet import Field

from ..session.played_notes import with_everything_played

if TYPE_CHECKING:
    from ..session.session import Session

__all__ = ["Voice", "audition_singer", "choose_singer", "chosen_singer", "list_voices", "range_words", "singer_named"]

_WORDS = ("Sing", "me", "a", "sil-", "ver", "song")
_STEPS, _TICKS, _BPM = (0, 2, 4, 5, 4, 0), (960, 480, 480, 960, 960, 1920), 92.0
"""A line in the middle of a singer's range; quarters have 960 ticks."""


def range_words(voice: Voice) -> str:
    """``G3 to F5``; empty for who speaks."""
    return f"{pitch_name(voice.low)} to {pitch_name(voice.high)}" if voice.delivery == SUNG else ""


def chosen_singer(session: "Session") -> str:
    """The id of who was chosen to sing the next song; empty: whoever suits."""
    values = session.create_state.values
    return str((values.sheet.voice.value if values.sheet else None) or values.options.voice)


def choose_singer(session: "Session", voice_id: str) -> None:
    """Have the next song sung by a voice; empty leaves it to the studio. Raises `InputError` for who cannot sing."""
    if voice_id:
        voice_id = find_voice(voice_id).id
    values = session.create_state.values
    session.create_state.set(options=replace(values.options, voice=voice_id))
    if values.sheet is not None:
        field: Field[str] = Field(voice_id, "typed") if voice_id else Field()
        session.create_state.set(sheet=replace(values.sheet, voice=field))


def singer_named(voice_id: str) -> Voice | None:
    """The voice with an id, also a blend; None where there is none that can sing."""
    try:
        return find_voice(voice_id) if voice_id else None
    except InputError:
        return None


def audition_singer(session: "Session", voice_id: str) -> str:
    """Let a voice be heard with a line in the middle of its range, as soon as it is sung; the job's id.

    The song is loaded again by `PlayerSync.end_audition`. Raises `InputError` for who cannot sing.
    """
    voice = find_voice(voice_id)
    project = _song_of(voice)
    return session.jobs.submit(
        f"{voice.name} sings a line",
        lambda: with_everything_played(project, session.note_rendering.played),
        on_done=session.player_sync.audition,
        is_quiet=True,
    )


def _song_of(voice: Voice) -> Project:
    """A song that is nothing but the line."""
    middle = (voice.low + voice.high) // 2 - 2
    starts = [960 + sum(_TICKS[:index]) for index in range(len(_TICKS))]
    notes = tuple(
        Note(start, ticks, middle + step, lyric=word)
        for start, ticks, step, word in zip(starts, _TICKS, _STEPS, _WORDS, strict=True)
    )
    tempo_map = TempoMap(tempos=(Tempo(0, _BPM),))
    length_s = tempo_map.seconds_at(starts[-1] + _TICKS[-1])
    take = Take("take", notes=notes)
    clip = Clip("clip", 0.0, length_s, rings=True, takes=(take,), active_take_id="take")
    track = Track("singer", voice.name, "vocal", "vocals", voice.id, clips=(clip,))
    return Project("line", voice.name, tempo_map, tracks=(track,))
