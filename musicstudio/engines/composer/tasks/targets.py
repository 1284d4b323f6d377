# SPDX-License-Identifier: GPL-3.0-or-later
"""Which cells of a song a request means: its tracks, its sections, and the ticks inside each section."""

from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.engines.composer.plan import SongPlan
from musicstudio.engines.composer.score.rebuilding import PLAYED_KINDS
from musicstudio.engines.contract import Request
from musicstudio.project.model import Project, Track

Span = tuple[int, int]


class Targets(Struct, frozen=True):
    """tracks: those that are asked. spans: for each section index the (start, end) ticks meant, counted from the
    section's start."""

    tracks: tuple[Track, ...]
    spans: dict[int, Span]
    is_column: bool


def song_of(request: Request) -> Project:
    """The song a request comes with. Raises `InputError` when there is none."""
    if request.song is None or not request.song.sections:
        raise InputError("Generate or open a song with sections first.")
    return request.song


def find_targets(request: Request, plan: SongPlan) -> Targets:
    """The cells a request names; without sections or range the whole song. Raises `InputError` when nothing is left
    to play."""
    song = song_of(request)
    playable = tuple(t for t in song.tracks if t.kind == "vocal" or (t.kind in PLAYED_KINDS and t.instrument))
    tracks = tuple(t for t in playable if not request.track_ids or t.id in request.track_ids)
    if not tracks:
        raise InputError("None of these tracks is played by the composer, so there is nothing to make again.")
    spans = spans_in(request, plan)
    if not spans:
        raise InputError("There is no section there to make again.")
    return Targets(tracks, spans, len(tracks) == len(playable))


def spans_in(request: Request, plan: SongPlan) -> dict[int, Span]:
    """For each section that a request touches the ticks meant, counted from the section's start."""
    spans: dict[int, Span] = {}
    for index, planned in enumerate(plan.sections):
        section = planned.section
        if request.range_ticks:
            first = max(0, request.range_ticks[0] - section.start_ticks)
            last = min(section.length_ticks, request.range_ticks[1] - section.start_ticks)
        else:
            is_meant = not request.section_ids or section.id in request.section_ids
            first, last = 0, section.length_ticks if is_meant else 0
        if last > first:
            spans[index] = (first, last)
    return spans
