# SPDX-License-Identifier: GPL-3.0-or-later
"""Frozen rows: their clips and effects as one sound, which plays as long as it is what they would sound like.

The sound bears a mark of all that it was made from. Whoever changes a clip, an effect, a tempo or a row that an
effect listens to makes the mark wrong, and the row plays live again: nothing stale is ever heard.
"""

import hashlib

import msgspec
from msgspec.structs import replace

from .model import AutomationLane, Master, Project, Strip, Track

_AFTER_EFFECTS = ("gain_db", "pan", "width")


def frozen_sound(project: Project, track: Track) -> str:
    """The source that plays in place of a row's clips and effects; empty where they play live."""
    frozen = track.frozen
    is_here = frozen is not None and frozen.source in project.sources
    return frozen.source if frozen and is_here and frozen.mark == mark_of(project, track) else ""


def mark_of(project: Project, track: Track) -> str:
    """What a row's sound before its fader is made of, as a short text that differs when any of it does."""
    rows = [track, *key_rows(project, track)]
    parts = [(row.clips, _before_fader(row.strip)) for row in rows]
    content = msgspec.json.encode((parts, project.tempo_map))
    return hashlib.sha256(content).hexdigest()[:32]


def key_rows(project: Project, track: Track) -> tuple[Track, ...]:
    """The rows that effects of a row listen to, and those that these listen to."""
    found: dict[str, Track] = {}
    waiting = [track]
    while waiting:
        keys = {device.key_id for device in waiting.pop().strip.devices} - {""}
        for row in project.tracks:
            is_key = row.id in keys or row.role in keys or row.group_id in keys
            if is_key and row.id != track.id and row.id not in found:
                found[row.id] = row
                waiting.append(row)
    return tuple(row for row in project.tracks if row.id in found)


def alone(project: Project, track: Track) -> Project:
    """The song in which a row sounds as it does before its fader, with nothing but what its effects listen to."""
    plain = replace(_before_fader(track.strip), gain_db=0.0)
    row = replace(track, strip=plain, group_id="", frozen=None)
    rows = tuple(row if each.id == track.id else each for each in project.tracks if _is_needed(project, track, each))
    return replace(project, tracks=rows, master=Master(is_on=False))


def live_strip(strip: Strip) -> Strip:
    """What of a strip still works on a frozen sound: all behind its effects."""
    lanes = tuple(lane for lane in strip.automation if _is_after(lane))
    return replace(strip, devices=(), automation=lanes, input_gain_db=0.0, is_phase_inverted=False, delay_ms=0.0)


def _is_needed(project: Project, track: Track, row: Track) -> bool:
    return row.id == track.id or row in key_rows(project, track)


def _before_fader(strip: Strip) -> Strip:
    """A strip with all behind its effects at rest."""
    lanes = tuple(lane for lane in strip.automation if not _is_after(lane))
    return Strip(
        devices=strip.devices,
        automation=lanes,
        input_gain_db=strip.input_gain_db,
        is_phase_inverted=strip.is_phase_inverted,
        delay_ms=strip.delay_ms,
    )


def _is_after(lane: AutomationLane) -> bool:
    return lane.target in _AFTER_EFFECTS or lane.target.startswith("send.")
