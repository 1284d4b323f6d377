# SPDX-License-Identifier: GPL-3.0-or-later
"""What the selection and the playhead mean to actions: clips, tracks, a section, a place, a stretch of time."""

from typing import TYPE_CHECKING

from musicstudio.project.model import Chord, Clip, Marker, Section, Track

if TYPE_CHECKING:
    from ..session.session import Session

NEAR_S = 1e-6


def chosen_clips(session: "Session") -> list[tuple[Track, Clip]]:
    """The clips that the selection means, whether clips, columns, rows or a range are selected; with their rows."""
    now, found = session.selection.now, list(session.project.clips())
    if now.clip_ids:
        return [(track, clip) for track, clip in found if clip.id in now.clip_ids]
    if now.track_ids:
        found = [(track, clip) for track, clip in found if track.id in now.track_ids]
    if now.section_ids:
        return [(track, clip) for track, clip in found if clip.section_id in now.section_ids]
    if now.range_s:
        start_s, end_s = now.range_s
        return [(t, c) for t, c in found if c.start_s < end_s - NEAR_S and c.end_s > start_s + NEAR_S]
    return found if now.track_ids else []


def chosen_tracks(session: "Session") -> list[Track]:
    """The selected tracks, or else those of the selected clips."""
    named = [track for track in session.project.tracks if track.id in session.selection.track_ids]
    return named or [t for t in session.project.tracks if any(c.id in session.selection.clip_ids for c in t.clips)]


def chosen_section(session: "Session") -> Section | None:
    """The one selected section, or else the one under the playhead."""
    named = [section for section in session.project.sections if section.id in session.selection.section_ids]
    if named:
        return named[0] if len(named) == 1 else None
    tick = playhead_tick(session)
    return next((s for s in session.project.sections if s.start_ticks <= tick < s.end_ticks), None)


def chosen_marker(session: "Session") -> Marker | None:
    """The one selected marker, or else the last one at or before the playhead."""
    markers = session.project.markers
    named = [marker for marker in markers if marker.id in session.selection.marker_ids]
    if named:
        return named[0] if len(named) == 1 else None
    tick = playhead_tick(session)
    return next((marker for marker in reversed(markers) if marker.tick <= tick), None)


def chosen_chord(session: "Session") -> Chord | None:
    """The selected chord, or else the one under the playhead."""
    chords = session.project.chords
    named = [chord for chord in chords if chord.start_ticks in session.selection.chord_ticks]
    tick = playhead_tick(session)
    under = (chord for chord in chords if chord.start_ticks <= tick < chord.start_ticks + chord.length_ticks)
    return named[0] if named else next(under, None)


def playhead_tick(session: "Session") -> int:
    """Where the playhead is, in ticks; never before the song."""
    return max(0, session.project.tempo_map.ticks_at(session.player.position_s))


def span_ticks(session: "Session") -> tuple[int, int] | None:
    """The stretch of time that a selected range or selected sections cover."""
    now, project = session.selection.now, session.project
    if now.range_s:
        start, end = (project.tempo_map.ticks_at(edge) for edge in now.range_s)
        return (max(0, start), end) if end > max(0, start) else None
    sections = [section for section in project.sections if section.id in now.section_ids]
    if not sections:
        return None
    return min(s.start_ticks for s in sections), max(s.end_ticks for s in sections)


def why_no_clips(session: "Session") -> str:
    """For actions on clips."""
    return "" if session.selection.clip_ids else "Select one or more clips first."


def why_no_one_clip(session: "Session") -> str:
    """For actions on one clip."""
    return "" if len(session.selection.clip_ids) == 1 else "Select one clip."


def why_no_tracks(session: "Session") -> str:
    """For actions on tracks."""
    return "" if chosen_tracks(session) else "Select a track first."


def why_no_one_track(session: "Session") -> str:
    """For actions on one track."""
    return "" if len(chosen_tracks(session)) == 1 else "Select one track."


def why_no_section(session: "Session") -> str:
    """For actions on one section."""
    return "" if chosen_section(session) else "Select one section, or put the playhead into one."


def why_no_span(session: "Session") -> str:
    """For actions on a stretch of time."""
    return "" if span_ticks(session) else "Select a range of time or a section first."
