# SPDX-License-Identifier: GPL-3.0-or-later
"""Themes that return changed: slight variations by ornament, larger ones by asking the network to answer the theme."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
import numpy as np

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.melody_model.ornament import ornament
from musicstudio.engines.composer.melody_model.passage import BarGrid, ChordSpan, MelodyNote, Passage
from musicstudio.engines.composer.melody_model.request import Echo, LeadRequest
from musicstudio.engines.composer.melody_model.write_leadsheet import write_leadsheet

Event = TypeVar("Event", MelodyNote, ChordSpan)
ORNAMENT_ONLY, NEW_IDEA = 0.25, 0.95
"""Amounts below the first only decorate; from the second on nothing of the melody is kept."""


def vary(passage: Passage, amount: float, seed: int, request: LeadRequest) -> Passage:
    """The passage again, changed by ``amount``: 0 hardly, 0.5 the same shape with other notes, 1 a new idea
    over the same chords.

    ``request`` tells key, style and range; its grid, chords, before and seed are replaced.
    """
    amount = min(1.0, max(0.0, amount))
    if amount <= ORNAMENT_ONLY:
        return ornament(passage, 0.15 + 1.4 * amount, seed, request)
    rng = np.random.default_rng(derive_seed(seed, "vary"))
    keep = tuple(bool(x) for x in rng.random(passage.grid.bars) > 1.1 * amount)
    asked = msgspec.structs.replace(
        request,
        grid=passage.grid,
        seed=derive_seed(seed, "vary", "notes"),
        given_chords=passage.chords,
        given_melody=None,
        original=passage,
        keep=keep,
        before=None if amount >= NEW_IDEA else passage,
        form=_answers(passage.grid.bars, amount, rng),
        chord_loop_bars=0,
    )
    return write_leadsheet(asked)


def develop_motif(motif: Passage, bars: int, request: LeadRequest) -> Passage:
    """A section of ``bars`` bars that begins with the motif (1, 2 or 4 bars work best) and makes its phrases
    out of it.
    """
    size = min(motif.grid.bars, bars)
    grid = BarGrid(motif.grid.numerator, motif.grid.denominator, bars)
    rng = np.random.default_rng(derive_seed(request.seed, "develop"))
    asked = msgspec.structs.replace(
        request,
        grid=grid,
        original=Passage(
            grid, _until(motif.melody, size * grid.bar_ticks), _until(motif.chords, size * grid.bar_ticks)
        ),
        keep=tuple(bar < size for bar in range(bars)),
        form=_development(bars, size, rng),
        given_melody=None,
        chord_loop_bars=0,
    )
    return write_leadsheet(asked)


def _answers(bars: int, amount: float, rng: np.random.Generator) -> tuple[Echo | None, ...]:
    """How each bar answers its counterpart in the theme, which stands ``bars`` bars before it."""
    back = bars if bars in (1, 2, 4, 8) else 8
    if amount >= NEW_IDEA or bars < back:
        return (None,) * bars
    kinds = ("melody", "contour", "rhythm")
    center = 3.0 * (amount - ORNAMENT_ONLY) / (NEW_IDEA - ORNAMENT_ONLY)
    drawn = np.clip(np.rint(center + rng.normal(0, 0.5, bars) - 0.5), 0, 3).astype(int)
    return tuple((kinds[i], back) if i < 3 else None for i in drawn)


def _development(bars: int, size: int, rng: np.random.Generator) -> tuple[Echo | None, ...]:
    """The motif, its sequence, a fragment, a close; every eight bars the motif itself comes back."""
    form: list[Echo | None] = [None] * size
    back = size if size in (1, 2, 4) else 4
    while len(form) < bars:
        place = len(form)
        if place % 8 == 0 and place >= 8:
            form.append(("melody", 8))
        elif place % 4 == 3:
            form.append(None)
        else:
            form.append((("contour", "rhythm", "melody")[int(rng.choice(3, p=(0.45, 0.3, 0.25)))], back))
    return tuple(form[:bars])


def _until(events: Sequence[Event], end_ticks: int) -> tuple[Event, ...]:
    """The events that start before ``end_ticks``, cut there."""
    return tuple(
        msgspec.structs.replace(event, length_ticks=min(event.length_ticks, end_ticks - event.start_ticks))
        for event in events
        if event.start_ticks < end_ticks
    )
