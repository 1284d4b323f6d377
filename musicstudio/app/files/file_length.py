# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a file is, from its header alone: for the ghost of a drop."""

from pathlib import Path

from musicstudio.core.errors import StudioError
from musicstudio.project.model import Project

from .import_files import MIDI_SUFFIXES

_MAX_BYTES = 4 * 2**20


def file_length_s(path: Path, project: Project) -> float | None:
    """Seconds; of a MIDI file as long as it would be in the song's tempo. None where the header does not tell."""
    try:
        if path.suffix.lower() in MIDI_SUFFIXES:
            return _midi_length_s(path, project)
        import soundfile

        return float(soundfile.info(path).duration) or None
    except (StudioError, OSError, RuntimeError, ValueError):
        return None


def _midi_length_s(path: Path, project: Project) -> float | None:
    from musicstudio.interchange.midi_import import import_midi

    if path.stat().st_size > _MAX_BYTES:
        return None
    parts = import_midi(path).parts
    end = max((n.start_ticks + n.length_ticks for part in parts for n in part.notes), default=0)
    return project.tempo_map.seconds_at(end) - project.tempo_map.seconds_at(0) or None
