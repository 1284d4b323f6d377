# SPDX-License-Identifier: GPL-3.0-or-later
"""Tempo and metre. Clips with notes keep their bars and beats; audio keeps its seconds."""

from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.core.units import TICKS_PER_QUARTER

from ..model import Clip, Meter, Project, Take, Tempo, TempoMap, Track
from .helpers import Edit, with_all_tracks, with_track_clips, with_values

NEAR_S = 1e-6
RAMP_STEP_TICKS = TICKS_PER_QUARTER // 4
MAX_RAMP_STEPS = 1000


def set_tempo(bpm: float, at_ticks: int = 0) -> Edit:
    """Set the tempo from a tick to the next change: 10 to 1000 quarter notes a minute."""

    def edit(project: Project) -> Project:
        tempos = [tempo for tempo in project.tempo_map.tempos if tempo.tick != at_ticks]
        return _retime(project, tempos=tuple(sorted((*tempos, Tempo(at_ticks, bpm)), key=lambda t: t.tick)))

    return edit


def ramp_tempo(start_ticks: int, end_ticks: int, bpm: float) -> Edit:
    """Let the tempo change evenly to another one between two ticks, in steps of `RAMP_STEP_TICKS` (or longer ones, so
    that they are at most `MAX_RAMP_STEPS`), and go on with it. Changes that were between give way.
    """
    if not 0 <= start_ticks < end_ticks:
        raise EditError("A tempo changes gradually over some time.")

    def edit(project: Project) -> Project:
        old = project.tempo_map
        first = old.bpm_at(start_ticks)
        step = max(RAMP_STEP_TICKS, -(-(end_ticks - start_ticks) // MAX_RAMP_STEPS))
        steps = []
        for tick in range(start_ticks, end_ticks, step):
            middle = (min(tick + step, end_ticks) + tick) / 2
            share = (middle - start_ticks) / (end_ticks - start_ticks)
            steps.append(Tempo(tick, round(first + (bpm - first) * share, 4)))
        kept = [tempo for tempo in old.tempos if not start_ticks <= tempo.tick <= end_ticks]
        return _retime(project, tempos=tuple(sorted((*kept, *steps, Tempo(end_ticks, bpm)), key=lambda t: t.tick)))

    return edit


def delete_tempo(at_ticks: int) -> Edit:
    """Take a tempo change away; the first tempo cannot go."""

    def edit(project: Project) -> Project:
        if at_ticks == 0:
            raise EditError("The first tempo cannot be deleted.")
        return _retime(project, tempos=tuple(t for t in project.tempo_map.tempos if t.tick != at_ticks))

    return edit


def move_tempo(tick: int, to_ticks: int, bpm: float) -> Edit:
    """Move a tempo change, and give it another tempo; what it lands on gives way. The first one stays at the start."""

    def edit(project: Project) -> Project:
        tempos = project.tempo_map.tempos
        if all(tempo.tick != tick for tempo in tempos):
            raise EditError("That tempo change is no longer there.")
        target = max(1, to_ticks) if tick else 0
        kept = [tempo for tempo in tempos if tempo.tick not in (tick, target)]
        return _retime(project, tempos=tuple(sorted((*kept, Tempo(target, bpm)), key=lambda t: t.tick)))

    return edit


def move_meter(tick: int, to_ticks: int) -> Edit:
    """Move a change of metre to the bar line nearest to a place. The first one stays at the start."""

    def edit(project: Project) -> Project:
        meters = project.tempo_map.meters
        mine = next((meter for meter in meters if meter.tick == tick), None)
        if mine is None or tick == 0:
            raise EditError("The first metre cannot be moved." if mine else "That change of metre is no longer there.")
        others = replace(project.tempo_map, meters=tuple(meter for meter in meters if meter.tick != tick))
        target = _nearest_bar_line(others, max(to_ticks, others.meters[0].bar_ticks))
        kept = [meter for meter in others.meters if meter.tick != target]
        fresh = Meter(target, mine.numerator, mine.denominator)
        return _retime(project, meters=tuple(sorted((*kept, fresh), key=lambda m: m.tick)))

    return edit


def delete_meter(at_ticks: int) -> Edit:
    """Take a change of metre away; the first metre cannot go."""

    def edit(project: Project) -> Project:
        if at_ticks == 0:
            raise EditError("The first metre cannot be deleted.")
        return _retime(project, meters=tuple(m for m in project.tempo_map.meters if m.tick != at_ticks))

    return edit


def _nearest_bar_line(tempo_map: TempoMap, tick: int) -> int:
    bar = tempo_map.bar_at(tick)[0]
    before, after = tempo_map.tick_of_bar(bar), tempo_map.tick_of_bar(bar + 1)
    return before if tick - before <= after - tick else after


def set_meter(numerator: int, denominator: int, at_ticks: int = 0) -> Edit:
    """Set the metre from a tick to the next change."""

    def edit(project: Project) -> Project:
        meters = [meter for meter in project.tempo_map.meters if meter.tick != at_ticks]
        fresh = Meter(at_ticks, numerator, denominator)
        return _retime(project, meters=tuple(sorted((*meters, fresh), key=lambda m: m.tick)))

    return edit


def set_tempo_map(tempo_map: TempoMap) -> Edit:
    """Replace the whole map, for example with one found in recorded audio."""
    return lambda project: _with_map(project, tempo_map)


def _retime(project: Project, **values: object) -> Project:
    return _with_map(project, replace(project.tempo_map, **values))


def _with_map(project: Project, tempo_map: TempoMap) -> Project:
    old = project.tempo_map
    if tempo_map == old:
        return project
    if not tempo_map.tempos or not all(10.0 <= tempo.bpm <= 1000.0 for tempo in tempo_map.tempos):
        raise EditError("A tempo can be 10 to 1000 BPM.")

    def change(track: Track) -> Track:
        return with_track_clips(track, (_in_new_time(clip, old, tempo_map) for clip in track.clips))

    return with_all_tracks(replace(project, tempo_map=tempo_map), change)


def _in_new_time(clip: Clip, old: TempoMap, new: TempoMap) -> Clip:
    """A clip with notes at the same ticks; its rendered audio goes where the notes no longer fall on it."""
    if not any(take.notes for take in clip.takes):
        return clip
    origin = old.ticks_at(clip.origin_s)
    start_s = _start_in_new_time(clip, old, new)
    length_s = _near(new.seconds_at(old.ticks_at(clip.end_s)) - start_s, clip.length_s)
    fade_in_s = min(clip.fade_in_s, length_s)
    takes = tuple(_in_new_tempo(take, origin, old, new) for take in clip.takes)
    return with_values(
        clip,
        start_s=_near(start_s, clip.start_s),
        length_s=length_s,
        offset_s=_near(start_s - new.seconds_at(origin), clip.offset_s),
        fade_in_s=fade_in_s,
        fade_out_s=min(clip.fade_out_s, length_s - fade_in_s),
        takes=takes,
    )


def _start_in_new_time(clip: Clip, old: TempoMap, new: TempoMap) -> float:
    tick = old.ticks_at(clip.start_s)
    if new.seconds_at(tick + 1) <= 0.0:
        raise EditError(f"At this tempo the clip “{clip.name}” would begin before the song; move it later first.")
    return max(0.0, new.seconds_at(tick))


def _near(value: float, old: float) -> float:
    """The old value where the new one differs by rounding only, so that what did not move stays the same object."""
    return old if abs(value - old) < NEAR_S else value


def _in_new_tempo(take: Take, origin: int, old: TempoMap, new: TempoMap) -> Take:
    if not take.notes or not take.source or _keeps_its_times(take, origin, old, new):
        return take
    return replace(take, source="", lead_s=0.0)


def _keeps_its_times(take: Take, origin: int, old: TempoMap, new: TempoMap) -> bool:
    """Whether every note begins and ends as long after the origin as before."""
    ticks = {origin + tick for note in take.notes for tick in (note.start_ticks, note.start_ticks + note.length_ticks)}
    shift_s = new.seconds_at(origin) - old.seconds_at(origin)
    return all(abs(new.seconds_at(tick) - old.seconds_at(tick) - shift_s) < NEAR_S for tick in ticks)
