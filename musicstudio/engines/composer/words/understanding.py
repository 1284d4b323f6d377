# SPDX-License-Identifier: GPL-3.0-or-later
"""From a request to a `Conditioning`: what the user set by hand wins, then what the prompt states, then its mood and
style."""

from collections.abc import Mapping

import numpy as np
from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.form.intensity import NAMES
from musicstudio.engines.composer.plan import Conditioning
from musicstudio.engines.composer.styles import Style, StyleBlend, blend
from musicstudio.engines.composer.themes.roman import is_minor
from musicstudio.engines.contract import GenerationOptions, Request
from musicstudio.project.model import Key

from ...durations import MAX_LENGTH_S, check_duration
from ..prompt.meter import is_playable
from ..prompt.mood import DIMENSIONS
from ..prompt.player_choice import decide_players, decide_voice
from ..prompt.reading import Reading
from ..prompt.shape import Shape
from ..prompt.spread import spread
from ..prompt.tempo import check_bpm
from .by_hand import bare, with_sheet
from .reading import read_again, read_prompt

STINGER_S = 5.0
_TEMPO_SPREAD = 0.3  # of seeds round the usual tempo, as a share of the way to the slowest or fastest
_LOOP_BARS = 8
_USUAL_LENGTH_S = 150.0
_MIN_CURVE_S = 60.0
_SLOW_BPM, _FAST_BPM = 84.0, 120.0
"""What "slow" and "fast" mean at most and at least where no style was named that has its own."""
_MAJOR_TONICS = (16, 3, 13, 7, 9, 11, 2, 15, 4, 11, 8, 3)
_MINOR_TONICS = (11, 5, 13, 2, 15, 7, 7, 9, 3, 16, 4, 8)
"""How readily each tonic, C first, lies under players' hands: keys of few accidentals come oftener."""


class Understanding(Struct, frozen=True):
    """What was understood, what the composer must tell the user, and the reading it rests on.

    differs: in what this variation differs from the first one, in words.
    """

    conditioning: Conditioning
    notices: tuple[str, ...]
    reading: Reading
    differs: str = ""


def understand(request: Request, styles: Mapping[str, Style]) -> Understanding:
    """Decide everything that a request leaves open. Raises `InputError` when it asks for nothing or for the
    impossible."""
    request = with_sheet(request, styles)
    options = request.options
    check_request(request)
    reading = read_again(request.sheet, styles) if request.sheet else read_prompt(request.prompt, styles)
    mixed = blend(styles, options.styles.items() if options.styles else reading.styles)
    notices = [*reading.facts.notices]
    wanted, unwanted = decide_players(options, reading.facts.players, notices)
    has_vocals, voice = decide_voice(request, reading.facts.players, notices)
    meter = _meter(options, reading, mixed)
    mood = _mood(options, reading, mixed)
    bpm = _bpm(options, reading, mixed, mood["energy"], _rng(request, "tempo"))
    conditioning = Conditioning(
        styles=tuple((style.name, round(weight, 4)) for style, weight in mixed.styles),
        bpm=bpm,
        key=_key(options, reading, mixed, mood["valence"], _rng(request, "key")),
        meter=meter,
        wanted=wanted,
        unwanted=unwanted,
        form=_form(options, reading.facts.shape, mixed, _rng(request, "form")),
        duration_s=_duration(options, reading, bpm, meter),
        has_vocals=has_vocals,
        voice=voice,
        is_loop=options.is_loop or reading.facts.shape.is_loop,
        hits_s=options.hits_s or reading.facts.hits_s,
        feel=reading.facts.shape.feel,
        key_change=0
        if _has_stated_key(options, reading)
        else _key_change(reading.facts.shape, mixed, _rng(request, "key change")),
        valence=mood["valence"],
        energy=mood["energy"],
        tension=mood["tension"],
        complexity=mood["complexity"],
        sheet=bare(reading.sheet),
    )
    conditioning = _with_curve(conditioning, options, reading.facts.shape)
    differs = ""
    if reading.facts.shape.has_layers:
        differs = f"intensity {NAMES[request.variation % len(NAMES)]}"
    elif request.variation:
        conditioning, differs = spread(conditioning, request, reading, mixed, styles)
    return Understanding(conditioning, tuple(notices), reading, differs)


def check_request(request: Request) -> None:
    """Raise `InputError` when there is nothing to go by, or something impossible was set."""
    options = request.options
    is_silent = not (request.prompt.strip() or request.lyrics.strip() or request.melody or request.song)
    if is_silent and options == GenerationOptions():
        raise InputError("There is nothing to go by yet; describe the music in a few words or choose a style.")
    if options.duration_s is not None:
        check_duration(options.duration_s)
    if options.bpm is not None:
        check_bpm(options.bpm)
    if options.meter is not None and not is_playable(options.meter):
        raise InputError(
            f"A metre of {options.meter[0]}/{options.meter[1]} cannot be played; choose 2 to 12 beats "
            f"of /2, /4, /8 or /16."
        )
    for name in DIMENSIONS:
        value = getattr(options, name)
        if value is not None and not 0.0 <= value <= 1.0:
            raise InputError(f"The {name} must lie between 0 and 1.")


def _rng(request: Request, label: str) -> np.random.Generator:
    """Numbers for one decision: moving a slider that decides another changes nothing here."""
    return np.random.default_rng(derive_seed(request.seed, "conditioning", label, request.prompt))


def _mood(options: GenerationOptions, reading: Reading, mixed: StyleBlend) -> dict[str, float]:
    """The style's own mood, moved towards the prompt's as far as that is sure, and set where a slider was moved."""
    sure = reading.mood.confidence if reading.facts.text else 0.0
    mood: dict[str, float] = {}
    for name in DIMENSIONS:
        weight = sure * (0.9 if name == "energy" and sure >= 1.0 else 0.65)
        heard = (1 - weight) * getattr(mixed.mood, name) + weight * getattr(reading.mood, name)
        asked = getattr(options, name)
        mood[name] = round(float(heard if asked is None else asked), 3)
    return mood


def _bpm(
    options: GenerationOptions, reading: Reading, mixed: StyleBlend, energy: float, rng: np.random.Generator
) -> float:
    stated = options.bpm or reading.facts.bpm
    if stated:
        return float(stated)
    slowest, usual, fastest = mixed.bpm
    if reading.facts.pace is not None:
        pace = reading.facts.pace
        found = float(round(slowest + pace * (fastest - slowest) + rng.uniform(-1, 1)))
        if reading.names_style or options.styles:
            return found
        if 0.2 < pace < 0.8:
            return min(max(found, _SLOW_BPM), _FAST_BPM)
        return min(found, _SLOW_BPM) if pace <= 0.2 else max(found, _FAST_BPM) if pace >= 0.8 else found
    lift = float(np.clip((energy - mixed.mood.energy) * 1.6 + rng.normal(0, _TEMPO_SPREAD), -0.9, 0.9))
    return float(round(usual + (lift * (fastest - usual) if lift > 0 else lift * (usual - slowest))))


def _key(
    options: GenerationOptions, reading: Reading, mixed: StyleBlend, valence: float, rng: np.random.Generator
) -> Key:
    stated = options.key or reading.facts.key
    if stated:
        return stated
    modes = mixed.modes
    brightness = {"major": 1.0, "lydian": 1.0, "mixolydian": 0.4, "dorian": -0.4, "minor": -1.0, "phrygian": -1.3}
    weights = np.array(
        [weight * np.exp(5.0 * brightness.get(mode, 0.0) * (valence - 0.5)) for mode, weight in modes.items()]
    )
    drawn = str(rng.choice(list(modes), p=weights / weights.sum()))
    mode = reading.facts.mode or drawn
    usual = _MINOR_TONICS if is_minor(Key(0, mode)) else _MAJOR_TONICS
    return Key(int(rng.choice(12, p=np.array(usual) / sum(usual))), mode)


def _meter(options: GenerationOptions, reading: Reading, mixed: StyleBlend) -> tuple[int, int]:
    if options.meter or reading.facts.meter:
        return options.meter or reading.facts.meter or (4, 4)
    beats, _, unit = mixed.meters[0].partition("/") if mixed.meters else ("4", "/", "4")
    return int(beats), int(unit)


def _duration(options: GenerationOptions, reading: Reading, bpm: float, meter: tuple[int, int]) -> float | None:
    facts = reading.facts
    bar_s = meter[0] * 240.0 / meter[1] / bpm
    bars = facts.bars or (_LOOP_BARS if (options.is_loop or facts.shape.is_loop) else None)
    length_s = options.duration_s or facts.duration_s or (bars * bar_s if bars else None)
    if length_s is None:
        return STINGER_S if facts.shape.is_stinger else None
    if length_s > MAX_LENGTH_S:
        raise InputError("That is longer than 30 minutes, the longest piece that can be made at once.")
    check_duration(length_s)
    return float(length_s)


def _form(options: GenerationOptions, shape: Shape, mixed: StyleBlend, rng: np.random.Generator) -> tuple[str, ...]:
    """The sections asked for; empty where the style's form is to decide."""
    if options.form or shape.kinds:
        return options.form or shape.kinds
    if not shape.without:
        return ()
    kinds = [kind for kind, _ in mixed.main.form_kinds(int(rng.integers(8)))]
    return tuple(kind for kind in kinds if kind not in shape.without)


def _key_change(shape: Shape, mixed: StyleBlend, rng: np.random.Generator) -> int:
    """Semitones by which the last chorus is lifted: as asked, and now and then where the style is known for it."""
    is_suited = mixed.main.family in ("pop", "rock", "soul", "country", "gospel") and rng.random() < 0.12
    return int(rng.choice([1, 2])) if shape.changes_key or is_suited else 0


def _has_stated_key(options: GenerationOptions, reading: Reading) -> bool:
    """A key that was asked for is kept to the end; only words change it."""
    return bool(options.key or reading.facts.key) and not reading.facts.shape.changes_key


def _with_curve(conditioning: Conditioning, options: GenerationOptions, shape: Shape) -> Conditioning:
    """The energy curve drawn by hand, or the arc that the prompt tells, laid over the length."""
    from msgspec.structs import replace

    if options.energy_curve:
        curve = tuple(sorted(options.energy_curve))
        length_s = conditioning.duration_s or max(curve[-1][0], _MIN_CURVE_S)
        return replace(conditioning, energy_curve=curve, duration_s=length_s)
    if not shape.arc or (conditioning.has_vocals and conditioning.duration_s is None):
        return conditioning  # words decide how long a song is, and its choruses how it rises
    length_s = conditioning.duration_s or _USUAL_LENGTH_S
    curve = tuple((round(share * length_s, 3), level) for share, level in shape.arc)
    return replace(conditioning, energy_curve=curve, duration_s=length_s)
