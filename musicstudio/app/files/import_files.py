# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio and MIDI files brought into the song, by drop, dialog or command line."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.ids import new_id
from musicstudio.interchange.midi_import import MidiSong, looks_like_midi
from musicstudio.media.importing import Imported, import_audio
from musicstudio.project.edits.clips import add_clip, audio_clip
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.song import add_recipes
from musicstudio.project.edits.tracks import add_track
from musicstudio.project.model import Recipe, Track

from ..results.recipe_ids import recipe_id_of
from .import_midi import midi_job, place_midi

if TYPE_CHECKING:
    from ..session.session import Session

AUDIO_SUFFIXES = (
    ".wav", ".flac", ".ogg", ".opus", ".mp3", ".aif", ".aiff", ".w64", ".rf64", ".m4a", ".aac", ".caf", ".wma", ".au",
    ".oga", ".mka", ".wv", ".ape", ".tta", ".mp2", ".ac3", ".amr", ".mp4", ".mov", ".mkv", ".webm", ".avi", ".mpg",
)  # fmt: skip
MIDI_SUFFIXES = (".mid", ".midi", ".kar", ".rmi", ".smf")
WRITTEN_MIDI_SUFFIXES = (".mid", ".midi")


def import_files(
    session: "Session",
    paths: Sequence[Path],
    at_s: float = 0.0,
    track_id: str = "",
    on_done: Callable[[], None] | None = None,
) -> list[str]:
    """Queue the import of files at a time, one under the other; the jobs' ids.

    track_id: an audio track for the first file; otherwise each gets its own. Raises `InputError` for a bad time.
    """
    if not 0.0 <= at_s <= 24 * 3600:
        raise InputError("A file can be placed between 0 and 24 hours.")
    jobs = []
    for index, path in enumerate(paths):
        if is_midi(path):
            jobs.append(_import_midi(session, path, at_s, on_done))
        else:
            jobs.append(_import_audio(session, path, at_s, track_id if index == 0 else "", on_done))
    return jobs


def is_midi(path: Path) -> bool:
    """Whether a file is MIDI by its suffix, or by its first bytes."""
    return path.suffix.lower() in MIDI_SUFFIXES or looks_like_midi(path)


def _import_audio(
    session: "Session", path: Path, at_s: float, track_id: str, on_done: Callable[[], None] | None
) -> str:
    def apply_result(imported: Imported) -> None:
        session.document.transact(f"Import {path.name}", _placing(session, imported, path, at_s, track_id))
        for notice in imported.notices:
            session.notify(notice)
        if on_done:
            on_done()

    return session.jobs.submit(f"Import {path.name}", lambda: import_audio(path, session.media), on_done=apply_result)


def _placing(session: "Session", imported: Imported, path: Path, at_s: float, track_id: str) -> Edit:
    recipe = Recipe("import", prompt=path.name, licence="as the file's owner says", human=("imported a file",))
    recipe_id = recipe_id_of(recipe)
    source = replace(imported.source, recipe_id=recipe_id)
    clip = audio_clip(source, at_s, recipe_id, source.name)
    known = add_recipes({recipe_id: recipe})
    there = session.document.committed.track(track_id)
    if there is not None and there.kind == "audio":
        return compose_edits(known, add_clip(track_id, clip, (source,)))
    track = Track(new_id("track"), source.name or "Audio")
    return compose_edits(known, add_track(track), add_clip(track.id, clip, (source,)))


def _import_midi(session: "Session", path: Path, at_s: float, on_done: Callable[[], None] | None) -> str:
    def apply_result(found: MidiSong) -> None:
        placing, told = place_midi(found, path, at_s, session.document.committed)
        session.document.transact(f"Import {path.name}", placing)
        for notice in (*found.notices, *told):
            session.notify(notice)
        if on_done:
            on_done()

    return session.jobs.submit(f"Import {path.name}", lambda: midi_job(path), on_done=apply_result)
