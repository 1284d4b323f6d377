# SPDX-License-Identifier: GPL-3.0-or-later
"""Recorded audio as notes: a clip becomes an instrument track, a file becomes a MIDI file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.analysis.bleed_notes import without_bleed
from musicstudio.analysis.detected import DetectedKey, DetectedNote
from musicstudio.analysis.drums import find_drums
from musicstudio.analysis.grid import tempo_map_of, ticks_of
from musicstudio.analysis.key import find_key, key_of_notes
from musicstudio.analysis.pitched import find_notes
from musicstudio.analysis.tempo import find_beats
from musicstudio.core.errors import InputError, MediaError, ModelMissingError
from musicstudio.core.files import text_of_name
from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import peak_db
from musicstudio.media.store import MediaStore
from musicstudio.mixing.presets import strip_for_role
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.song import add_recipes
from musicstudio.project.edits.tracks import add_track
from musicstudio.project.model import Clip, Key, Note, Project, Recipe, Take, TempoMap, Track

from ..files.import_files import WRITTEN_MIDI_SUFFIXES, is_midi
from ..results.recipe_ids import recipe_id_of
from .clip_sound import ClipSound, clip_sound
from .hearing import LISTENER, MAX_TUNE_S, SURE_BEAT, UNSURE, grid_of_tune, hear_tune, why_no_tune

if TYPE_CHECKING:
    from ..session.session import Session

INSTRUMENT_OF_ROLE = {"drums": "kit_acoustic", "bass": "finger_bass", "vocals": "flute", "guitar": "steel_guitar"}
SURE = 0.2
FAINTEST_DB = -80.0
NETWORK = "Basic Pitch (Apache-2.0)"
ONE_LINE = ("bass", "vocals", "lead")
BASS_RANGE, VOICE_RANGE, FULL_RANGE = (28, 60), (40, 88), (21, 108)


class HeardNotes(Struct, frozen=True):
    """Notes in order, and who listened. is_ai: a trained network did."""

    notes: list[DetectedNote]
    listener: str = NETWORK
    is_ai: bool = True


def listen(audio: Any, rate: int, role: str) -> Job[HeardNotes]:
    """Notes of (channels, frames) audio, by what plays: drums, one line (bass, vocals, lead) or anything pitched. A
    line that stands alone is heard as a voice, one with other sound in it by the network for many notes.
    """
    if role in ("drums", "percussion"):
        yield Progress(0.1, "Listening to the drums")
        return HeardNotes(find_drums(audio, rate), "the studio's drum listener", is_ai=False)
    is_line = role in ONE_LINE
    if is_line and audio.shape[1] <= MAX_TUNE_S * rate:
        tune = yield from within(hear_tune(audio, rate, role), 0.0, 0.3)
        if not why_no_tune(tune, role):
            return HeardNotes(list(tune.notes), LISTENER, is_ai=False)
    low, high = {"bass": BASS_RANGE, "vocals": VOICE_RANGE, "lead": VOICE_RANGE}.get(role, FULL_RANGE)
    return HeardNotes((yield from find_notes(audio, rate, low, high, is_mono=is_line)))


def clip_to_notes(session: "Session", clip_id: str, on_done: Callable[[], None] | None = None) -> str:
    """Queue "To MIDI": the clip's notes on a new instrument track under it; the job's id. Raises `InputError`."""
    project = session.document.committed
    sound = clip_sound(project, clip_id)

    def apply_result(heard: HeardNotes) -> None:
        if not heard.notes:
            raise MediaError(f"No notes could be heard in {sound.name}.")
        session.results.apply("To MIDI", add_notes_edit(project, sound, heard), is_shown=True)
        if on_done:
            on_done()

    return session.jobs.submit(
        f"Write down {sound.name}",
        lambda: _listen_to_clip(session.media, sound),
        on_done=apply_result,
    )


def _listen_to_clip(media: MediaStore, sound: ClipSound) -> Job[HeardNotes]:
    return (yield from listen(sound.read(media), sound.source.rate, sound.track.role))


def add_notes_edit(project: Project, sound: ClipSound, heard: HeardNotes, is_muted: bool = False) -> Edit:
    """The notes that were heard of a clip, on a new instrument track under it. is_muted: it waits to be heard."""
    track, clip = sound.track, sound.clip
    recipe = Recipe(
        "transcription",
        task="to notes",
        model=heard.listener,
        is_ai=heard.is_ai,
        inputs=(sound.source.hash,),
    )
    recipe_id = recipe_id_of(recipe)
    notes = ticks_of(heard.notes, project.tempo_map, clip.start_s, clip.start_s)
    take = Take(new_id("take"), "heard", notes=notes, recipe_id=recipe_id)
    copy = Clip(new_id("clip"), clip.start_s, clip.length_s, clip.name, clip.section_id, rings=True, takes=(take,))
    copy = replace(copy, active_take_id=take.id)
    notes_track = Track(
        new_id("track"),
        f"{track.name} notes",
        "instrument",
        track.role,
        INSTRUMENT_OF_ROLE.get(track.role, "grand_piano"),
        clips=(copy,),
        strip=replace(strip_for_role(track.role), is_muted=is_muted),
    )
    place = [each.id for each in project.tracks].index(track.id) + 1
    return compose_edits(add_recipes({recipe_id: recipe}), add_track(notes_track, place))


def transcribe_file(path: Path, output: Path) -> Job[dict[str, Any]]:
    """Write the notes of a recording to a MIDI file, on the grid of its own tempo; what was found as plain values.

    One voice or instrument alone becomes one track, at its own timing. Of anything else, with a separation model
    present, drums, bass, voice and the rest become tracks of their own; otherwise one track holds all pitched notes.
    Raises `InputError`, `MediaError`, `StorageError`.
    """
    from musicstudio.interchange.midi_export import export_midi
    from musicstudio.media.importing import load_audio

    if output.suffix.lower() not in WRITTEN_MIDI_SUFFIXES:
        raise InputError(f"“{output.name}” is not the name of a MIDI file; it should end in .mid.")
    if is_midi(path):
        raise InputError(f"“{path.name}” is a MIDI file: its notes are written down already. Import it instead.")
    loaded = yield from within(load_audio(path), 0.0, 0.1)
    if peak_db(loaded.audio - loaded.audio.mean(axis=1, keepdims=True)) < FAINTEST_DB:
        raise MediaError(f"No notes could be heard in “{path.name}”, for it is silent.")
    found = (yield from within(_one_voice(loaded.audio, loaded.rate, path.name), 0.1, 0.3)) or (
        yield from within(_many_parts(loaded.audio, loaded.rate), 0.3, 0.95)
    )
    project = _as_song(text_of_name(path.stem), found.parts, found.grid, found.key.key)
    if not any(clip.take and clip.take.notes for _, clip in project.clips()):
        raise MediaError(f"No notes could be heard in “{path.name}”.")
    export_midi(project, output)
    return {
        "output": str(output),
        "bpm": round(found.bpm, 2),
        "bpm_confidence": round(found.bpm_confidence, 2),
        "key": found.key.key.name,
        "key_confidence": round(found.key.confidence, 2),
        "parts": {role: len(notes) for role, notes in found.parts.items()},
        "unsure_notes": sum(note.confidence < UNSURE for notes in found.parts.values() for note in notes),
        "notices": [*loaded.notices, *_unsure(found)],
    }


class _Found(Struct, frozen=True):
    """What a recording holds: notes by role, on a grid."""

    parts: dict[str, list[DetectedNote]]
    grid: TempoMap
    key: DetectedKey
    bpm: float
    bpm_confidence: float
    is_sure: bool


def _one_voice(audio: Any, rate: int, name: str) -> Job[_Found | None]:
    """The tune of one voice or instrument alone, or None."""
    if audio.shape[1] > MAX_TUNE_S * rate:
        return None
    tune = yield from hear_tune(audio, rate, name)
    if why_no_tune(tune, name):
        return None
    grid, confidence = grid_of_tune(tune.notes)
    key = key_of_notes(tune.notes)
    return _Found({"lead": list(tune.notes)}, grid, key, grid.bpm_at(0), confidence, confidence > SURE_BEAT)


def _many_parts(audio: Any, rate: int) -> Job[_Found]:
    parts = yield from within(_parts(audio), 0.0, 0.65)
    yield Progress(0.65, "Finding tempo and key")
    beats, key = find_beats(audio, rate), find_key(audio, rate)
    is_sure = beats.confidence > SURE
    heard = yield from within(_heard(parts), 0.7, 1.0)
    return _Found(heard, tempo_map_of(beats) if is_sure else TempoMap(), key, beats.bpm, beats.confidence, is_sure)


def _unsure(found: _Found) -> list[str]:
    """Sentences on what was written though it was not heard."""
    told = []
    if not found.is_sure:
        told.append(f"No steady beat could be heard, so the notes are written at {found.grid.bpm_at(0):g} BPM.")
    if found.key.confidence <= SURE:
        told.append(f"The key is not clear; {found.key.key.name} is a guess.")
    unsure = sum(note.confidence < UNSURE for notes in found.parts.values() for note in notes)
    if unsure:
        told.append(f"{unsure} notes could not be heard clearly." if unsure > 1 else "One note is unsure.")
    return told


def _parts(audio: Any) -> Job[dict[str, Any]]:
    """Stems by role when a model is here, else everything as one."""
    from musicstudio.separation.models import present_model
    from musicstudio.separation.separate import separate

    from .separate import ROLE_OF_STEM

    try:
        model = present_model()
    except ModelMissingError:
        return {"keys": audio}
    parted = yield from within(separate(audio, SAMPLE_RATE, model.name), 0.0, 1.0)
    return {ROLE_OF_STEM.get(name, "keys"): samples for name, samples in parted.stems.items()}


def _heard(parts: dict[str, Any]) -> Job[dict[str, list[DetectedNote]]]:
    heard = {}
    for index, (role, audio) in enumerate(parts.items()):
        job = listen(audio, SAMPLE_RATE, role)
        heard[role] = (yield from within(job, index / len(parts), (index + 1) / len(parts))).notes
    return without_bleed(heard, parts, SAMPLE_RATE)


def _as_song(title: str, heard: dict[str, list[DetectedNote]], grid: TempoMap, key: Key) -> Project:
    origin_s = min(0.0, grid.offset_s)
    tracks = []
    for role, found in heard.items():
        notes: tuple[Note, ...] = ticks_of(found, grid, origin_s)
        end_s = max((note.end_s for note in found), default=0.0)
        if not notes:
            continue
        take = Take(new_id("take"), notes=notes)
        clip = Clip(new_id("clip"), origin_s, end_s - origin_s + 0.1, takes=(take,), active_take_id=take.id)
        instrument = INSTRUMENT_OF_ROLE.get(role, "grand_piano")
        tracks.append(Track(new_id("track"), role.capitalize(), "instrument", role, instrument, clips=(clip,)))
    return Project(new_id("project"), title, grid, key, tracks=tuple(tracks))
