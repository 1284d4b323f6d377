# SPDX-License-Identifier: GPL-3.0-or-later
"""A pushing render turned into blocks to be pulled by a writer, so that nothing piles up in memory."""

from collections import deque
from collections.abc import Iterator, Sequence

from musicstudio.core.progress import Job
from musicstudio.dsp.audio import Audio
from musicstudio.media.store import MediaStore
from musicstudio.playback.graph.offline import MIX, RenderReport, Sink, render
from musicstudio.project.model import Project


class RenderedBlocks:
    """Renders a song, or a span of it, as it is read. report: after the last block. One thread."""

    def __init__(
        self,
        project: Project,
        media: MediaStore,
        span_s: tuple[float, float] | None,
        *,
        is_mastered: bool,
        mark: int | None = None,
    ) -> None:
        """mark: for what is mastered, see `render`."""
        self._project, self._media, self._mark = project, media, mark
        self._start_s: float = span_s[0] if span_s else 0.0
        self._end_s: float | None = span_s[1] if span_s else None
        self._is_mastered = is_mastered
        self.report: RenderReport | None = None

    def mix(self) -> Iterator[Audio]:
        """Blocks (2, frames) of the mix."""
        for row in self._rows([MIX], with_stems=False):
            yield row[0]

    def stems(self, stem_ids: Sequence[str]) -> Iterator[list[Audio]]:
        """One block of each stem at a time, all of one length."""
        yield from self._rows(list(stem_ids), with_stems=True)

    def _rows(self, names: list[str], with_stems: bool) -> Iterator[list[Audio]]:
        waiting: dict[str, deque[Audio]] = {name: deque() for name in names}

        def take(name: str, block: Audio) -> None:
            if name in waiting:
                waiting[name].append(block.copy())

        steps = self._steps(self._job(take, with_stems))
        try:
            is_running = True
            while is_running:
                is_running = next(steps, None) is not None
                while all(waiting.values()):
                    yield [waiting[name].popleft() for name in names]
        finally:
            steps.close()

    def _job(self, take: Sink, with_stems: bool) -> Job[RenderReport]:
        return render(
            self._project,
            self._media,
            take,
            start_s=self._start_s,
            end_s=self._end_s,
            with_master=self._is_mastered,
            with_stems=with_stems,
            keeps_tail=not is_loop(self._project),
            mark=self._mark,
        )

    def _steps(self, job: Job[RenderReport]) -> Job[None]:
        self.report = yield from job


def is_loop(project: Project) -> bool:
    """Whether the song was made to run seamlessly into its own beginning; then nothing may ring past its end."""
    recipe = project.recipes.get(project.song_recipe_id)
    conditioning = recipe.parameters.get("conditioning", {}) if recipe else {}
    return bool(conditioning.get("is_loop"))
