# SPDX-License-Identifier: GPL-3.0-or-later
"""What a point of the lanes means to actions: a marker, a section, a chord or a stretch of time is selected."""

from musicstudio.app.actions.word_actions import syllable_at
from musicstudio.app.session.selection import Selection
from musicstudio.project.model import Chord, Project

from .hit import Hit

EDITS = {
    "marker": "marker.rename", "section": "section.rename", "section_button": "section.rename", "chord": "chord.change",
    "lyric": "word.change",
}  # fmt: skip
"""The action of a double click."""


def pick_in_lane(selection: Selection, project: Project, hit: Hit) -> str:
    """Select what was hit and give the action that edits it; empty where there is nothing to edit."""
    if hit.kind == "marker":
        selection.set(marker_ids={hit.marker_id})
    elif hit.kind in ("section", "section_button"):
        selection.set(section_ids={hit.section_id})
    elif hit.kind == "chord":
        return _pick_chord(selection, project, hit.seconds)
    elif hit.kind == "lyric":
        if syllable_at(project, hit.seconds) is None:
            return ""
        selection.set(range_s=(hit.seconds, hit.seconds + 0.01))
    return EDITS.get(hit.kind, "")


def _pick_chord(selection: Selection, project: Project, seconds: float) -> str:
    chord = chord_at(project, seconds)
    if chord is not None:
        selection.set(chord_ticks={chord.start_ticks})
        return EDITS["chord"]
    tempo_map = project.tempo_map
    tick = max(0, tempo_map.ticks_at(seconds))
    bar = tempo_map.tick_of_bar(tempo_map.bar_at(tick)[0])
    end = bar + tempo_map.meter_at(tick).bar_ticks
    selection.set(range_s=(tempo_map.seconds_at(bar), tempo_map.seconds_at(end)))
    return "chord.put"


def chord_at(project: Project, seconds: float) -> Chord | None:
    """The chord that sounds at a time."""
    tick = project.tempo_map.ticks_at(seconds)
    return next((c for c in project.chords if c.start_ticks <= tick < c.start_ticks + c.length_ticks), None)
