# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the campaigns of this folder run: a short form in every test run, the nightly length by ``make faults``.

``MUSICSTUDIO_FAULTS=20`` makes every campaign twenty times as long. What a campaign did is printed at its end.
"""

import os
import sys

SCALE = max(1, int(os.environ.get("MUSICSTUDIO_FAULTS", "1")))


def tell(campaign: str, **figures: object) -> None:
    """One line of figures, seen with ``pytest -s`` and by ``make faults``."""
    print(f"{campaign}: " + ", ".join(f"{name} {value}" for name, value in figures.items()), file=sys.stderr)
