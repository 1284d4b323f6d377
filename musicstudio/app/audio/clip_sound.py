# SPDX-License-Identifier: GPL-3.0-or-later
"""A clip that sounds: what is heard of it, and the audio of its window."""

from dataclasses import dataclass

from musicstudio.core.errors import InputError
from musicstudio.core.units import frames_from_seconds
from musicstudio.dsp.audio import Audio
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Clip, Project, Source, Take, Track


@dataclass(frozen=True, slots=True)
class ClipSound:
    """A clip, the track it lies on, the take that is heard and the audio under it."""

    track: Track
    clip: Clip
    take: Take
    source: Source

    @property
    def name(self) -> str:
        """The clip's own, else its track's."""
        return self.clip.name or self.track.name

    def read(self, media: MediaStore) -> Audio:
        """The window of the clip, float32 (channels, frames), at the rate of its source; silence beyond the source.

        Raises `MediaError` when the file is missing or damaged.
        """
        first = frames_from_seconds(self.take.lead_s + self.clip.offset_s, self.source.rate)
        return media.read(self.source.hash, first, frames_from_seconds(self.clip.length_s, self.source.rate))


def clip_sound(project: Project, clip_id: str) -> ClipSound:
    """What is heard of a clip. Raises `InputError` where there is no such clip, or no audio under it."""
    found = project.find_clip(clip_id)
    take = found[1].take if found else None
    source = project.sources.get(take.source) if take else None
    if found is None or take is None or source is None:
        raise InputError("Select a clip that sounds first.")
    return ClipSound(*found, take, source)
