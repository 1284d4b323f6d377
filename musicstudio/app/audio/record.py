# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording onto a row, and bringing what was recorded into the song, also when nobody saw its end."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from musicstudio.core.errors import StudioError
from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import SAMPLE_RATE, db_from_gain
from musicstudio.instruments import catalogue
from musicstudio.media.importing import import_audio
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.recorded_notes import PlayedNote, place_notes
from musicstudio.project.edits.recordings import RecordedPass, place_recording
from musicstudio.project.edits.song import add_recipes
from musicstudio.project.edits.tracks import add_track, remove_tracks
from musicstudio.project.model import Project, Recipe, Source, Track
from musicstudio.recording.note_slips import LeftNotes, remove_notes
from musicstudio.recording.slips import Slip, remove_slip

from ..results.recipe_ids import recipe_id_of
from ..session.recording import can_be_recorded_on

if TYPE_CHECKING:
    from ..session.session import Session

_SILENT_DB = -70.0
_SILENT = "Nothing was heard at the input “{0}”: choose another input in Preferences, or turn it up."


def start_recording(session: "Session") -> None:
    """Record onto the armed row, the selected one, or a new one. Raises `DeviceError` or `StorageError`."""
    made_track_id = ""
    if not session.recording.armed_track_id:
        track_id, is_made = _chosen_track(session)
        made_track_id = track_id if is_made else ""
        _or_take_back(session, made_track_id, lambda: arm_track(session, track_id))
    session.recording.on_recorded = lambda slip: keep_recording(session, slip, made_track_id=made_track_id)
    _or_take_back(session, made_track_id, lambda: session.recording.start(session.selection.now.range_s))


def arm_track(session: "Session", track_id: str) -> None:
    """Listen to the input for a row; the armed one again lets it go. Raises `DeviceError`."""
    is_armed = session.recording.armed_track_id == track_id
    session.recording.arm("" if is_armed else track_id)


def arm_notes(session: "Session", track_id: str) -> None:
    """Let MIDI keyboards play a track; the armed one again lets it go."""
    is_armed = session.note_recording.armed_track_id == track_id
    session.note_recording.arm("" if is_armed else track_id)


def record_notes(session: "Session", track_id: str) -> None:
    """Record what a MIDI keyboard plays onto an instrument track, as takes."""
    session.note_recording.on_recorded = lambda track_id, passes, end_s: keep_notes(session, track_id, passes, end_s)
    session.note_recording.start(track_id)


def keep_notes(session: "Session", track_id: str, passes: list[list[PlayedNote]], end_s: float) -> bool:
    """Put what was played into the song, as one step. Whether nothing is left to be placed."""
    track = session.document.committed.track(track_id)
    if not any(passes):
        session.notify("No note was played, so nothing was recorded.")
        return True
    if track is None:
        session.notify(
            "The track that was played is gone; the notes come back when the song is opened again.", "warning"
        )
        return False
    edit = _placing_notes(track_id, passes, end_s)
    before = session.document.history_index
    session.try_to(lambda: session.document.transact(f"Record notes onto {track.name}", edit))
    return session.document.history_index > before


def keep_left_notes(session: "Session", left: LeftNotes) -> None:
    """Put notes whose end nobody saw into the song, on their track or, where that is gone, on a new one."""
    project, track_id = session.document.committed, left.begun.track_id
    if not any(left.passes):
        remove_notes(left.path)
        return
    track = project.track(track_id)
    steps: list[Edit] = []
    if track is None or track.kind != "instrument":
        track_id = new_id("track")
        steps.append(add_track(Track(track_id, left.begun.track_name, "instrument", instrument=_known(left))))
    steps.append(_placing_notes(track_id, left.passes, left.end_s))
    session.document.transact(f"Record notes onto {left.begun.track_name}", compose_edits(*steps))
    remove_notes(left.path)
    session.notify("Notes that were being played when the studio ended were found and put in their place.")


def _placing_notes(track_id: str, passes: list[list[PlayedNote]], end_s: float) -> Edit:
    recipe = Recipe("recording", licence="your own recording", human=("played it",))
    recipe_id = recipe_id_of(recipe)
    return compose_edits(add_recipes({recipe_id: recipe}), place_notes(track_id, passes, end_s, recipe_id))


def _known(left: LeftNotes) -> str:
    """The instrument that played them, if there is such a one here."""
    return left.begun.instrument if left.begun.instrument in catalogue.load() else "grand_piano"


def track_for_notes(session: "Session") -> str:
    """The instrument track that Record would record onto now, or empty.

    That is the armed one, or the selected one while a keyboard is there and no audio track is armed.
    """
    notes = session.note_recording
    if session.recording.armed_track_id or not (notes.armed_track_id or session.midi.listened_to):
        return ""
    return notes.played_track_id()


def keep_recording(session: "Session", slip: Slip, *, was_left: bool = False, made_track_id: str = "") -> str:
    """Queue what brings a recording into the song; the job's id, or empty when it holds nothing.

    made_track_id: the row that was made for it, which goes again when nothing comes onto it.
    """
    if not slip.passes():
        remove_slip(slip)
        _take_back(session, made_track_id)
        if slip.frames:
            session.notify("The recording ended before the selected range began, so nothing of it was kept.")
        return ""

    def apply_result(found: tuple[Source, float]) -> None:
        source, peak_db = found
        project = session.document.committed
        if was_left and source.hash in project.sources:  # it was placed, and the studio ended before its file went
            remove_slip(slip)
            return
        session.results.apply(f"Record onto {_row_name(project, slip)}", _placing(project, slip, source), is_shown=True)
        _remove_once_placed(session, slip, source.hash)
        if peak_db < _SILENT_DB:
            session.notify(_SILENT.format(session.recording.input or "?"), "warning")
        elif was_left:
            session.notify("A recording whose end nobody saw was found and put in its place.")

    return session.jobs.submit(
        f"Keep the recording of {slip.track_name}", lambda: _read(slip, session.media), on_done=apply_result
    )


def keep_leftovers(session: "Session") -> None:
    """Bring in the recordings, of sound and of notes, that were running when the studio was last ended."""
    if session.folder.is_read_only:
        return
    for slip in session.recording.leftovers():
        keep_recording(session, slip, was_left=True)
    for left in session.note_recording.leftovers():
        session.try_to(partial(keep_left_notes, session, left))


def why_not_record(session: "Session") -> str:
    """Why nothing can be recorded now, or empty."""
    return session.folder.read_only_reason or ("The recording is being ended." if session.recording.is_ending else "")


def _remove_once_placed(session: "Session", slip: Slip, source_hash: str) -> None:
    """A result may wait for steps that could be redone; until it is in the song, the file is all there is of it."""

    def look(_: object = None) -> None:
        if source_hash in session.document.committed.sources:
            remove_slip(slip)
            stop()

    stop = session.document.observe(look)
    look()


def _or_take_back(session: "Session", made_track_id: str, step: Callable[[], object]) -> None:
    """Do a step towards a recording; when it fails, the row that was made for it goes again."""
    try:
        step()
    except StudioError:
        _take_back(session, made_track_id)
        raise


def _take_back(session: "Session", track_id: str) -> None:
    """A row that was made to be recorded on, and is as empty as it was made."""
    track = session.document.committed.track(track_id)
    if track is not None and not track.clips:
        session.recording.arm("")
        session.document.transact("Remove the track that stayed empty", remove_tracks([track_id]))


def _chosen_track(session: "Session") -> tuple[str, bool]:
    """The row to be recorded on, and whether it was made for that."""
    project = session.document.committed
    for track in project.tracks:
        if track.id in session.selection.now.track_ids and can_be_recorded_on(track):
            return track.id, False
    count = sum(track.name.startswith("Recording ") for track in project.tracks)
    track = Track(new_id("track"), f"Recording {count + 1}", role="other")
    session.document.transact("Add a track to record on", add_track(track))
    return track.id, True


def _read(slip: Slip, media: MediaStore) -> Job[tuple[Source, float]]:
    """The file in the song's media, and its highest peak in dBFS."""
    imported = yield from within(import_audio(Path(slip.path), media), 0.0, 0.9)
    peak = 0.0
    for start in range(0, imported.source.frames, 60 * SAMPLE_RATE):
        audio = media.read(imported.source.hash, start, min(60 * SAMPLE_RATE, imported.source.frames - start))
        peak = max(peak, float(abs(audio).max(initial=0.0)))
        yield Progress(0.9, "Listening")
    return imported.source, db_from_gain(peak)


def _placing(project: Project, slip: Slip, source: Source) -> Edit:
    recipe = Recipe("recording", licence="your own recording", human=("played or sang it",))
    recipe_id = recipe_id_of(recipe)
    source = replace(source, name=_row_name(project, slip), recipe_id=recipe_id)
    passes = [
        RecordedPass(each.start_frame / SAMPLE_RATE, each.song_s, each.frames / SAMPLE_RATE) for each in slip.passes()
    ]
    steps = [add_recipes({recipe_id: recipe})]
    track_id = slip.track_id
    if not can_be_recorded_on(project.track(track_id)):
        track_id = new_id("track")
        steps.append(add_track(Track(track_id, slip.track_name, role="other")))
    return compose_edits(*steps, place_recording(track_id, source, passes, source.name))


def _row_name(project: Project, slip: Slip) -> str:
    track = project.track(slip.track_id)
    return track.name if track else slip.track_name


__all__ = [
    "arm_notes",
    "arm_track",
    "keep_left_notes",
    "keep_leftovers",
    "keep_notes",
    "keep_recording",
    "record_notes",
    "start_recording",
    "track_for_notes",
    "why_not_record",
]
