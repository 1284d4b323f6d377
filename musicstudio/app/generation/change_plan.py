# SPDX-License-Identifier: GPL-3.0-or-later
"""What an edit by words would do, told before it is done: for the window while one types, and for the command line."""

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from musicstudio.engines.contract import Request, Task
from musicstudio.project.model import Project
from musicstudio.project.model.sheet import ChangePlan

from .regenerate import RegenerationTarget, maker_for, request_for
from .right_engine import engine_for, makers_of_song

if TYPE_CHECKING:
    from ..session.session import Session

ON_PAPER_SEED = 1


@runtime_checkable
class ChangePlanner(Protocol):
    """An engine that can say what it would change."""

    def plan_change(self, request: Request, is_on_paper: bool = False) -> ChangePlan:
        """The plan of a request that changes a song; on paper: with what each row would get."""


def plan_regeneration(
    session: "Session",
    target: RegenerationTarget,
    prompt: str,
    difference: float,
    seed: int | None = None,
    is_on_paper: bool = False,
    engine: str = "",
) -> ChangePlan | None:
    """What words would do to some cells. None where the engine takes words as they are. Raises `InputError`."""
    song = session.document.committed
    maker = maker_for(session.engines, song, target, engine)
    if not isinstance(maker, ChangePlanner):
        return None
    request = request_for(song, target, difference, prompt, ON_PAPER_SEED if seed is None else seed)
    return maker.plan_change(request, is_on_paper)


def plan_edit(
    session: "Session",
    task: Task,
    prompt: str,
    seed: int | None = None,
    is_on_paper: bool = False,
    song: Project | None = None,
    **fields: Any,
) -> ChangePlan | None:
    """The same for a layer, an extension or a restyle. fields: more of the `Request`. song: else the session's."""
    song = song or session.document.committed
    values: dict[str, Any] = {"seed": ON_PAPER_SEED if seed is None else seed, **fields}
    request = Request(task, prompt=prompt, song=song, **values)
    engine = engine_for(session.engines, task, makers_of_song(song))
    return engine.plan_change(request, is_on_paper) if isinstance(engine, ChangePlanner) else None


def lines_of(plan: ChangePlan) -> tuple[str, ...]:
    """A plan as lines: what it does, what each row gets, what stays, and which words do nothing."""
    does = "; ".join(plan.does)
    return tuple(
        line
        for line in (f"{does[:1].upper()}{does[1:]}." if does else "", *plan.effects, plan.keeps, *plan.answers,
                     *plan.misses)
        if line
    )  # fmt: skip
