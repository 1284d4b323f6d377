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
from musicstudio.engines.sound_context import SoundContext
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

    Attributes
    ----------
    engine : str
        The name that recipes, the command line and `EngineRegistry` know it by.
    title : str
        What the user reads.
    version : str
    tasks : frozenset of Task
    inputs : frozenset of str
        Of ``prompt lyrics sliders melody reference energy_curve style_map negative``: what it takes notice of.
    longest_s : float, seconds
        The longest piece it makes.
    makes_vocals, makes_stems, makes_notes : bool
        Whether it sings, gives parts one by one, gives notes to edit.
    code_license, weights_license : str
        SPDX names; no weights_license: there are no weights.
    weights_bytes : int
    are_weights_present : bool
    is_commercial_use_allowed : bool
    why_unavailable : str
        A sentence when the engine cannot run now (weights or packages missing), else empty.
    hears_sound : bool
        It makes sound from sound: for regenerate, extend and layer it is given `Request.context`, for restyle
        `Request.reference`, and its answer is spliced in by the studio.
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
    hears_sound: bool = False


class GenerationOptions(Struct, frozen=True):
    """What the user set by hand; it wins over what the prompt says. None or empty means "you choose".

    Attributes
    ----------
    duration_s : float or None, seconds
    bpm : float or None, quarter notes a minute
    key : Key or None
    meter : (beats a bar, note value of a beat) or None
    energy, valence, tension, complexity : float or None, 0 to 1
        Valence goes from dark to bright.
    styles : dict of float
        Weights by the name of a style.
    wanted, unwanted : tuple of str
        Instruments or roles.
    form : tuple of str
        Kinds of sections, in order.
    is_loop : bool
        Its end leads back to its beginning.
    energy_curve : tuple of (seconds, level from 0 to 1)
    hits_s : tuple of float, seconds
        Moments to accent.
    voice : str
        Who sings; empty: whoever suits.
    has_vocals : bool or None
        None lets lyrics and prompt decide.
    follows_chords : bool
        Play the chords that stand in the lyrics (ChordPro, or on lines above the words), in their key unless one is
        asked for.
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

    Attributes
    ----------
    task : Task
    prompt, lyrics : str
        As typed, any language, any length.
    seed : int, 0 to 2**31 - 1
        The same request with the same seed gives the same result.
    options : GenerationOptions
    sheet : SongSheet or None
        A plan that takes the place of the prompt's reading.
    song : Project or None
        The document as it stands, for every task but a fresh generate, compose or harmonize.
    section_ids, track_ids : tuple of str
        The cells meant; no track_ids: every track.
    range_ticks : (start, end) in ticks, or None
        For ranges that are not whole sections.
    difference : float, 0 to 1
        From a slight variation to a new idea.
    variation : int, 0 to 4
        Which of several variations of one request this is.
    melody : tuple of Note
        In ticks from 0: hummed, played or imported.
    melody_map : TempoMap or None
        Tempo and metre of the melody, kept unless others are asked for.
    extend_bars : int, bars
        How much to add.
    extend_at_tick : int, ticks
        Where to add it; -1: at the end.
    context : SoundContext or None
        For engines that hear sound. The one cell of their answer begins at the hole and lasts at least as long.
    reference : float32 array, shape (1 or 2 channels, frames), 48 kHz, or None
        Another recording to follow: for restyle the song itself, for generate a tune or a sound to go by.
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
    melody_map: TempoMap | None = None
    extend_bars: int = 0
    extend_at_tick: int = -1
    context: SoundContext | None = None
    reference: Any = None


class ResultClip(Struct, frozen=True):
    """One clip's worth: a section on one track.

    Attributes
    ----------
    start_ticks, length_ticks : int, ticks
        Where it lies in the song; length_ticks is above 0.
    notes : tuple of Note
        In ticks from ``start_ticks``.
    audio : float32 array, shape (1 or 2 channels, frames), 48 kHz, or None
        It may be longer than the cell (the tail). None: not rendered (yet).
    lead_s : float, seconds
        Frame ``lead_s * 48000`` of the audio falls on ``start_ticks``.
    section_id : str
        The section that it belongs to, or empty.
    seed : int
    """

    start_ticks: int
    length_ticks: int
    notes: tuple[Note, ...] = ()
    audio: Any = None
    lead_s: float = 0.0
    section_id: str = ""
    seed: int = 0


class Part(Struct, frozen=True):
    """One track of a result.

    Attributes
    ----------
    name, role : str
        What the user reads, and what it does in the band: ``drums bass keys guitar lead pad vocals ...``.
    kind : str
        ``instrument``, ``vocal`` or ``audio``.
    instrument, player : str
        What it is played on and by whom, in the engine's own words; empty for audio.
    strip : Strip
        Where its fader, pan, effects and sends begin.
    cells : tuple of ResultClip
    track_id : str
        An existing track that the cells belong to, as new takes; empty: a new track.
    """

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

    Attributes
    ----------
    recipe : Recipe
        Who made it, from what, on which terms; kept with every clip.
    parts : tuple of Part
    title : str
    tempo_map : TempoMap
    key : Key
    sections : tuple of Section
    chords : tuple of Chord
    lyrics : str
    buses : tuple of Track
        Buses that the parts' sends name.
    master : Master or None
    conditioning : dict of plain JSON values
        What was understood, for the window to show and edit.
    sheet : SongSheet or None
        What was asked and what the studio chose.
    notices : tuple of str
        Sentences for the user (a contradiction resolved, an instrument not available).
    misses : tuple of str
        Those of the notices that tell what was asked and is not so; another seed may do better.
    strength_asked : dict of track id to int
        -1 for a row that was to be softer, +1 for one that was to be stronger; it is listened for.
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
    misses: tuple[str, ...] = ()
    strength_asked: dict[str, int] = {}


class ScoreReady(Struct, frozen=True):
    """A partial result: everything is written, nothing sounds yet.

    Attributes
    ----------
    result : Result
        The audio of every cell is None.
    """

    result: Result


class ClipReady(Struct, frozen=True):
    """A partial result: the audio of one cell.

    Attributes
    ----------
    part_index, cell_index : int
        Its place in the `ScoreReady` that came before.
    audio, lead_s :
        As in `ResultClip`.
    """

    part_index: int
    cell_index: int
    audio: Any
    lead_s: float


class Engine(Protocol):
    """What a plugin or the embedded composer implements."""

    def capabilities(self) -> Capabilities:
        """What it can do now. Cheap and without loading weights; called on the main thread.

        Returns
        -------
        Capabilities
        """

    def run(self, request: Request) -> Job[Result]:
        """Make music on a job thread; ``close()`` of the generator cancels it.

        Parameters
        ----------
        request : Request

        Yields
        ------
        Progress
            At least every 250 ms of work; its ``partial`` may be a `ScoreReady` or a `ClipReady`.

        Returns
        -------
        Result

        Raises
        ------
        EngineError, InputError, ModelMissingError
            With a sentence for the user.
        """


@runtime_checkable
class UnderstandsRequests(Protocol):
    """What an engine may offer besides: to say what it understood before anything is made. The window shows it."""

    def understand(self, request: Request) -> dict[str, Any]:
        """What a request says, read as `run` would read it. Any thread, within a second.

        Parameters
        ----------
        request : Request

        Returns
        -------
        dict of plain JSON values, as in `Result.conditioning`

        Raises
        ------
        InputError
            When the request asks for nothing or for the impossible.
        """


@runtime_checkable
class HasStyleMap(Protocol):
    """What an engine may offer besides: its styles as points of a plane, for the window's style map."""

    def style_map(self) -> StyleMap:
        """Its styles, laid out. Any thread, within a second.

        Returns
        -------
        StyleMap

        Raises
        ------
        EngineError
            Where there are no styles.
        """
