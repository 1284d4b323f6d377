# SPDX-License-Identifier: GPL-3.0-or-later
"""What the studio knows and General MIDI has no word for, in a sequencer-specific event of its own files, so that
they come back as they went. Others skip it; from others it is believed only where it makes sense.
"""

from typing import TypeVar

import msgspec
from msgspec import Struct

from musicstudio.core.text import clean_line
from musicstudio.instruments.catalogue import load
from musicstudio.project.model import Key, Section
from musicstudio.project.model.tracks import ROLES

SEQUENCER_SPECIFIC = 0x7F
_MARK = b"\x7dMusicStudio\x00"
"""0x7D is the manufacturer's number that everyone may use."""
_MAX_BYTES = 200_000
F = TypeVar("F", bound=Struct)
_SECTION_KINDS = frozenset({
    "intro", "verse", "prechorus", "chorus", "bridge", "break", "build", "drop", "solo", "outro", "other",
})  # fmt: skip


class SectionFact(Struct, frozen=True, array_like=True):
    """A section, in ticks of the file."""

    name: str
    kind: str
    start_ticks: int
    length_ticks: int
    energy: float = 0.5


class SongFacts(Struct, frozen=True):
    """key: tonic and mode."""

    sections: tuple[SectionFact, ...] = ()
    key: tuple[int, str] | None = None


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
    if facts is None or (facts.key and not (0 <= facts.key[0] <= 11 and facts.key[1] in _MODES)):
        return None
    return facts


def row_facts(content: bytes) -> RowFacts | None:
    """The facts about a row in an event's content, if they make sense."""
    facts = _decode_fact(content, RowFacts)
    is_sound = facts and facts.role in ROLES and (not facts.instrument or facts.instrument in load())
    is_mixed = facts and -60.0 <= facts.gain_db <= 24.0 and -1.0 <= facts.pan <= 1.0
    return facts if is_sound and is_mixed else None


def sections_of(facts: SongFacts) -> tuple[tuple[str, str, int, int, float], ...]:
    """(name, kind, start, length, energy) of the sections, those that overlap or make no sense left out."""
    sound, end = [], 0
    for each in sorted(facts.sections, key=lambda section: section.start_ticks):
        is_sound = each.kind in _SECTION_KINDS and each.length_ticks > 0 and 0.0 <= each.energy <= 1.0
        if is_sound and each.start_ticks >= end:
            sound.append((clean_line(each.name), each.kind, each.start_ticks, each.length_ticks, each.energy))
            end = each.start_ticks + each.length_ticks
    return tuple(sound)


def facts_of(sections: tuple[Section, ...], key: Key) -> SongFacts:
    """The facts about a song that is written."""
    told = tuple(SectionFact(clean_line(s.name), s.kind, s.start_ticks, s.length_ticks, s.energy) for s in sections)
    return SongFacts(told, (key.tonic, key.mode))


_MODES = ("major", "minor", "dorian", "mixolydian", "phrygian", "lydian")


def _decode_fact(content: bytes, kind: type[F]) -> F | None:
    if not content.startswith(_MARK) or len(content) > _MAX_BYTES:
        return None
    try:
        return msgspec.json.decode(content[len(_MARK) :], type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
