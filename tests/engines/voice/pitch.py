# SPDX-License-Identifier: GPL-3.0-or-later
"""How well a singer keeps the pitch."""

import numpy as np

from musicstudio.engines.voice.synthesis.pitch_report import PitchReport


def mean_error_cents(report: PitchReport) -> float:
    """Mean of the measured notes' absolute errors."""
    return float(np.mean([abs(note.cents) for note in report.notes]))
