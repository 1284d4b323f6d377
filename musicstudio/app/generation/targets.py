# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a song is to be made again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegenerationTarget:
    """What is to be made again. Either sections or a range in seconds; no track_ids means every track that an engine
    plays, or the recordings of a song that has no such track. keeps_recordings: they go on sounding under what is made.
    """

    section_ids: tuple[str, ...] = ()
    range_s: tuple[float, float] | None = None
    track_ids: tuple[str, ...] = ()
    keeps_recordings: bool = False
