# SPDX-License-Identifier: GPL-3.0-or-later
"""The context of a recording: its grid, key, chords and sections in the song's ticks."""

from collections.abc import Iterator

import numpy as np
from msgspec.structs import replace

from musicstudio.analysis.grid import tempo_map_of, ticks_of
from musicstudio.analysis.songs.heard import Content, HeardSong
from musicstudio.analysis.songs.hearing import hear_song
from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job
from musicstudio.core.units import SAMPLE_RATE, frames_from_seconds, gain_from_db
from musicstudio.dsp.audio import Audio, to_stereo
from musicstudio.dsp.resample import resample
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Chord, Clip, Project, Section, TempoMap

from .context_words import NO_BEAT, TOO_SHORT, why_unheard, words_of_sound
from .found_context import FoundContext

MAX_LISTEN_S = 600.0
SURE_BEAT, SURE_BEAT_OF_DRUMS = 0.2, 0.5
_LEAST_BEATS = 8


def has_sound(project: Project) -> bool:
    """Whether a song has recordings that are heard."""
    return any(True for _ in _sounding(project))


def listen_to_recordings(project: Project, media: MediaStore) -> Job[FoundContext]:
    """The context of all recordings of a song, as they sound together. A grid that was set by hand is kept, and so is
    the song's where pitches are heard and no beat."""
    start_s = min(clip.start_s for clip in _sounding(project))
    audio = mixed_recordings(project, media)
    is_grid_set = project.tempo_map != TempoMap()
    if not is_grid_set:
        heard = yield from hear_song(audio, SAMPLE_RATE)
        if fitted_grid(heard, start_s) or not _has_pitch(heard):
            return context_of_sound(heard, start_s, project)
    grid_s = _grid(project.tempo_map, start_s, audio.shape[1] / SAMPLE_RATE)
    heard = yield from hear_song(audio, SAMPLE_RATE, grid_s, project.tempo_map.meters[0].numerator)
    found = context_of_sound(heard, start_s, project, keeps_grid=True)
    return found if is_grid_set else replace(found, told=(*found.told, NO_BEAT))


def context_of_sound(heard: HeardSong, start_s: float, project: Project, *, keeps_grid: bool = False) -> FoundContext:
    """What listening to a recording that begins at a time gave, in ticks. Pure."""
    tempo_map = project.tempo_map if keeps_grid else fitted_grid(heard, start_s)
    key = heard.key.key if heard.key.confidence > 0.0 else None
    told = words_of_sound(heard, tempo_map, key, start_s, is_grid_new=not keeps_grid)
    if tempo_map is None or not heard.form:
        told = (*told, NO_BEAT) if _has_pitch(heard) else told
        return FoundContext(key=key, told=told, why_nothing=why_unheard(heard) or TOO_SHORT)
    lines = [_line_tick(tempo_map, at + start_s) for at in heard.bar_lines_s]
    return FoundContext(
        tempo_map=None if keeps_grid else tempo_map,
        key=key,
        chords=tuple(_chords(heard, tempo_map, start_s)),
        sections=tuple(_sections(heard, lines)),
        tune=ticks_of(list(heard.tune), tempo_map, tempo_map.offset_s, start_s),
        told=told,
    )


def fitted_grid(heard: HeardSong, start_s: float) -> TempoMap | None:
    """The tempo map of a recording that begins at a time; None where no beat is clear enough."""
    least = SURE_BEAT_OF_DRUMS if heard.content is Content.UNPITCHED else SURE_BEAT
    if heard.beats.confidence < least or len(heard.beats.beats_s) < _LEAST_BEATS:
        return None
    return tempo_map_of(heard.beats, start_s)


def _has_pitch(heard: HeardSong) -> bool:
    return heard.content in (Content.MUSIC, Content.ONE_VOICE)


def _grid(tempo_map: TempoMap, start_s: float, length_s: float) -> tuple[float, ...]:
    """The beats of the song's own grid in a recording, in seconds from its start, from a bar line on."""
    first = tempo_map.ticks_at(start_s)
    bar = tempo_map.bar_at(max(0, first))[0]
    while tempo_map.seconds_at(tempo_map.tick_of_bar(bar)) < start_s - 0.03:
        bar += 1
    tick, beats = tempo_map.tick_of_bar(bar), []
    while (at := tempo_map.seconds_at(tick) - start_s) < length_s:
        beats.append(max(0.0, at))
        tick += tempo_map.meters[0].beat_ticks
    return tuple(beats)


def _line_tick(tempo_map: TempoMap, at_s: float) -> int:
    """The bar line nearest to a time."""
    bar = tempo_map.meters[0].bar_ticks
    return max(0, round(tempo_map.ticks_at(at_s) / bar) * bar)


def _beat_tick(tempo_map: TempoMap, at_s: float) -> int:
    beat = tempo_map.meters[0].beat_ticks
    return max(0, round(tempo_map.ticks_at(at_s) / beat) * beat)


def _chords(heard: HeardSong, tempo_map: TempoMap, start_s: float) -> Iterator[Chord]:
    for chord in heard.chords:
        first, last = (_beat_tick(tempo_map, at + start_s) for at in (chord.start_s, chord.end_s))
        if last > first:
            yield Chord(first, last - first, chord.root, chord.quality)


def _sections(heard: HeardSong, lines: list[int]) -> Iterator[Section]:
    for part in heard.form:
        first, last = lines[part.first_bar], lines[part.end_bar]
        if last > first:
            yield Section(new_id("section"), part.name, part.kind, first, last - first, round(part.energy, 3))


def _sounding(project: Project) -> Iterator[Clip]:
    for track in project.tracks:
        if track.kind == "audio" and not track.strip.is_muted:
            yield from (clip for clip in track.clips if not clip.is_muted and clip.take and clip.take.source)


def mixed_recordings(
    project: Project, media: MediaStore, span_s: tuple[float, float] | None = None, longest_s: float = MAX_LISTEN_S
) -> Audio:
    """All recordings as they lie on the timeline, in mono, from the first on (or in a span), up to a length."""
    clips = list(_sounding(project))
    start_s = span_s[0] if span_s else min((clip.start_s for clip in clips), default=0.0)
    end_s = span_s[1] if span_s else max((clip.end_s for clip in clips), default=0.0)
    total = np.zeros((1, max(0, frames_from_seconds(min(end_s - start_s, longest_s)))), dtype=np.float32)
    for clip in clips:
        add_clip(total, clip, project, media, start_s)
    return total


def add_clip(total: Audio, clip: Clip, project: Project, media: MediaStore, start_s: float) -> None:
    """Add what of a clip sounds while ``total`` (mono or stereo) lasts."""
    take = clip.take
    assert take is not None
    source = project.sources[take.source]
    skipped_s = max(0.0, start_s - clip.start_s)
    length_s = min(clip.length_s - skipped_s, total.shape[1] / SAMPLE_RATE)
    if length_s <= 0.0:
        return
    first = frames_from_seconds(max(0.0, take.lead_s + clip.offset_s + skipped_s), source.rate)
    sound = media.read(source.hash, first, frames_from_seconds(length_s, source.rate))
    sound = to_stereo(sound) if total.shape[0] == 2 else sound.mean(axis=0, keepdims=True)
    sound = resample(sound, source.rate, SAMPLE_RATE) if source.rate != SAMPLE_RATE else sound
    at = frames_from_seconds(clip.start_s + skipped_s - start_s)
    piece = sound[:, : max(0, total.shape[1] - at)]
    total[:, at : at + piece.shape[1]] += np.float32(gain_from_db(clip.gain_db)) * piece
