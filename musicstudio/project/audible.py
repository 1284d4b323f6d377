# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rows are heard while some are muted or soloed, as the mixer routes them."""

from collections.abc import Iterator

from .model import Project, Track


def silenced_track_ids(project: Project) -> frozenset[str]:
    """Rows that are not heard: muted, in a muted group, or outside of what is soloed. Buses are not asked about."""
    if not any(track.strip.is_muted or track.strip.is_soloed for track in project.tracks):
        return frozenset()
    by_id = {track.id: track for track in project.tracks}
    soloed = {track.id for track in project.tracks if track.strip.is_soloed}
    if soloed:
        soloed |= {track.id for track in project.tracks if track.strip.is_solo_safe and track.kind != "bus"}
    over_soloed = {group.id for each in soloed for group in _groups_of(by_id[each], by_id)}

    def is_silent(track: Track) -> bool:
        above = list(_groups_of(track, by_id))
        if any(each.strip.is_muted for each in (track, *above)):
            return True
        is_chosen = track.id in soloed | over_soloed or any(each.id in soloed for each in above)
        return bool(soloed) and not is_chosen

    return frozenset(track.id for track in project.tracks if track.kind != "bus" and is_silent(track))


def _groups_of(track: Track, by_id: dict[str, Track]) -> Iterator[Track]:
    """The groups that a row is in, from the nearest up; a circle of a damaged song ends."""
    seen = {track.id}
    while (group := by_id.get(track.group_id)) is not None and group.kind == "group" and group.id not in seen:
        seen.add(group.id)
        yield group
        track = group
