# SPDX-License-Identifier: GPL-3.0-or-later
"""One figure against its budget."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """what: as in the design's table. is_floor: the budget is the least that is wanted (a speed), not the most."""

    what: str
    value: float
    unit: str
    budget: float | None = None
    is_floor: bool = False

    @property
    def share(self) -> float | None:
        """How much of the budget is used; 1 is all of it."""
        if not self.budget or not self.value:
            return None
        return self.budget / self.value if self.is_floor else self.value / self.budget

    def row(self) -> str:
        """A row of the Markdown table."""
        budget = "-" if self.budget is None else f"{self.budget:g} {self.unit}"
        share = "-" if self.share is None else f"{self.share:.0%}{' **over**' if self.share > 1.0 else ''}"
        return f"| {self.what} | {self.value:.3g} {self.unit} | {budget} | {share} |"
