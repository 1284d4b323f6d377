# SPDX-License-Identifier: GPL-3.0-or-later
"""The clips that the selection means, whether clips, columns, rows or a range are selected."""

from musicstudio.project.model import Clip, Track

from ..session_bridge import SessionBridge


def selected_clips(bridge: SessionBridge) -> list[tuple[Track, Clip]]:
    """Rows and clips in the order of the song."""
    now, found = bridge.session.selection.now, list(bridge.project.clips())
    if now.clip_ids:
        return [(track, clip) for track, clip in found if clip.id in now.clip_ids]
    if now.track_ids:
        found = [(track, clip) for track, clip in found if track.id in now.track_ids]
    if now.section_ids:
        return [(track, clip) for track, clip in found if clip.section_id in now.section_ids]
    if now.range_s:
        start_s, end_s = now.range_s
        return [(track, clip) for track, clip in found if clip.start_s < end_s - 1e-6 and clip.end_s > start_s + 1e-6]
    return found if now.track_ids else []
