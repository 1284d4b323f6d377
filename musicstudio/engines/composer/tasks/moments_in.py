# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a half or some bars of a selection lie."""

from musicstudio.engines.composer.plan import SectionPlan
from musicstudio.project.model.sheet import Cue, Place


def moment_in(cue: Cue, span: tuple[int, int], section: SectionPlan) -> tuple[int, int]:
    """A cue's stretch in a selected span, in ticks of its section; shares and bars count from the selection."""
    bar_ticks = section.section.length_ticks // max(1, section.bars)

    def tick(place: Place | None, usual: int) -> int:
        if place is None:
            return usual
        if place.bar:
            return span[0] + (place.bar - 1) * bar_ticks if place.bar > 0 else span[1] + place.bar * bar_ticks
        return span[0] + round((place.share or 0.0) * (span[1] - span[0]))

    return min(span[1], tick(cue.start, span[0])), min(span[1], tick(cue.end, span[1]))
