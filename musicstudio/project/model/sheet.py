# SPDX-License-Identifier: GPL-3.0-or-later
"""The song sheet: one explicit plan between the words and the notes, saved with the song and exchanged as JSON.

Every field knows where its value comes from; every span of the prompt says what it caused, or why it caused nothing.
"""

from typing import Generic, Literal, TypeVar

from msgspec import Struct

from .music import Key

SHEET_SCHEMA = 1
T = TypeVar("T")
Origin = Literal["studio", "words", "typed", "locked"]
Outcome = Literal["used", "not_understood", "cannot"]


class Field(Struct, Generic[T], frozen=True):
    """A value and its origin. None: not decided yet. ``studio``: the studio may choose; what it chose is shown."""

    value: T | None = None
    origin: Origin = "studio"

    @property
    def is_set(self) -> bool:
        """Whether words or a hand decided it."""
        return self.value is not None and self.origin != "studio"

    @property
    def is_by_hand(self) -> bool:
        """Whether a person typed or locked it; no prompt replaces it."""
        return self.value is not None and self.origin in ("typed", "locked")


class Place(Struct, frozen=True, omit_defaults=True):
    """A moment: seconds from the start (or before the end), a share of the length, a bar counted from 1, or a section.

    number: which of the sections of a kind, 1 the first, -1 the last, 0 every one. is_end: where it ends, not begins.
    """

    seconds: float | None = None
    before_end_s: float | None = None
    share: float | None = None
    bar: int = 0
    section: str = ""
    number: int = 0
    is_end: bool = False


class Player(Struct, frozen=True, omit_defaults=True):
    """Who plays: a catalogue id, a role, or a canonical instrument name. count: 2 for two violins.

    manner: ``sparse``, ``soft``, ``loud``, ``long``, ``short``, ``dense``, ``arpeggio``, ``counter``.
    """

    name: str
    leads: bool = False
    count: int = 1
    manner: tuple[str, ...] = ()
    origin: Origin = "words"


class SectionRequest(Struct, frozen=True, omit_defaults=True):
    """What is asked of the sections of a kind. number: as in `Place`. energy: 0 to 1. feel: -1 half-time, 1 double.

    count: how many sections of the kind there are; 0 leaves that open. harmony: its own chords, as in `SongSheet`.
    """

    kind: str
    number: int = 0
    bars: int = 0
    energy: float | None = None
    contour: str = ""
    feel: int = 0
    meter: tuple[int, int] | None = None
    valence: float | None = None
    count: int = 0
    harmony: str = ""
    origin: Origin = "words"


class Cue(Struct, frozen=True, omit_defaults=True):
    """Who plays when. verb: ``enter`` (from ``start`` on), ``leave``, ``in`` (only between), ``out``, ``only`` (nobody
    else between). order: place in a chain "first drums, then bass", from 1.
    """

    verb: str
    players: tuple[str, ...]
    start: Place | None = None
    end: Place | None = None
    order: int = 0
    origin: Origin = "words"


class Event(Struct, frozen=True, omit_defaults=True):
    """Something at a moment. kind: ``hit``, ``stop``, ``shift``, ``key``, ``tempo``, ``slow``, ``level``, ``section``,
    ``fade_out`` (from the moment to the end), ``fade_in`` (from the start to it).

    beats: how long a stop lasts (below 0: it ends at the moment); of a tempo, its factor. steps: semitones of a key
    change. bpm, key: the new one. energy, valence: after a shift. section: the kind that begins there.
    length_s: of a stop, in place of beats. words: as they were said.
    """

    kind: str
    at: Place = Place()
    beats: float = 0.0
    steps: int = 0
    bpm: float | None = None
    key: Key | None = None
    energy: float | None = None
    valence: float | None = None
    section: str = ""
    length_s: float = 0.0
    words: str = ""
    origin: Origin = "words"


class Span(Struct, frozen=True):
    """Some words of the prompt, by their place in it, and what came of them.

    caused: which fields, in words. why: why not. nearest: what can be had instead; empty when nothing is near.
    """

    start: int
    end: int
    text: str
    outcome: Outcome
    caused: str = ""
    why: str = ""
    nearest: str = ""


class ChangePlan(Struct, frozen=True):
    """What the words of an edit would do, before it is done.

    does: each thing in words. keeps: what stays. spans: every word accounted for; answers: a sentence for those that
    cause nothing. effects: what each row would get, where it was tried on paper; misses: what would not be as asked.
    """

    does: tuple[str, ...] = ()
    keeps: str = ""
    spans: tuple[Span, ...] = ()
    answers: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


class Made(Struct, frozen=True):
    """What was asked beside what was made, in words. name: the field of the sheet, or the moment or player meant."""

    name: str
    asked: str
    made: str
    is_kept: bool


class SongSheet(Struct, frozen=True):
    """Everything that the engine is to do. Units: BPM in quarters a minute, lengths in seconds, moods 0 to 1.

    refused, players: names as in `Player`. kinds: the form, where it was stated. without: kinds that must not be.
    sections: what is asked of some of them. arc: (share of the length, level) points.
    harmony: chord symbols or numerals apart by spaces, one a bar, or ``sevenths`` and the like in words.
    swing: ``swung`` or ``straight``. max_players: how many instruments at most.
    kept: what must not change. made: what became of it.
    """

    schema: int = SHEET_SCHEMA
    prompt: str = ""
    seed: Field[int] = Field()
    bpm: Field[float] = Field()
    pace: Field[float] = Field()
    key: Field[Key] = Field()
    mode: Field[str] = Field()
    meter: Field[tuple[int, int]] = Field()
    length_s: Field[float] = Field()
    bars: Field[int] = Field()
    purpose: Field[str] = Field()
    styles: Field[dict[str, float]] = Field()
    energy: Field[float] = Field()
    valence: Field[float] = Field()
    tension: Field[float] = Field()
    complexity: Field[float] = Field()
    players: tuple[Player, ...] = ()
    refused: tuple[str, ...] = ()
    is_closed: Field[bool] = Field()
    is_small: Field[bool] = Field()
    max_players: Field[int] = Field()
    kinds: Field[tuple[str, ...]] = Field()
    without: tuple[str, ...] = ()
    sections: tuple[SectionRequest, ...] = ()
    cues: tuple[Cue, ...] = ()
    events: tuple[Event, ...] = ()
    contour: Field[str] = Field()
    harmony: Field[str] = Field()
    arc: tuple[tuple[float, float], ...] = ()
    feel: Field[int] = Field()
    swing: Field[str] = Field()
    is_loop: Field[bool] = Field()
    is_stinger: Field[bool] = Field()
    has_layers: Field[bool] = Field()
    textures: tuple[str, ...] = ()
    lyrics: Field[str] = Field()
    voice: Field[str] = Field()
    sings: Field[bool] = Field()
    kept: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    notices: tuple[str, ...] = ()
    made: tuple[Made, ...] = ()

    @property
    def unanswered(self) -> tuple[Span, ...]:
        """The words that caused nothing, each with its reason."""
        return tuple(span for span in self.spans if span.outcome != "used")
