# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of a part others cover."""

import numpy as np

from musicstudio.mixing.assistant.balance import Sounds, find_lead
from musicstudio.mixing.assistant.hearing import BAND_CENTERS_HZ, Heard
from musicstudio.project.model import Project


def covered_lead(project: Project, sounds: Sounds) -> float:
    """How much of the lead the others cover, 0 to 1."""
    tracks = [track for track in project.tracks if track.id in sounds and not sounds[track.id].is_silent]
    lead = find_lead(tracks, sounds)
    assert lead is not None
    return masking_index(sounds[lead.id], [sounds[track.id] for track in tracks if track is not lead])


def masking_index(lead: Heard, others: list[Heard]) -> float:
    """How much of the lead is covered, 0 to 1: the share of its audible cells in which the rest is over 3 dB louder.

    A cell is a third of an octave for a sixth of a second; those within 15 dB of the lead's strongest band at the time
    count, from 300 Hz to 6 kHz, where words and tunes are understood.
    """
    centers = np.array(BAND_CENTERS_HZ)
    bands = (centers >= 300) & (centers <= 6000)
    own = lead.powers[lead.active][:, bands]
    if not own.size:
        return 0.0
    rest = sum((other.powers[lead.active][:, bands] for other in others), np.zeros_like(own))
    counts = own > own.max(axis=1, keepdims=True) * 10**-1.5
    covered = counts & (rest > own * 10**0.3)
    return float(covered.sum() / max(1, counts.sum()))
