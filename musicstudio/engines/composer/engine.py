# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded engine: the composer as the studio sees it."""

from collections.abc import Callable
from typing import Any

from musicstudio.core.progress import Job, Progress
from musicstudio.engines.contract import Capabilities, Request, Result, Task
from musicstudio.engines.inside import Inside
from musicstudio.engines.style_map import StyleMap
from musicstudio.project.model import Project
from musicstudio.project.model.sheet import ChangePlan, SongSheet

from .score.recipes import ENGINE, LICENSE, VERSION, conditioning_json

TaskJob = Callable[[Request], Job[Result]]


class Composer:
    """Composes, arranges, plays and sings on this machine, with no download and no GPU."""

    def capabilities(self) -> Capabilities:
        """What it can do. Loads nothing; any thread."""
        return Capabilities(
            engine=ENGINE,
            title="Composer",
            version=VERSION,
            tasks=frozenset(Task),
            inputs=frozenset({"prompt", "lyrics", "sliders", "melody", "energy_curve", "style_map", "negative"}),
            longest_s=1800.0,
            makes_vocals=True,
            makes_stems=True,
            makes_notes=True,
            weights_license=LICENSE,
        )

    def run(self, request: Request) -> Job[Result]:
        """Make music on a job thread; see `musicstudio.engines.contract.Engine.run`."""
        yield Progress(0.0, "Starting")
        return (yield from _job_of(request.task)(request))

    def understand(self, request: Request) -> dict[str, Any]:
        """What would be understood of a request: the conditioning as plain JSON, with ``notices``. Any thread; 50
        ms, 1 s at first.

        Raises `InputError` when it asks for nothing or for the impossible.
        """
        from .tasks.write_song import understand_request

        found = understand_request(request)
        return conditioning_json(found.conditioning) | {"notices": list(found.notices)}

    def plan(self, request: Request) -> SongSheet:
        """The song sheet of a request: every word accounted for, every open field filled. Any thread; 50 ms, 1 s at
        first. Raises `InputError` like `understand`."""
        from .tasks.write_song import plan_sheet

        return plan_sheet(request)

    def plan_change(self, request: Request, is_on_paper: bool = False) -> ChangePlan:
        """What the words of an edit would do. Any thread; 50 ms, on paper up to a second. Raises `InputError`."""
        from .tasks.plan_change import plan_change

        return plan_change(request, is_on_paper)

    def look_inside(self, song: Project, section_id: str, prompt: str) -> Inside:
        """How its learned parts see a section and a prompt; see `musicstudio.engines.inside.LooksInside`."""
        from .look_inside import look_inside

        return look_inside(song, section_id, prompt)

    def style_map(self) -> StyleMap:
        """Every style as a point of a plane; see `stylemap`."""
        from .stylemap import load_style_map

        return load_style_map()


def _job_of(task: Task) -> TaskJob:
    """The function of a task; imported here, so that asking for capabilities loads no music."""
    from .tasks import compose, extend, generate, harmonize, layer, regenerate, restyle, sing

    jobs: dict[Task, TaskJob] = {
        Task.GENERATE: generate.generate,
        Task.COMPOSE: compose.compose,
        Task.REGENERATE: regenerate.regenerate,
        Task.LAYER: layer.layer,
        Task.RESTYLE: restyle.restyle,
        Task.EXTEND: extend.extend,
        Task.HARMONIZE: harmonize.harmonize,
        Task.SING: sing.sing,
    }
    return jobs[task]
