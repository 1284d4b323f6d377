# SPDX-License-Identifier: GPL-3.0-or-later
"""The review of the song: loudness by section is measured in the background, then the findings are told."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from musicstudio.analysis.review import Finding, review
from musicstudio.core.progress import Job, Progress, within
from musicstudio.dsp.integrated import integrated_lufs
from musicstudio.media.store import MediaStore
from musicstudio.playback.graph.blocks import RenderedBlocks
from musicstudio.project.model import Project

from ..session.played_notes import with_everything_played

if TYPE_CHECKING:
    from ..session.session import Session

MIN_LENGTH_S = 0.5

__all__ = ["Finding", "review_job", "review_song"]


def review_song(session: "Session", on_done: Callable[[tuple[Finding, ...]], None]) -> str:
    """Queue a review of the song as it stands; the findings come on the main thread. The job's id."""
    project = session.document.committed

    def job() -> Job[tuple[Finding, ...]]:
        playing = with_everything_played(project, session.note_rendering.played)
        played = yield from within(playing, 0.0, 0.3)
        return (yield from within(review_job(played, session.media), 0.3, 1.0))

    return session.jobs.submit("Reviewing the song", job, on_done=on_done)


def review_job(project: Project, media: MediaStore) -> Job[tuple[Finding, ...]]:
    """Findings about a song, with its sections measured (LUFS, unmastered)."""
    import numpy as np

    loudness: dict[str, float] = {}
    for index, section in enumerate(project.sections):
        start_s, end_s = project.section_span_s(section)
        if end_s - start_s < MIN_LENGTH_S:
            continue
        blocks = []
        for block in RenderedBlocks(project, media, (start_s, end_s), is_mastered=False).mix():
            blocks.append(block)
            yield Progress(index / len(project.sections), f"Listening to {section.name}")
        loudness[section.id] = integrated_lufs(np.concatenate(blocks, axis=1))
    return review(project, loudness)
