# SPDX-License-Identifier: GPL-3.0-or-later
"""How loud the takes of a clip are against each other, so that they are compared by what they play."""

from typing import TYPE_CHECKING

from musicstudio.core.errors import StudioError
from musicstudio.core.units import frames_from_seconds
from musicstudio.dsp.loudness import LoudnessMeter
from musicstudio.project.model import Clip, Take

if TYPE_CHECKING:
    from ..session.session import Session

LONGEST_S = 20.0
SILENT_LUFS = -70.0
_LARGEST_DB = 12.0


def level_difference_db(session: "Session", clip: Clip, take_id: str) -> float:
    """How much louder the take that plays is than another, under the clip's window; 0 where one has no sound yet."""
    other = next((take for take in clip.takes if take.id == take_id), None)
    if clip.take is None or other is None:
        return 0.0
    heard, others = _lufs(session, clip, clip.take), _lufs(session, clip, other)
    if min(heard, others) <= SILENT_LUFS:
        return 0.0
    return round(min(_LARGEST_DB, max(-_LARGEST_DB, heard - others)), 2)


def _lufs(session: "Session", clip: Clip, take: Take) -> float:
    """Integrated loudness of the beginning of what the window shows of a take."""
    source = session.project.sources.get(take.source)
    if source is None:
        return SILENT_LUFS
    first = max(0, frames_from_seconds(take.lead_s + clip.offset_s, source.rate))
    frames = min(frames_from_seconds(min(clip.length_s, LONGEST_S), source.rate), source.frames - first)
    try:
        audio = session.media.read(source.hash, first, max(0, frames))
    except StudioError:  # the comparison goes on without it; the player tells what is missing
        return SILENT_LUFS
    meter = LoudnessMeter(audio.shape[0])
    meter.feed(audio)
    return meter.integrated_lufs
