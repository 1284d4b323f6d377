# SPDX-License-Identifier: GPL-3.0-or-later
"""A recording as a reference: its tempo, energy and form become wishes, each taken or left; its melody never does."""

from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.analysis.grid import ticks_of
from musicstudio.analysis.similarity import longest_shared
from musicstudio.analysis.songs.hearing import hear_song
from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.engines.contract import GenerationOptions
from musicstudio.project.model import Note, Project, TempoMap

from ..audio.analyze import facts_of_sound
from ..files.context_of_sound import MAX_LISTEN_S

PROPERTIES = ("tempo", "energy", "form", "balance")
_MOST_S, _SELDOM_WEIGHT = 1800.0, 8.0


class Reference(Struct, frozen=True):
    """facts: as `analyze` tells them. tune: of a single voice only, to compare the song's with."""

    path: Path
    facts: dict[str, Any]
    tune: tuple[Note, ...] = ()


def reference_job(path: Path) -> Job[Reference]:
    """Listen to a recording, of a long one to its first ten minutes.

    Raises `MediaError`, and `InputError` where nothing of a song is heard in it.
    """
    from musicstudio.media.importing import load_audio

    loaded = yield from within(load_audio(path), 0.0, 0.2)
    audio = loaded.audio[:, : int(MAX_LISTEN_S * loaded.rate)]
    heard = yield from within(hear_song(audio, loaded.rate), 0.2, 1.0)
    facts = facts_of_sound(heard, audio, loaded.rate)
    if facts["content"] in ("silence", "unpitched") and "bpm" not in facts:
        raise InputError(f"“{path.name}” cannot be a reference: {' '.join(facts['told']) or 'nothing is heard in it.'}")
    return Reference(path, facts, ticks_of(list(heard.tune), TempoMap(), 0.0))


def with_reference(options: GenerationOptions, facts: dict[str, Any], taken: tuple[str, ...]) -> GenerationOptions:
    """Wishes with the properties taken; what was wished already stays. Pure."""
    changes: dict[str, Any] = {}
    if "tempo" in taken and "bpm" in facts:
        beats, unit = facts["meter"].split("/")
        changes |= {"bpm": facts["bpm"], "meter": (int(beats), int(unit))}
    sections = facts["sections"]
    if "form" in taken and sections:
        changes |= {"form": tuple(section["kind"] for section in sections)}
    if ("form" in taken or "energy" in taken) and sections:
        changes |= {"duration_s": min(_MOST_S, facts["duration_s"])}
    if "energy" in taken and sections:
        changes |= {"energy_curve": tuple((each["start_s"], each["energy"]) for each in sections)}
    free = GenerationOptions()
    return replace(options, **{name: v for name, v in changes.items() if getattr(options, name) == getattr(free, name)})


def not_found(facts: dict[str, Any], taken: tuple[str, ...]) -> tuple[str, ...]:
    """A sentence for each property that was to be taken and is not heard in the reference."""
    missing: list[str] = [name for name in ("energy", "form") if name in taken and not facts["sections"]]
    missing += ["tempo"] if "tempo" in taken and "bpm" not in facts else []
    missing += ["balance"] if "balance" in taken and not facts["balance"] else []
    return tuple(f"The reference's {name} is not clear enough to be taken." for name in missing)


def melody_verdict(project: Project, reference: Reference) -> str:
    """Whether the song's tune shares a passage with a reference of one voice, in a sentence.

    A melody within a full mix is not heard surely enough to compare; that is said.
    """
    tune = tuple(
        replace(note, start_ticks=section.start_ticks + note.start_ticks)
        for section in project.sections
        for note in section.melody
    )
    name = reference.path.name
    if not tune or not reference.tune:
        return f"No notes were taken from “{name}”; its melody is not heard alone, so the tunes were not compared."
    shared = longest_shared(tune, reference.tune)
    if shared is None or shared.weight < _SELDOM_WEIGHT:
        return f"The tune shares no more with “{name}” than tunes share by chance."
    bar = project.tempo_map.bar_at(tune[shared.own].start_ticks)[0]
    return f"The tune shares {shared.notes} notes in a row with “{name}”, from bar {bar}: make another take there."
