# SPDX-License-Identifier: GPL-3.0-or-later
"""Which part of a song is the melody, and chords as one voice."""

from msgspec.structs import replace

from musicstudio.project.model import Note

from .song import MidiPart, MidiSong

_MELODIC = (
    "melod",
    "vocal",
    "voice",
    "vox",
    "lead",
    "sing",
    "gesang",
    "chant",
    "voz",
    "canto",
    "メロ",
    "ボーカル",
    "主旋律",
)


def melody_of(song: MidiSong) -> tuple[Note, ...]:
    """The part that is most likely the melody, as one voice.

    A part with lyrics wins, then one called melody, vocal, voice or lead, then the highest on average; of a chord,
    the top note. Without a part that is no drums, there is none.
    """
    part = melody_part_of(song)
    return one_voice(part.notes) if part else ()


def melody_part_of(song: MidiSong) -> MidiPart | None:
    """The part that `melody_of` reads, or None."""
    return max((part for part in song.parts if not part.is_drums), key=_melodic_rank, default=None)


def is_named_melody(name: str) -> bool:
    """Whether a part's name says that it is the tune."""
    return any(word in name.lower() for word in _MELODIC)


def one_voice(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """The highest note of each moment; each ends where the next begins."""
    tops: dict[int, Note] = {}
    for note in notes:
        if note.start_ticks not in tops or note.pitch > tops[note.start_ticks].pitch:
            tops[note.start_ticks] = note
    voice = [tops[tick] for tick in sorted(tops)]
    ends = [*(note.start_ticks for note in voice[1:]), *([1 << 60] if voice else [])]
    return tuple(
        replace(note, length_ticks=min(note.length_ticks, end - note.start_ticks))
        for note, end in zip(voice, ends, strict=True)
    )


def _melodic_rank(part: MidiPart) -> tuple[int, bool, float]:
    sung = sum(bool(note.lyric) for note in part.notes)
    return sung, is_named_melody(part.name), sum(n.pitch for n in part.notes) / len(part.notes)
