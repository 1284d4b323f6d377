# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies under a point of the canvas. Pure: no widget is asked."""

from dataclasses import dataclass
from itertools import pairwise
from math import pi, sin

from musicstudio.dsp.fades import STEEPEST_FADE
from musicstudio.project.edits.overlap import is_crossfade
from musicstudio.project.model import Clip, Marker, Project, Section, Track

from .rows import CLIP_HEADER_PX, Lane, RowLayout
from .track_index import clips_between
from .viewport import Viewport

EDGE_PX = 6
LOOP_PX = 12
MARKER_REACH_PX = 5
FADE_HANDLE_PX = 12
GAIN_PX = 54
BEND_REACH_PX = 7
MIN_BENT_PX = 28
MIN_BEND_ROOM_PX = 24
PILL_PX, PILL_GAP_PX = (28, 9), 4
MIN_PILL_CLIP_PX = 120
SECTION_EDGE_PX = 4
NARROWEST_EDGE_PX = 24
TEMPO_REACH_PX = 8
METER_CHIP_PX = 30
SECTION_BUTTON_PX = 24
# Narrower sections show their button over their name, under the pointer or while they are selected.
SECTION_WITH_BUTTON_PX = 76
NARROWEST_BUTTON_PX = 14


@dataclass(frozen=True, slots=True)
class Hit:
    """kind: ``ruler loop marker section section_button chord lyric clip row lane tempo
    meter section_edge`` or ``nothing``. tick: of the tempo or metre change under the pointer, -1 beside them.

    zone, for clips: ``header``, ``gain``, ``body``, ``start``, ``end``, ``fade_in``, ``fade_out``, ``bend_in`` or
    ``bend_out``.
    """

    kind: str
    seconds: float
    track_id: str = ""
    clip_id: str = ""
    section_id: str = ""
    zone: str = ""
    marker_id: str = ""
    lane: Lane | None = None
    tick: int = -1


def hit_test(project: Project, layout: RowLayout, viewport: Viewport, x: float, y: float) -> Hit:
    """The topmost thing at a canvas pixel."""
    seconds = viewport.seconds_at(x)
    if band := layout.band_at(y):
        return _hit_band(project, viewport, band.name, band.top, x, y, seconds)
    rows_y = y - layout.bands_height + viewport.scroll_y
    row = layout.row_at(rows_y)
    track = project.track(row.track_id) if row else None
    if row is None or track is None:
        lane = layout.lane_at(rows_y)
        return Hit("lane", seconds, lane.owner_id, lane=lane) if lane else Hit("nothing", seconds)
    margin_s = EDGE_PX / viewport.px_per_s
    near = clips_between(track, seconds - margin_s / 2, seconds + margin_s / 2)
    clip = next((c for c in reversed(near) if c.start_s <= seconds < c.end_s), near[-1] if near else None)
    if clip is not None:
        zone = clip_zone(clip, viewport, x, rows_y - row.top, row.height)
        return Hit("clip", seconds, track.id, clip.id, clip.section_id, zone)
    return Hit("row", seconds, track.id, section_id=section_id_at(project, seconds))


def clip_zone(clip: Clip, viewport: Viewport, x: float, y: float, height: float = 0.0) -> str:
    """Which handle of a clip a point takes. ``y`` counts from the row's top, whose height decides where curves are."""
    left, right = viewport.x_of(clip.start_s), viewport.x_of(clip.end_s)
    for zone, (at_x, at_y) in bend_places_px(clip, viewport, height).items():
        if abs(x - at_x) <= BEND_REACH_PX and abs(y - at_y) <= BEND_REACH_PX:
            return zone
    if right - left >= 4 * FADE_HANDLE_PX:
        if y <= CLIP_HEADER_PX + FADE_HANDLE_PX:
            if abs(x - left - clip.fade_in_s * viewport.px_per_s) <= FADE_HANDLE_PX:
                return "fade_in"
            if abs(x - right + clip.fade_out_s * viewport.px_per_s) <= FADE_HANDLE_PX:
                return "fade_out"
        if x <= left + EDGE_PX:
            return "start"
        if x >= right - EDGE_PX:
            return "end"
    if is_on_pill(right - left, x - left, y, height):
        return "gain"
    if y > CLIP_HEADER_PX:
        return "body"
    gain_left = gain_place_px(clip, right - left)
    return "gain" if gain_left is not None and left + gain_left <= x < left + gain_left + GAIN_PX else "header"


def gain_place_px(clip: Clip, width_px: float) -> float | None:
    """Where a clip's header shows its gain, from the clip's left edge; None at 0 dB, or where there is no room."""
    has_room = width_px >= 3 * GAIN_PX
    return width_px - FADE_HANDLE_PX - GAIN_PX if clip.gain_db and has_room else None


def bend_places_px(clip: Clip, viewport: Viewport, height: float) -> dict[str, tuple[float, float]]:
    """Where the dots on a clip's fades lie, by zone: half way along each that is long enough; y from the row's top."""
    places: dict[str, tuple[float, float]] = {}
    room = height - CLIP_HEADER_PX
    for zone, fade_s, bend, edge_s, sign in (
        ("bend_in", clip.fade_in_s, clip.fade_in_bend, clip.start_s, 1),
        ("bend_out", clip.fade_out_s, clip.fade_out_bend, clip.end_s, -1),
    ):  # fmt: skip
        if room >= MIN_BEND_ROOM_PX and fade_s * viewport.px_per_s >= MIN_BENT_PX:
            gain = sin(0.5 ** (STEEPEST_FADE**-bend) * pi / 2)
            places[zone] = (viewport.x_of(edge_s + sign * fade_s / 2), CLIP_HEADER_PX + room * (1.0 - gain))
    return places


def is_on_pill(width_px: float, x: float, y: float, height: float) -> bool:
    """Whether a point (from the clip's corner) is on its gain handle, below the middle of its header."""
    if width_px < MIN_PILL_CLIP_PX or height - CLIP_HEADER_PX < MIN_BEND_ROOM_PX:
        return False
    is_across = abs(x - width_px / 2) <= PILL_PX[0] / 2
    return is_across and 0 < y - CLIP_HEADER_PX - PILL_GAP_PX <= PILL_PX[1]


def crossfade_at(track: Track, seconds: float) -> tuple[Clip, Clip] | None:
    """The two clips that fade into each other at a time."""
    here = clips_between(track, seconds - 1e-6, seconds + 1e-6)
    pairs = pairwise(clip for clip in here if clip.start_s <= seconds < clip.end_s)
    return next(((left, right) for left, right in pairs if is_crossfade(left, right)), None)


def marker_at(project: Project, viewport: Viewport, x: float) -> Marker | None:
    """The marker whose flag is at a pixel: from a little before its line to the next one."""
    places = [(viewport.x_of(project.tempo_map.seconds_at(marker.tick)), marker) for marker in project.markers]
    before = [(place, marker) for place, marker in places if place - MARKER_REACH_PX <= x]
    if not before:
        return None
    place, marker = before[-1]
    return marker if x <= place + flag_width_px(marker) else None


def flag_width_px(marker: Marker) -> float:
    """About how wide a marker's flag is with its name."""
    return 16.0 + 7.0 * len(marker.name)


def button_width_px(section_px: float) -> float:
    """How much of a section's block its button takes: at most the half of it."""
    return min(SECTION_BUTTON_PX, section_px / 2) if section_px >= NARROWEST_BUTTON_PX * 2 else 0.0


def section_at(project: Project, seconds: float) -> Section | None:
    """The section that sounds at a time."""
    tick = project.tempo_map.ticks_at(seconds)
    return next((s for s in project.sections if s.start_ticks <= tick < s.end_ticks), None)


def section_id_at(project: Project, seconds: float) -> str:
    """Its id, or empty."""
    section = section_at(project, seconds)
    return section.id if section else ""


def _hit_band(project: Project, viewport: Viewport, band: str, top: int, x: float, y: float, seconds: float) -> Hit:
    if band == "ruler":
        return Hit("loop" if y - top < LOOP_PX else "ruler", seconds)
    if band == "markers":
        marker = marker_at(project, viewport, x)
        return Hit("marker", seconds, marker_id=marker.id) if marker else Hit("ruler", seconds)
    if band in ("tempo", "meters"):
        return _hit_tempo(project, viewport, band, x, seconds)
    section = section_at(project, seconds)
    if band == "sections":
        if edge := _section_edge(project, viewport, x):
            return Hit("section_edge", seconds, section_id=edge.id)
        if section is None:
            return Hit("nothing", seconds)
        start_s, end_s = project.section_span_s(section)
        is_button = x > viewport.x_of(end_s) - button_width_px((end_s - start_s) * viewport.px_per_s)
        return Hit("section_button" if is_button else "section", seconds, section_id=section.id)
    return Hit("chord" if band == "chords" else "lyric", seconds, section_id=section.id if section else "")


def _section_edge(project: Project, viewport: Viewport, x: float) -> Section | None:
    """The section whose right edge is at a pixel."""
    for section in project.sections:
        left, right = (viewport.x_of(edge) for edge in project.section_span_s(section))
        if abs(x - right) <= SECTION_EDGE_PX and right - left >= NARROWEST_EDGE_PX:
            return section
    return None


def _hit_tempo(project: Project, viewport: Viewport, band: str, x: float, seconds: float) -> Hit:
    events = project.tempo_map.tempos if band == "tempo" else project.tempo_map.meters
    reach = (-TEMPO_REACH_PX, TEMPO_REACH_PX if band == "tempo" else METER_CHIP_PX)
    places = [(x - viewport.x_of(project.tempo_map.seconds_at(event.tick)), event.tick) for event in events]
    near = [(abs(far), tick) for far, tick in places if reach[0] <= far <= reach[1]]
    return Hit("tempo" if band == "tempo" else "meter", seconds, tick=min(near)[1] if near else -1)
