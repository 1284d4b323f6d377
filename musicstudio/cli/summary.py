# SPDX-License-Identifier: GPL-3.0-or-later
"""A song described in plain JSON values, as ``info --json`` prints it."""

from typing import Any

import msgspec

from musicstudio.mixing.hosting.as_device import title_of
from musicstudio.project.model import Clip, Project, Track


def summary(project: Project) -> dict[str, Any]:
    """Title, duration, tempo, key, sections, tracks and clips with the hash of what is heard."""
    return {
        "title": project.title,
        "duration": round(project.length_s, 6),
        "bpm": round(project.tempo_map.tempos[0].bpm, 4),
        "key": project.key.name,
        "meter": "{0.numerator}/{0.denominator}".format(project.tempo_map.meters[0]),
        "sections": [_section(project, index) for index in range(len(project.sections))],
        "tracks": [_track(project, track) for track in project.tracks if track.kind != "bus"],
        "variations": [{"name": each.name, "differs": each.differs} for each in project.variations],
        "sheet": msgspec.to_builtins(project.sheet),
    }


def _section(project: Project, index: int) -> dict[str, Any]:
    section = project.sections[index]
    start_s, end_s = project.section_span_s(section)
    return {
        "name": section.name,
        "kind": section.kind,
        "start_s": round(start_s, 6),
        "end_s": round(end_s, 6),
        "energy": round(section.energy, 3),
    }


def _track(project: Project, track: Track) -> dict[str, Any]:
    return {
        "name": track.name,
        "role": track.role,
        "kind": track.kind,
        "instrument": track.instrument,
        "plugin": title_of(track.instrument_plugin) if track.instrument_plugin else "",
        "clips": [_clip(project, clip) for clip in track.clips],
    }


def _clip(project: Project, clip: Clip) -> dict[str, Any]:
    take = clip.take
    recipe = project.recipes.get(take.recipe_id) if take else None
    return {
        "name": clip.name,
        "start_s": round(clip.start_s, 6),
        "length_s": round(clip.length_s, 6),
        "media": take.source if take else "",
        "notes": len(take.notes) if take else 0,
        "takes": [{"name": each.name, "media": each.source} for each in clip.takes],
        "recipe": msgspec.to_builtins(recipe) if recipe else None,
    }
