# SPDX-License-Identifier: GPL-3.0-or-later
"""What sounds when, in frames: a song without its notes, names and takes, small enough to send to the player on every
edit.

A `Lane` depends on its track, the tempo map and the track's sources only, so `PlanMaker` makes again just the lanes
that changed.
"""

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.units import SAMPLE_RATE, frames_from_seconds, gain_from_db
from musicstudio.mixing.automation import Curve, curves_of
from musicstudio.mixing.tempo_sync import sync_to_tempo
from musicstudio.project.freezing import frozen_sound, live_strip
from musicstudio.project.model import Clip, Master, Project, Source, Strip, TempoMap, Track

DECLICK_FRAMES = 144


class Span(Struct, frozen=True, array_like=True):
    """A clip as the graph plays it. All times are frames at 48 kHz on the timeline, ``source_start`` in the source.

    fade_in, fade_out: frames of fades, of equal power where their bends are 0. soften_start, soften_end: whether that
    edge cuts into sound and so gets a 3 ms ramp. Where a source begins or ends by itself it is played as it is: a drum
    keeps its attack, and stems sum to what they were taken from.
    """

    source: str
    start: int
    end: int
    source_start: int
    gain: float = 1.0
    fade_in: int = 0
    fade_out: int = 0
    soften_start: bool = False
    soften_end: bool = False
    fade_in_bend: float = 0.0
    fade_out_bend: float = 0.0


class Lane(Struct, frozen=True):
    """A track as the graph plays it. kind, role, group_id and strip as in the document; curves: its automation in
    frames.
    """

    id: str
    name: str
    kind: str
    role: str
    group_id: str
    strip: Strip
    curves: tuple[Curve, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def has_clips(self) -> bool:
        """Whether it plays clips (as opposed to a group or a bus, which play others)."""
        return self.kind not in ("group", "bus")


class Plan(Struct, frozen=True):
    """A song to play. length: frames to the end of the last clip window or section. master_curves: its automation."""

    lanes: tuple[Lane, ...] = ()
    master: Master = Master()
    master_curves: tuple[Curve, ...] = ()
    tempo_map: TempoMap = TempoMap()
    length: int = 0

    @property
    def sounding_length(self) -> int:
        """Frames to the end of the last ringing clip, at least ``length``. Effects may ring longer."""
        return max([self.length, *(span.end for lane in self.lanes for span in lane.spans)])


class PlanMaker:
    """Makes plans of successive versions of one song; what did not change is the same object as before. One thread."""

    def __init__(self) -> None:
        self._made: dict[str, _Made] = {}

    def plan(self, project: Project) -> Plan:
        """The plan of a version of the song."""
        made = [self._make(track, project) for track in project.tracks]
        self._made = {one.track.id: one for one in made}
        section_ends = (project.section_span_s(section)[1] for section in project.sections)
        length_s = max([0.0, *section_ends, *(one.end_s for one in made)])
        lanes, master = tuple(one.lane for one in made), project.master
        curves = curves_of(master.automation, project.tempo_map)
        devices, curves = sync_to_tempo(master.devices, curves, project.tempo_map)
        if devices is not master.devices:
            master = replace(master, devices=devices)
        return Plan(lanes, master, curves, project.tempo_map, frames_from_seconds(length_s))

    def _make(self, track: Track, project: Project) -> "_Made":
        made = self._made.get(track.id)
        if made and made.track is track and made.tempo_map == project.tempo_map and made.is_complete:
            return made
        heard = [clip.take for clip in track.clips if clip.take and clip.take.source]
        return _Made(
            track, project.tempo_map, lane_of(track, project.sources, project.tempo_map, frozen_sound(project, track)),
            max((clip.end_s for clip in track.clips), default=0.0),
            all(take.source in project.sources for take in heard) and not track.frozen,
        )  # fmt: skip


class _Made(Struct, frozen=True):
    """What was made of a track. end_s: of its last clip window; is_complete: no audio was missing from the song's
    sources."""

    track: Track
    tempo_map: TempoMap
    lane: Lane
    end_s: float
    is_complete: bool


def plan_of(project: Project) -> Plan:
    """The plan of a song, made from nothing."""
    return PlanMaker().plan(project)


def lane_of(track: Track, sources: dict[str, Source], tempo_map: TempoMap, frozen: str = "") -> Lane:
    """One track as the graph plays it. Clips that are muted, or whose audio is not there yet, are left out.

    frozen: the sound that plays in place of its clips and effects, or empty.
    """
    if frozen:
        track = replace(track, clips=(), strip=live_strip(track.strip))
    spans = (
        [Span(frozen, 0, sources[frozen].frames, 0)]
        if frozen
        else [span for clip in track.clips if (span := span_of(clip, sources, track.strip.delay_ms / 1000))]
    )
    spans.sort(key=lambda span: (span.start, span.end))
    devices, curves = sync_to_tempo(track.strip.devices, curves_of(track.strip.automation, tempo_map), tempo_map)
    strip = track.strip if devices is track.strip.devices else replace(track.strip, devices=devices)
    return Lane(
        track.id, track.name, track.kind, track.role, track.group_id, strip, curves, join_spans(spans),
    )  # fmt: skip


def span_of(clip: Clip, sources: dict[str, Source], delay_s: float = 0.0) -> Span | None:
    """A clip's sounding window, ``delay_s`` later than it stands, or None if it makes no sound.

    A ringing clip also sounds before its window (its lead, where the window opens on the take's origin) and after it
    (its tail).
    """
    take = clip.take
    source = sources.get(take.source) if take else None
    if take is None or source is None or clip.is_muted:
        return None
    source_zero = frames_from_seconds(clip.origin_s - take.lead_s + delay_s)
    source_end = source_zero + round(source.frames * SAMPLE_RATE / source.rate)
    window_start, window_end = frames_from_seconds(clip.start_s + delay_s), frames_from_seconds(clip.end_s + delay_s)
    has_lead = clip.rings_before and clip.offset_s <= 0
    start = source_zero if has_lead else max(window_start, source_zero)
    end = source_end if clip.rings_after else min(window_end, source_end)
    if end <= start:
        return None
    fade_in, fade_out = frames_from_seconds(clip.fade_in_s), frames_from_seconds(clip.fade_out_s)
    return Span(
        take.source, start, end, start - source_zero, gain_from_db(clip.gain_db), fade_in, fade_out,
        not fade_in and start != source_zero, not fade_out and end != source_end,
        clip.fade_in_bend, clip.fade_out_bend,
    )  # fmt: skip


def join_spans(spans: list[Span]) -> tuple[Span, ...]:
    """The spans with the edges left bare where one goes on exactly where another stops, as after a split.

    Where two that cross over a fade play the same material at the same place, as at the edges of a range that waits
    for a new take, the one plays up to where the other begins: crossed with itself, a sound is unchanged.
    """
    result = _drop_own_crossfades(spans)
    heads = {(s.source, s.start, s.source_start, s.gain): n for n, s in enumerate(result) if not s.fade_in}
    for number, span in enumerate(result):
        head = heads.get((span.source, span.end, span.source_start + span.end - span.start, span.gain))
        if head is not None and not span.fade_out:
            result[number] = replace(result[number], soften_end=False)
            result[head] = replace(result[head], soften_start=False)
    return tuple(result)


def _drop_own_crossfades(spans: list[Span]) -> list[Span]:
    """The spans, with no fades between those that fade from a sound into itself."""
    result = list(spans)
    leaving = {(s.source, s.start - s.source_start, s.gain, s.end): n for n, s in enumerate(spans) if s.fade_out}
    for number, span in enumerate(spans):
        for end in range(span.start + span.fade_in - 1, span.start + span.fade_in + 2) if span.fade_in else ():
            other = leaving.get((span.source, span.start - span.source_start, span.gain, end))
            if other is None or spans[other].start >= span.start or abs(spans[other].fade_out - span.fade_in) > 1:
                continue
            result[other] = replace(result[other], end=span.start, fade_out=0)
            result[number] = replace(result[number], fade_in=0)
    return result
