# SPDX-License-Identifier: GPL-3.0-or-later
"""What the studio knows and General MIDI has no word for, in a sequencer-specific event of its own files, so that
they come back as they went. Others skip it; from others it is believed only where it makes sense.
"""

from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.text import clean_line
from musicstudio.core.theory.chords import INTERVALS
from musicstudio.instruments.catalogue import load
from musicstudio.project.model import Chord, Key, Section
from musicstudio.project.model.tracks import ROLES

SEQUENCER_SPECIFIC = 0x7F
_MARK = b"\x7dMusicStudio\x00"
"""0x7D is the manufacturer's number that everyone may use."""
_MAX_BYTES = 2_000_000
F = TypeVar("F", bound=Struct)
_SECTION_KINDS = frozenset({
    "intro", "verse", "prechorus", "chorus", "bridge", "break", "build", "drop", "solo", "outro", "other",
})  # fmt: skip


class SectionFact(Struct, frozen=True, array_like=True):
    """A section, in ticks of the file. key: None for the song's."""

    name: str
    kind: str
    start_ticks: int
    length_ticks: int
    energy: float = 0.5
    key: tuple[int, str] | None = None


class ChordFact(Struct, frozen=True, array_like=True):
    """A chord, in ticks of the file."""

    start_ticks: int
    length_ticks: int
    root: int
    quality: str
    bass: int = -1


class SongFacts(Struct, frozen=True):
    """key: tonic and mode."""

    sections: tuple[SectionFact, ...] = ()
    key: tuple[int, str] | None = None
    chords: tuple[ChordFact, ...] = ()


class RowFacts(Struct, frozen=True):
    """What a row is, beside its notes. holds: unsung notes hold the vowel before."""

    role: str = ""
    instrument: str = ""
    gain_db: float = 0.0
    pan: float = 0.0
    holds: bool = False


def fact_bytes(facts: SongFacts | RowFacts) -> bytes:
    """The content of the event."""
    return _MARK + msgspec.json.encode(facts)


def song_facts(content: bytes) -> SongFacts | None:
    """The facts about a song in an event's content, if there are any."""
    facts = _decode_fact(content, SongFacts)
    return facts if facts is not None and _is_key(facts.key) else None


def row_facts(content: bytes) -> RowFacts | None:
    """The facts about a row in an event's content, if they make sense."""
    facts = _decode_fact(content, RowFacts)
    is_sound = facts and facts.role in ROLES and (not facts.instrument or facts.instrument in load())
    is_mixed = facts and -60.0 <= facts.gain_db <= 24.0 and -1.0 <= facts.pan <= 1.0
    return facts if is_sound and is_mixed else None


def sections_of(facts: SongFacts) -> tuple[SectionFact, ...]:
    """The sections in order, those that overlap or make no sense left out."""
    sound: list[SectionFact] = []
    end = 0
    for each in sorted(facts.sections, key=lambda section: section.start_ticks):
        is_sound = each.kind in _SECTION_KINDS and each.length_ticks > 0 and 0.0 <= each.energy <= 1.0
        if is_sound and each.start_ticks >= end:
            key = each.key if _is_key(each.key) else None
            sound.append(replace(each, name=clean_line(each.name), key=key))
            end = each.start_ticks + each.length_ticks
    return tuple(sound)


def chords_of(facts: SongFacts) -> tuple[ChordFact, ...]:
    """The chords in order, those that overlap or make no sense left out."""
    sound: list[ChordFact] = []
    end = 0
    for each in sorted(facts.chords, key=lambda chord: chord.start_ticks):
        is_sound = 0 <= each.root <= 11 and -1 <= each.bass <= 11 and each.quality in INTERVALS
        if is_sound and each.start_ticks >= end and each.length_ticks > 0:
            sound.append(each)
            end = each.start_ticks + each.length_ticks
    return tuple(sound)


def facts_of(sections: tuple[tuple[Section, Key], ...], key: Key, chords: tuple[Chord, ...] = ()) -> SongFacts:
    """The facts about a song that is written. sections: each with its key."""
    told = (
        SectionFact(
            clean_line(section.name),
            section.kind,
            section.start_ticks,
            section.length_ticks,
            section.energy,
            None if own == key else (own.tonic, own.mode),
        )
        for section, own in sections
    )
    named = (ChordFact(c.start_ticks, c.length_ticks, c.root, c.quality, c.bass) for c in chords)
    return SongFacts(tuple(told), (key.tonic, key.mode), tuple(named))


def _is_key(key: tuple[int, str] | None) -> bool:
    return key is None or (0 <= key[0] <= 11 and key[1] in _MODES)


_MODES = ("major", "minor", "dorian", "mixolydian", "phrygian", "lydian")


def _decode_fact(content: bytes, kind: type[F]) -> F | None:
    if not content.startswith(_MARK) or len(content) > _MAX_BYTES:
        return None
    try:
        return msgspec.json.decode(content[len(_MARK) :], type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
