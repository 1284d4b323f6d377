# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded engine: the composer as the studio sees it."""

from collections.abc import Callable

from musicstudio.core.errors import EngineError
from musicstudio.core.progress import Job, Progress
from musicstudio.engines.contract import Capabilities, Request, Result, Task

from .score.recipes import ENGINE, LICENCE, VERSION

TaskJob = Callable[[Request], Job[Result]]


class Composer:
    """Composes, arranges, plays and sings on this machine, with no download and no GPU."""

    def capabilities(self) -> Capabilities:
        """What it can do. Loads nothing; any thread."""
        return Capabilities(
            engine=ENGINE,
            title="Composer",
            version=VERSION,
            tasks=frozenset(Task) - {Task.SING},
            inputs=frozenset({"prompt", "lyrics", "sliders", "melody", "energy_curve", "style_map", "negative"}),
            longest_s=1800.0,
            makes_vocals=True,
            makes_stems=True,
            makes_notes=True,
            weights_licence=LICENCE,
        )

    def run(self, request: Request) -> Job[Result]:
        """Make music on a job thread; see `musicstudio.engines.contract.Engine.run`."""
        yield Progress(0.0, "Starting")
        return (yield from _job_of(request.task)(request))


def _job_of(task: Task) -> TaskJob:
    """The function of a task; imported here, so that asking for capabilities loads no music."""
    from .tasks import compose, extend, generate, harmonize, layer, regenerate, restyle

    jobs: dict[Task, TaskJob] = {
        Task.GENERATE: generate.generate,
        Task.COMPOSE: compose.compose,
        Task.REGENERATE: regenerate.regenerate,
        Task.LAYER: layer.layer,
        Task.RESTYLE: restyle.restyle,
        Task.EXTEND: extend.extend,
        Task.HARMONIZE: harmonize.harmonize,
    }
    if task not in jobs:
        raise EngineError(f"The composer cannot do “{task}”; choose another engine for it.")
    return jobs[task]
