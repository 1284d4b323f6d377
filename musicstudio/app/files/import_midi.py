# SPDX-License-Identifier: GPL-3.0-or-later
"""A MIDI file on the timeline: an instrument track for each part, rendered like any other notes."""

from pathlib import Path

from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job, Progress
from musicstudio.interchange.midi_import import MidiPart, MidiSong, import_midi
from musicstudio.mixing.presets import strip_for_role
from musicstudio.project.edits.song import add_recipes, set_key, set_title
from musicstudio.project.edits.tempo import set_tempo_map
from musicstudio.project.edits.tracks import add_track
from musicstudio.project.edits.tree import Edit, in_order
from musicstudio.project.model import Clip, Project, Recipe, Take, TempoMap, Track

from ..results.recipe_ids import recipe_id_of

# General MIDI families of eight programs: (role, instrument of the catalogue).
_FAMILIES = (
    ("keys", "grand_piano"), ("keys", "vibraphone"), ("keys", "organ"), ("guitar", "steel_guitar"),
    ("bass", "finger_bass"), ("strings", "violin"), ("strings", "string_ensemble"), ("brass", "trumpet"),
    ("woodwind", "alto_sax"), ("woodwind", "flute"), ("lead", "saw_lead"), ("pad", "warm_pad"), ("fx", "air_pad"),
    ("guitar", "banjo"), ("percussion", "steel_drums"), ("fx", "air_pad"),
)  # fmt: skip


def midi_job(path: Path) -> Job[MidiSong]:
    """Read a MIDI file on a job thread. Raises `MediaError`."""
    yield Progress(0.2, "Reading the notes")
    return import_midi(path)


def place_midi(song: MidiSong, path: Path, at_s: float) -> Edit:
    """A row for each part, beginning at a time. An empty document also takes the file's tempo, metre, key and title."""
    recipe = Recipe("import", prompt=path.name, licence="as the file's owner says", human=("imported a MIDI file",))
    known = add_recipes({recipe_id_of(recipe): recipe})

    def edit(project: Project) -> Project:
        if not project.tracks:
            project = _taking_over(song, path)(project)
        rows = [add_track(_track(part, project.tempo_map, at_s, recipe_id_of(recipe))) for part in song.parts]
        return in_order(known, *rows)(project)

    return edit


def _taking_over(song: MidiSong, path: Path) -> Edit:
    edits = [set_tempo_map(song.tempo_map), set_title(song.title or path.stem)]
    return in_order(*edits, *([set_key(song.key)] if song.key else []))


def _track(part: MidiPart, tempo_map: TempoMap, at_s: float, recipe_id: str) -> Track:
    role, instrument = ("drums", "kit_acoustic") if part.is_drums else _FAMILIES[part.program // 8]
    origin = tempo_map.ticks_at(at_s)
    end_ticks = max(note.start_ticks + note.length_ticks for note in part.notes)
    take = Take(new_id("take"), notes=part.notes, recipe_id=recipe_id)
    clip = Clip(
        new_id("clip"),
        at_s,
        tempo_map.seconds_at(origin + end_ticks) - at_s,
        part.name,
        rings=True,
        takes=(take,),
        active_take_id=take.id,
    )
    strip = strip_for_role(role)
    return Track(new_id("track"), part.name, "instrument", role, instrument, clips=(clip,), strip=strip)
