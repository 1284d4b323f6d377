# SPDX-License-Identifier: GPL-3.0-or-later
"""The document's data: frozen structs and tuples, shared between versions, never changed in place.

Start at `song.Project`. Musical things (notes, sections, chords) are placed in ticks; audio in seconds; `time.TempoMap`
converts. Audio itself is never here: a `Source` names it by the hash of its content.
"""

from .clips import Clip, Source, Take
from .music import Chord, Key, Note, Section
from .recipe import Recipe
from .song import Marker, Master, Project, Variation, Version
from .time import Meter, Tempo, TempoMap
from .tracks import AutomationLane, AutomationPoint, Device, Frozen, PluginRef, Send, Strip, Track

__all__ = [
    "AutomationLane", "AutomationPoint", "Chord", "Clip", "Device", "Frozen", "Key", "Marker", "Master", "Meter",
    "Note", "PluginRef", "Project", "Recipe", "Section", "Send", "Source", "Strip", "Take", "Tempo", "TempoMap",
    "Track", "Variation", "Version",
]  # fmt: skip
