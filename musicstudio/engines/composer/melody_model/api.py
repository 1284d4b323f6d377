# SPDX-License-Identifier: GPL-3.0-or-later
"""The lead sheet network at work: write, continue, fill in, harmonize, set a melody to chords, vary, develop.

All functions are pure and safe on any thread (they take turns); the same request gives the same passage. The weights
are loaded at first use, in about a tenth of a second; `ModelMissingError` where they are not there.
"""

from musicstudio.engines.composer.melody_model.passage import BarGrid, ChordSpan, MelodyNote, Passage
from musicstudio.engines.composer.melody_model.request import Cadence, LeadRequest
from musicstudio.engines.composer.melody_model.variation import develop_motif, vary
from musicstudio.engines.composer.melody_model.write_leadsheet import (
    harmonize,
    home_pitch,
    write_leadsheet,
    write_melody,
)

__all__ = [
    "BarGrid",
    "Cadence",
    "ChordSpan",
    "LeadRequest",
    "MelodyNote",
    "Passage",
    "develop_motif",
    "harmonize",
    "home_pitch",
    "vary",
    "write_leadsheet",
    "write_melody",
]
