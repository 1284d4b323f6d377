# SPDX-License-Identifier: GPL-3.0-or-later
"""What a song sounds like, in the plainest way: which moment of which source is heard, and how loud, at a time."""

from musicstudio.project.model import Project


def heard_at(project: Project, time_s: float) -> dict[tuple[str, str, float], float]:
    """Gain, with linear fades, of each (track, source, source seconds); windows only, without lead and tail."""
    heard: dict[tuple[str, str, float], float] = {}
    for track, clip in project.clips():
        if clip.take is None or clip.is_muted or not clip.start_s <= time_s < clip.end_s:
            continue
        place = (track.id, clip.take.source, round(time_s - clip.origin_s + clip.take.lead_s, 6))
        into = min(1.0, (time_s - clip.start_s) / clip.fade_in_s) if clip.fade_in_s else 1.0
        out = min(1.0, (clip.end_s - time_s) / clip.fade_out_s) if clip.fade_out_s else 1.0
        heard[place] = heard.get(place, 0.0) + into * out
    return heard


def sounds_alike(one: Project, other: Project, times_s: list[float]) -> bool:
    """Whether two songs are heard the same at all times given."""
    return all(_alike(heard_at(one, time_s), heard_at(other, time_s)) for time_s in times_s)


def _alike(one: dict[tuple[str, str, float], float], other: dict[tuple[str, str, float], float]) -> bool:
    return one.keys() == other.keys() and all(abs(one[key] - other[key]) < 1e-6 for key in one)
