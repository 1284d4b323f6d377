# SPDX-License-Identifier: GPL-3.0-or-later
"""Where in the song something is being made anew, so that it is seen there while the old sounds on."""

from dataclasses import dataclass

from musicstudio.jobs import JobQueue, JobView


@dataclass(frozen=True, slots=True)
class Place:
    """Cells of the song: sections, or a range of seconds; track_ids empty: all tracks. words: what was asked."""

    section_ids: tuple[str, ...] = ()
    range_s: tuple[float, float] | None = None
    track_ids: tuple[str, ...] = ()
    words: str = ""


class Making:
    """Main thread."""

    def __init__(self, jobs: JobQueue) -> None:
        self._jobs = jobs
        self._places: dict[str, Place] = {}

    def begin(self, job_id: str, place: Place) -> str:
        """A job makes something at a place; the job's id again."""
        self._places = {each: where for each, where in self._places.items() if self._view(each) is not None}
        self._places[job_id] = place
        return job_id

    @property
    def now(self) -> tuple[tuple[JobView, Place], ...]:
        """What is being made, the oldest first."""
        found = ((self._view(job_id), place) for job_id, place in self._places.items())
        return tuple((view, place) for view, place in found if view is not None)

    def _view(self, job_id: str) -> JobView | None:
        view = self._jobs.view(job_id)
        return view if view is not None and not view.state.is_final else None
