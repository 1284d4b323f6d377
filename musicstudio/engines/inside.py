# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine may offer besides: to say what its learned parts make of a section, for the window to show."""

from typing import Protocol, runtime_checkable

from msgspec import Struct

from musicstudio.project.model import Project


class Likely(Struct, frozen=True):
    """One event as it stands, and how likely the model finds it where it stands.

    start_ticks: of the song. kind: ``chord``, ``note``, ``rest`` or ``hold``. pitch: MIDI, of notes. chance: 0 to 1.
    others: what else it would have expected, with their chances, the likeliest first.
    """

    start_ticks: int
    length_ticks: int
    kind: str
    name: str
    chance: float
    others: tuple[tuple[str, float], ...] = ()
    pitch: int = 0


class Inside(Struct, frozen=True):
    """All is computed again from the song as it stands. why_no_tokens: a sentence where there are none.

    vector: the sentence's numbers. nearest: styles (name, title, cosine). players: by track, what wrote its part.
    """

    vector: tuple[float, ...] = ()
    nearest: tuple[tuple[str, str, float], ...] = ()
    chords: tuple[Likely, ...] = ()
    tokens: tuple[Likely, ...] = ()
    why_no_tokens: str = ""
    players: dict[str, str] = {}


@runtime_checkable
class LooksInside(Protocol):
    """An engine that can."""

    def look_inside(self, song: Project, section_id: str, prompt: str) -> Inside:
        """What it makes of a section and of a prompt. Any thread, within a few seconds.

        section_id: empty leaves chords and tokens out. prompt: empty leaves the vector out.
        """
