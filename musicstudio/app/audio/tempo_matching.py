# SPDX-License-Identifier: GPL-3.0-or-later
"""A recording and the project's grid brought together: the grid fitted to the recording, or the recording to the grid.

Fitting the grid also writes down what was heard (key, chords, sections), so that a flat file becomes a song that the
composer can add to.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.analysis.chords import find_chords
from musicstudio.analysis.detected import DetectedBeats, DetectedChord, DetectedKey
from musicstudio.analysis.grid import tempo_map_of
from musicstudio.analysis.key import find_key
from musicstudio.analysis.segments import Segment, find_segments
from musicstudio.analysis.tempo import find_beats
from musicstudio.core.errors import InputError
from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import frames_from_seconds
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.takes import add_take
from musicstudio.project.model import Chord, Clip, Project, Recipe, Section, Source, Take, TempoMap

from ..results.recipe_ids import recipe_id_of
from ..results.storing import store_audio

if TYPE_CHECKING:
    from ..session.session import Session

MIN_CONFIDENCE = 0.25
MAX_STRETCH = 2.0


class ClipAnalysis(Struct, frozen=True):
    """What listening to a clip gave: times in seconds from the clip's start."""

    beats: DetectedBeats
    key: DetectedKey
    chords: tuple[DetectedChord, ...]
    segments: tuple[Segment, ...]


def set_tempo_from_clip(session: "Session", clip_id: str, on_done: Callable[[], None] | None = None) -> str:
    """Queue "Fit the grid to this clip": tempo map, key, chords and sections follow the recording. The job's id."""
    project = session.document.committed
    clip = _require_sound(project, clip_id)

    def apply_result(heard: ClipAnalysis) -> None:
        session.results.apply("Fit the grid", _fit_tempo_edit(clip, heard))
        session.notify(_summary_text(heard), "warning" if heard.beats.confidence < MIN_CONFIDENCE else "info")
        if on_done:
            on_done()

    return session.jobs.submit(
        "Listening for the beat", lambda: listen_job(session.media, project, clip), on_done=apply_result
    )


def stretch_to_tempo(session: "Session", clip_id: str, on_done: Callable[[], None] | None = None) -> str:
    """Queue "Stretch this clip to the grid": a new take at the project's tempo, its first downbeat on a bar line."""
    project = session.document.committed
    clip = _require_sound(project, clip_id)

    def apply_result(stretched: tuple[Source, Recipe, float]) -> None:
        session.results.apply("Stretch to the grid", _stretch_edit(clip, *stretched))
        if on_done:
            on_done()

    return session.jobs.submit(
        "Stretching to the grid", lambda: _stretch_job(session.media, project, clip), on_done=apply_result
    )


def listen_job(media: MediaStore, project: Project, clip: Clip) -> Job[ClipAnalysis]:
    """Beats, key, chords and segments of a clip."""
    audio, rate = _audio(media, project, clip)
    yield Progress(0.1, "Finding the beat")
    beats = find_beats(audio, rate)
    if len(beats.beats_s) < 8:
        raise InputError("No steady beat could be heard in this clip, so there is nothing to fit the grid to.")
    yield Progress(0.5, "Finding the key")
    key = find_key(audio, rate)
    edges = beats.beats_s[beats.first_downbeat :: beats.beats_per_bar]
    yield Progress(0.7, "Finding the chords")
    chords = find_chords(audio, rate, edges)
    yield Progress(0.85, "Finding the sections")
    return ClipAnalysis(beats, key, chords, find_segments(audio, rate, edges))


def _fit_tempo_edit(clip: Clip, heard: ClipAnalysis) -> Edit:
    """The edit; audio keeps its seconds, so only the grid moves."""
    tempo_map = tempo_map_of(heard.beats, clip.start_s)

    def edit(project: Project) -> Project:
        return replace(
            project,
            tempo_map=tempo_map,
            key=heard.key.key if heard.key.confidence >= MIN_CONFIDENCE else project.key,
            chords=tuple(_chord(chord, tempo_map, clip.start_s) for chord in heard.chords),
            sections=_sections(heard, tempo_map, clip.start_s),
        )

    return edit


def _chord(chord: DetectedChord, tempo_map: TempoMap, start_s: float) -> Chord:
    first, last = (_beat_tick(tempo_map, at_s + start_s) for at_s in (chord.start_s, chord.end_s))
    return Chord(first, max(1, last - first), chord.root, chord.quality)


def _sections(heard: ClipAnalysis, tempo_map: TempoMap, start_s: float) -> tuple[Section, ...]:
    edges = heard.beats.beats_s[heard.beats.first_downbeat :: heard.beats.beats_per_bar]
    sections = []
    for number, segment in enumerate(heard.segments, 1):
        first = _beat_tick(tempo_map, edges[segment.first_bar] + start_s)
        last = _beat_tick(tempo_map, edges[segment.end_bar] + start_s)
        kind = "chorus" if segment.energy > 0.7 else "verse"
        sections.append(Section(new_id("section"), f"Part {number}", kind, first, last - first, segment.energy))
    return tuple(section for section in sections if section.length_ticks > 0)


def _beat_tick(tempo_map: TempoMap, at_s: float) -> int:
    """The tick of the beat nearest to a time."""
    beat = tempo_map.meters[0].beat_ticks
    return max(0, round(tempo_map.ticks_at(at_s) / beat) * beat)


def _summary_text(heard: ClipAnalysis) -> str:
    beats, key = heard.beats, heard.key
    other = f" (or {beats.other_bpm:.0f})" if beats.other_bpm else ""
    sure = "" if beats.confidence >= MIN_CONFIDENCE else " This is a guess: the beat is weak."
    return f"Heard {beats.bpm:.1f} BPM{other}, {key.key.name}.{sure}"


def _stretch_job(media: MediaStore, project: Project, clip: Clip) -> Job[tuple[Source, Recipe, float]]:
    """(source, recipe, lead): the clip's audio at the tempo of the grid, its first downbeat on the nearest bar line."""
    import numpy as np
    from pedalboard import time_stretch

    heard = yield from listen_job(media, project, clip)
    audio, rate = _audio(media, project, clip)
    tick = project.tempo_map.ticks_at(clip.start_s)
    factor = project.tempo_map.bpm_at(tick) / heard.beats.bpm
    factor = min((factor, factor / 2, factor * 2), key=lambda each: abs(np.log2(each)))
    if not 1.0 / MAX_STRETCH <= factor <= MAX_STRETCH:
        raise InputError("This clip is too far from the project's tempo to be stretched well.")
    yield Progress(0.9, "Stretching")
    stretched = time_stretch(np.ascontiguousarray(audio, dtype=np.float32), rate, stretch_factor=factor)
    downbeat_s = heard.beats.beats_s[heard.beats.first_downbeat] / factor
    bar = project.tempo_map.bar_at(max(0, project.tempo_map.ticks_at(clip.start_s + downbeat_s)))
    lines_s = [project.tempo_map.seconds_at(project.tempo_map.tick_of_bar(bar[0] + n)) for n in (0, 1)]
    line_s = min(lines_s, key=lambda each: abs(each - clip.start_s - downbeat_s))
    recipe = Recipe(
        "stretch",
        parameters={"factor": round(factor, 6), "heard_bpm": round(heard.beats.bpm, 3)},
        inputs=(clip.take.source,) if clip.take else (),
        human=("stretched it to the grid",),
    )
    source = store_audio(media, stretched, rate, clip.name, recipe_id_of(recipe))
    return source, recipe, downbeat_s - (line_s - clip.start_s)


def _stretch_edit(clip: Clip, source: Source, recipe: Recipe, lead_s: float) -> Edit:
    recipe_id = recipe_id_of(recipe)
    take = Take(new_id("take"), "at tempo", source.hash, lead_s=lead_s - clip.offset_s, recipe_id=recipe_id)

    def known(project: Project) -> Project:
        return replace(project, recipes={**project.recipes, recipe_id: recipe})

    return compose_edits(known, add_take(clip.id, take, (source,)))


def _require_sound(project: Project, clip_id: str) -> Clip:
    found = project.find_clip(clip_id)
    if found is None or found[1].take is None or not found[1].take.source:
        raise InputError("Select a clip that sounds first.")
    return found[1]


def _audio(media: MediaStore, project: Project, clip: Clip) -> tuple[Any, int]:
    take = clip.take
    assert take is not None
    source = project.sources[take.source]
    first = frames_from_seconds(take.lead_s + clip.offset_s, source.rate)
    return media.read(source.hash, first, frames_from_seconds(clip.length_s, source.rate)), source.rate
