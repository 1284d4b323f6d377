# SPDX-License-Identifier: GPL-3.0-or-later
"""A request as large networks understand it: a description in words, a length, a grid; and what they cannot heed."""

from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.core.seeds import derive_seed
from musicstudio.engines.contract import Request, Task
from musicstudio.engines.durations import read_durations
from musicstudio.project.model import Key

USUAL_BPM = 120.0
IN_SONG = (Task.REGENERATE, Task.EXTEND, Task.LAYER)
"""What is done inside a song, by `Request.context`."""


class Wish(Struct, frozen=True):
    """A request as a large network understands it.

    Attributes
    ----------
    task : Task
    description, refused : str
        What the model reads, and what must not be there.
    lyrics : str
    duration_s : float, seconds
    seed : int
    bpm : float
    is_bpm_asked : bool
        Somebody asked for it, or the song has it; else the model may choose.
    meter : (beats a bar, note value of a beat)
    key : Key or None
    difference : float, 0 to 1
    hole_s : (start, end) in seconds, or None
        Where in the context something is made.
    """

    task: Task
    description: str
    refused: str
    lyrics: str
    duration_s: float
    seed: int
    bpm: float
    is_bpm_asked: bool
    meter: tuple[int, int]
    key: Key | None
    difference: float
    hole_s: tuple[float, float] | None = None


def read_wish(request: Request, engine: str, longest_s: float, usual_s: float, needs_words: bool = True) -> Wish:
    """Read a request: what was set by hand, then the song sheet, then the song at that place.

    Parameters
    ----------
    request : Request
    engine : str
        As it is named in sentences.
    longest_s, usual_s : float, seconds
        The longest it makes, and what it makes when nobody says.
    needs_words : bool

    Returns
    -------
    Wish

    Raises
    ------
    InputError
        Where there is nothing to go by, or a length that cannot be made.
    """
    bpm, meter, key = _grid(request)
    context = request.context if request.task in IN_SONG else None
    if request.task in IN_SONG and context is None:
        raise InputError(f"{engine} needs the sound around a place to make something there.")
    duration_s = _duration_s(request, usual_s) if context is None else context.hole_s[1] - context.hole_s[0]
    if not 0.2 <= duration_s <= longest_s:
        raise InputError(f"{engine} makes up to {longest_s:g} seconds at once, not {duration_s:.1f}.")
    description = describe(request, bpm, key)
    if needs_words and not description and context is None and request.reference is None:
        raise InputError(f"{engine} needs a description; say in a few words what it should play.")
    return Wish(
        request.task,
        description,
        ", ".join(_words(each) for each in _unwanted(request)),
        _lyrics(request),
        duration_s,
        derive_seed(request.seed, engine.lower(), request.variation),
        bpm or USUAL_BPM,
        bpm is not None,
        meter or (4, 4),
        key,
        request.difference,
        context.hole_s if context else None,
    )


def describe(request: Request, bpm: float | None, key: Key | None) -> str:
    """The prompt and what was set by hand or stands in the sheet, in words; empty where nothing was said."""
    options, sheet = request.options, request.sheet
    prompt = request.prompt.strip() or (sheet.prompt.strip() if sheet else "") or _song_words(request)
    styles = [*options.styles, *((sheet.styles.value or {}) if sheet else {})]
    players = [*options.wanted, *(player.name for player in (sheet.players if sheet else ()))]
    said = [prompt, *styles, *players]
    words = list(dict.fromkeys(_words(each) for each in said if each))
    if not words:
        return ""
    if key:
        words.append(f"in {key.name}")
    if bpm:
        words.append(f"{bpm:g} bpm")
    return ", ".join(words)


def _song_words(request: Request) -> str:
    """What the song was made from, for a place in it that nobody described."""
    song = request.song
    recipe = song.recipes.get(song.song_recipe_id) if song else None
    return recipe.prompt if recipe else ""


def _grid(request: Request) -> tuple[float | None, tuple[int, int] | None, Key | None]:
    options, sheet, song = request.options, request.sheet, request.song
    bpm, meter, key = options.bpm, options.meter, options.key
    if sheet:
        bpm, meter, key = bpm or sheet.bpm.value, meter or sheet.meter.value, key or sheet.key.value
    if request.melody_map and not song:
        bpm = bpm or request.melody_map.bpm_at(0)
    if song and song.sections:
        tick = song.tempo_map.ticks_at(request.context.start_s + request.context.hole_s[0]) if request.context else 0
        there = song.tempo_map.meter_at(max(0, tick))
        bpm = bpm or song.tempo_map.bpm_at(max(0, tick))
        meter, key = meter or (there.numerator, there.denominator), key or song.key
    return bpm, meter, key


def _duration_s(request: Request, usual_s: float) -> float:
    if request.task is Task.RESTYLE and request.reference is not None:
        return float(request.reference.shape[1]) / 48_000
    sheet_s = request.sheet.length_s.value if request.sheet else None
    melody_s = _melody_s(request) if request.melody else None
    said_s = next(iter(read_durations(request.prompt)), None)
    return request.options.duration_s or sheet_s or said_s or melody_s or usual_s


def _melody_s(request: Request) -> float:
    from musicstudio.project.model import TempoMap

    tempo_map = request.melody_map or TempoMap()
    return tempo_map.seconds_at(max(note.start_ticks + note.length_ticks for note in request.melody))


def _lyrics(request: Request) -> str:
    sheet_lyrics = (request.sheet.lyrics.value or "") if request.sheet else ""
    song_lyrics = request.song.lyrics if request.song else ""
    return (request.lyrics or sheet_lyrics or song_lyrics).strip()


def _unwanted(request: Request) -> tuple[str, ...]:
    refused = request.sheet.refused if request.sheet else ()
    return tuple(dict.fromkeys((*request.options.unwanted, *refused)))


def _words(name: str) -> str:
    return name.replace("_", " ").strip()
