# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet in the words that the rest of the composer reads: the facts of a prompt."""

from collections.abc import Sequence

from musicstudio.project.model.sheet import SongSheet

from ..prompt.facts import Facts
from ..prompt.instrumentation import EVERYTHING_ELSE, Instrumentation
from ..prompt.shape import Shape


def facts_of(sheet: SongSheet, kept: str = "", refused: Sequence[str] = ()) -> Facts:
    """The facts that a sheet states. kept: the prompt without what it refuses; refused: those words."""
    wanted = tuple(dict.fromkeys(player.name for player in sheet.players))
    unwanted = (*sheet.refused, *((EVERYTHING_ELSE,) if sheet.is_closed.value else ()))
    players = Instrumentation(wanted, unwanted, _sings(sheet), sheet.voice.value or "", kept, tuple(refused))
    shape = Shape(
        kinds=sheet.kinds.value or (),
        without=sheet.without,
        arc=sheet.arc,
        is_loop=bool(sheet.is_loop.value),
        is_stinger=bool(sheet.is_stinger.value),
        changes_key=False,
        has_layers=bool(sheet.has_layers.value),
        feel=sheet.feel.value or 0,
    )
    return Facts(
        text=kept,
        players=players,
        shape=shape,
        bpm=sheet.bpm.value,
        pace=sheet.pace.value,
        key=sheet.key.value,
        mode=sheet.mode.value,
        meter=sheet.meter.value,
        duration_s=sheet.length_s.value,
        bars=sheet.bars.value,
        hits_s=tuple(
            sorted(event.at.seconds for event in sheet.events if event.kind == "hit" and event.at.seconds is not None)
        ),
        notices=sheet.notices,
    )


def _sings(sheet: SongSheet) -> bool | None:
    if sheet.sings.value is not None:
        return sheet.sings.value
    return False if sheet.is_closed.value else None
