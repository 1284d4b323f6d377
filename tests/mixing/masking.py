# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of a part others cover."""

from musicstudio.mixing.assistant.balance import Sounds, find_lead
from musicstudio.mixing.assistant.hearing import masking_index
from musicstudio.project.model import Project


def covered_lead(project: Project, sounds: Sounds) -> float:
    """How much of the lead the others cover, 0 to 1."""
    tracks = [track for track in project.tracks if track.id in sounds and not sounds[track.id].is_silent]
    lead = find_lead(tracks, sounds)
    assert lead is not None
    return masking_index(sounds[lead.id], [sounds[track.id] for track in tracks if track is not lead])
