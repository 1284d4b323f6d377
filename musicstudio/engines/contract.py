# SPDX-License-Identifier: GPL-3.0-or-later
"""The one contract of all engines: a typed `Request` in, progress on the way, a `Result` out.

Values in, values out: an engine never touches the document, the disk of the project, or the window. It runs on a job
thread; `Engine.run` is a generator whose ``close()`` cancels it.
"""

from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.progress import Job
from musicstudio.engines.style_map import StyleMap
from musicstudio.project.model import Chord, Key, Master, Note, Project, Recipe, Section, Strip, TempoMap, Track
from musicstudio.project.model.sheet import SongSheet

Audio = NDArray[np.float32]
REVERB_BUS_ID = "bus-reverb"
"""The bus that a part's send may name without the result bringing it: the song's reverb, made where there is none."""
DELAY_BUS_ID = "bus-delay"
"""The same for the song's delay."""


class Task(StrEnum):
    """What can be asked of an engine."""

    GENERATE = "generate"
    LAYER = "layer"
    COMPOSE = "compose"
    RESTYLE = "restyle"
    EXTEND = "extend"
    HARMONIZE = "harmonize"
    REGENERATE = "regenerate"
    SING = "sing"


class Capabilities(Struct, frozen=True):
    """What an engine can do and on which terms; the window greys out the rest and says why.

    inputs: of ``prompt lyrics sliders melody reference energy_curve style_map negative``. why_unavailable: a sentence
    when the engine cannot run now (weights or packages missing), else empty.
    """

    engine: str
    title: str
    version: str
    tasks: frozenset[Task]
    inputs: frozenset[str]
    longest_s: float = 600.0
    makes_vocals: bool = False
    makes_stems: bool = False
    makes_notes: bool = False
    code_license: str = "GPL-3.0-or-later"
    weights_license: str = ""
    weights_bytes: int = 0
    are_weights_present: bool = True
    is_commercial_use_allowed: bool = True
    why_unavailable: str = ""


class GenerationOptions(Struct, frozen=True):
    """What the user set by hand; it wins over what the prompt says. None or empty means "you choose".

    energy, valence (dark 0 to bright 1), tension and complexity: 0 to 1. styles: weights by style name. wanted and
    unwanted: instruments or roles. form: section kinds in order. energy_curve: (seconds, level 0-1) pairs. hits_s:
    moments to accent. has_vocals: None lets lyrics and prompt decide. follows_chords: play the chords that stand in the
    lyrics (ChordPro, or on lines above the words), in their key unless one is asked for.
    """

    duration_s: float | None = None
    bpm: float | None = None
    key: Key | None = None
    meter: tuple[int, int] | None = None
    energy: float | None = None
    valence: float | None = None
    tension: float | None = None
    complexity: float | None = None
    styles: dict[str, float] = {}
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    is_loop: bool = False
    energy_curve: tuple[tuple[float, float], ...] = ()
    hits_s: tuple[float, ...] = ()
    voice: str = ""
    has_vocals: bool | None = None
    follows_chords: bool = False


class Request(Struct, frozen=True):
    """One thing asked of an engine.

    sheet: a plan that takes the place of the prompt's reading. song: the document as it stands, for every task but a
    fresh generate, compose or harmonize. section_ids and
    track_ids: the cells meant (empty track_ids: every track). range_ticks: (start, end) for ranges that are not whole
    sections. difference: 0 a slight variation, 1 a new idea. variation: 0-4, which of several variations of one request
    this is. melody: notes in ticks from 0 (hummed, played or imported). extend_bars and extend_at_tick: how much to add
    and where (-1: the end).
    """

    task: Task
    prompt: str = ""
    lyrics: str = ""
    seed: int = 0
    options: GenerationOptions = GenerationOptions()
    sheet: SongSheet | None = None
    song: Project | None = None
    section_ids: tuple[str, ...] = ()
    track_ids: tuple[str, ...] = ()
    range_ticks: tuple[int, int] | None = None
    difference: float = 0.5
    variation: int = 0
    melody: tuple[Note, ...] = ()
    extend_bars: int = 0
    extend_at_tick: int = -1


class ResultClip(Struct, frozen=True):
    """One clip's worth: a section on one track.

    Notes count from ``start_ticks``. audio: float32, 48 kHz, (channels, frames); its frame ``lead_s * 48000`` falls on
    ``start_ticks``, and it may be longer than the cell (the tail). None: not rendered (yet).
    """

    start_ticks: int
    length_ticks: int
    notes: tuple[Note, ...] = ()
    audio: Any = None
    lead_s: float = 0.0
    section_id: str = ""
    seed: int = 0


class Part(Struct, frozen=True):
    """One row of a result. track_id names an existing track that it belongs to; empty: a new track."""

    name: str
    role: str
    kind: str = "instrument"
    instrument: str = ""
    player: str = ""
    strip: Strip = Strip()
    cells: tuple[ResultClip, ...] = ()
    track_id: str = ""


class Result(Struct, frozen=True):
    """What an engine made. For regenerate and layer only ``parts`` (and chords of the range, when they changed) count.

    buses: bus tracks that the parts' sends name. conditioning: what was understood, as plain JSON for the window to
    show and edit. sheet: what was asked and what the studio chose.
    notices: sentences for the user (a contradiction resolved, an instrument not available).
    """

    recipe: Recipe
    parts: tuple[Part, ...] = ()
    title: str = ""
    tempo_map: TempoMap = TempoMap()
    key: Key = Key()
    sections: tuple[Section, ...] = ()
    chords: tuple[Chord, ...] = ()
    lyrics: str = ""
    buses: tuple[Track, ...] = ()
    master: Master | None = None
    conditioning: dict[str, Any] = {}
    sheet: SongSheet | None = None
    notices: tuple[str, ...] = ()


class ScoreReady(Struct, frozen=True):
    """A partial result: everything is written, nothing sounds yet (every cell's audio is None)."""

    result: Result


class ClipReady(Struct, frozen=True):
    """A partial result: the audio of one cell, by its place in the `ScoreReady` that came before."""

    part_index: int
    cell_index: int
    audio: Any
    lead_s: float


class Engine(Protocol):
    """What a plugin or the embedded composer implements."""

    def capabilities(self) -> Capabilities:
        """Cheap and without loading weights; called on the main thread."""

    def run(self, request: Request) -> Job[Result]:
        """Make music on a job thread.

        Yields `Progress` at least every 250 ms of work, whose ``partial`` may be a `ScoreReady` or a `ClipReady`.
        Raises `EngineError` or `InputError` with a sentence for the user.
        """


@runtime_checkable
class UnderstandsRequests(Protocol):
    """What an engine may offer besides: to say what it understood before anything is made. The window shows it."""

    def understand(self, request: Request) -> dict[str, Any]:
        """Plain JSON values, as in `Result.conditioning`. Any thread, within a second.

        Raises `InputError` when the request asks for nothing or for the impossible.
        """


@runtime_checkable
class HasStyleMap(Protocol):
    """What an engine may offer besides: its styles as points of a plane, for the window's style map."""

    def style_map(self) -> StyleMap:
        """Any thread, within a second. Raises `EngineError` where there are no styles."""
