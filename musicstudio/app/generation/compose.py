# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes on paper: a song written and not played."""

from pathlib import Path

from musicstudio.core.errors import EngineError, InputError
from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job, Progress, within
from musicstudio.engines.contract import Request, Result, Task
from musicstudio.project.model import Project

from ..files.import_files import WRITTEN_MIDI_SUFFIXES
from ..results.placing import new_tracks_of, place_result
from ..session.create_state import CreateValues
from ..session.engine_list import all_engines
from .generate import requests_for
from .right_engine import why_not_this_engine


def compose_file(values: CreateValues, output: Path) -> Job[Project]:
    """Write a song's notes to a MIDI file. Raises `InputError`, `StorageError`."""
    from musicstudio.interchange.midi_export import export_midi

    if output.suffix.lower() not in WRITTEN_MIDI_SUFFIXES:
        raise InputError(f"“{output.name}” is not the name of a MIDI file; it should end in .mid.")
    (written,) = requests_for(values)
    request = Request(Task.COMPOSE, written.prompt, written.lyrics, written.seed, written.options)
    engine = all_engines()[0].get(values.engine)
    if problem := why_not_this_engine(engine.capabilities(), Task.COMPOSE):
        raise EngineError(problem)
    result: Result = yield from within(engine.run(request), 0.0, 0.9)
    project = place_result(result, new_tracks_of(result))(Project(new_id("project")))
    yield Progress(0.95, "Writing the file")
    export_midi(project, output)
    return project
