# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing one theme: chords from the style or the learned model, melody from the learned model or by rule."""

import numpy as np
from msgspec import Struct

from musicstudio.core.errors import StudioError
from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.meter import grid_of
from musicstudio.engines.composer.plan import Conditioning
from musicstudio.engines.composer.styles import StyleBlend
from musicstudio.project.model import Chord, Key, Note

from ..melody_model.api import Cadence
from .colors import colored
from .learned import LearnedRequest, is_learned, write_both, write_melody
from .progressions import Numerals, draw_progression, lay_chords
from .pushes import pushed
from .rules import MelodyRequest, write_melody_by_rule
from .theme import Theme

MAX_THEME_BARS = 16
_LIFT = {"chorus": 0.85, "drop": 0.85, "prechorus": 0.6, "bridge": 0.55, "solo": 0.8, "verse": 0.3, "other": 0.5}
_DENSITY = {"chorus": 0.05, "drop": 0.05, "verse": 0.0, "bridge": -0.12, "solo": 0.25, "prechorus": 0.05}
_LEARNED_CHORDS = frozenset(
    {"folk", "jazz", "celtic", "waltz", "classical", "standard", "country", "carol", "march", "air", "jig", "reel"}
)
"""Lead-sheet styles whose harmony the model learned at first hand; the others live on their own loops."""
_LEARNED_SHARE = 0.65
_LOOPING = frozenset({"electronic", "hip hop", "african", "caribbean"})


class ThemeRequest(Struct, frozen=True):
    """A theme wanted: what kind of section it is for, how long, in which key and how strong. taken: progressions in
    use."""

    kind: str
    bars: int
    key: Key
    energy: float
    cadence: Cadence
    taken: tuple[Numerals, ...] = ()
    difference: float = 0.5


def write_theme(
    request: ThemeRequest, conditioning: Conditioning, mixed: StyleBlend, seed: int
) -> tuple[Theme, Numerals]:
    """A theme, and the progression it stands on (empty when the model wrote the chords)."""
    rng = np.random.default_rng(derive_seed(seed, "theme", request.kind))
    lead = learned_request(request, conditioning, mixed, derive_seed(seed, "lead", request.kind))
    bar_ticks = grid_of(*conditioning.meter).bar_ticks
    if is_learned() and mixed.harmony.lead_sheet in _LEARNED_CHORDS and rng.random() < _LEARNED_SHARE:
        chords, melody = write_both(lead)
        return Theme(
            request.key, request.bars, bar_ticks, chords, _pushed(melody, request, conditioning, mixed, seed)
        ), ()
    numerals = draw_progression(mixed, request.key, rng, request.taken)
    ending = {"full": "full", "half": "half"}.get(request.cadence, "")
    chords = lay_chords(numerals, request.key, request.bars, bar_ticks, mixed.harmony.chords_per_bar, ending)
    chords = colored(chords, request.key, bar_ticks, _color(conditioning, mixed), rng)
    return Theme(
        request.key, request.bars, bar_ticks, chords, melody_over(chords, request, conditioning, mixed, seed)
    ), numerals


def melody_over(
    chords: tuple[Chord, ...], request: ThemeRequest, conditioning: Conditioning, mixed: StyleBlend, seed: int
) -> tuple[Note, ...]:
    """A melody over chords: learned where possible, else by rule."""
    if is_learned():
        try:
            learned = learned_request(request, conditioning, mixed, derive_seed(seed, "lead", request.kind))
            return _pushed(write_melody(learned, chords), request, conditioning, mixed, seed)
        except StudioError:
            pass  # a metre or chord the model never learned; the rules know them all
    rng = np.random.default_rng(derive_seed(seed, "tune", request.kind))
    return write_melody_by_rule(_melody_request(request, conditioning, mixed), chords, rng)


def _pushed(
    melody: tuple[Note, ...], request: ThemeRequest, conditioning: Conditioning, mixed: StyleBlend, seed: int
) -> tuple[Note, ...]:
    """What the model wrote, syncopated as the style is: it learned from folk tunes and standards."""
    rng = np.random.default_rng(derive_seed(seed, "pushes", request.kind))
    return pushed(melody, grid_of(*conditioning.meter), mixed.melody.syncopation, rng)


def _color(conditioning: Conditioning, mixed: StyleBlend) -> float:
    """How often a chord of a loop is coloured: by the wish for complexity; loops of the dance floor hardly."""
    return 0.75 * max(0.0, conditioning.complexity - 0.1) * (0.35 if mixed.main.family in _LOOPING else 1.0)


def learned_request(request: ThemeRequest, conditioning: Conditioning, mixed: StyleBlend, seed: int) -> LearnedRequest:
    """The same wish in the learned model's words."""
    return LearnedRequest(
        request.key, conditioning.meter, request.bars, mixed.harmony.lead_sheet, request.kind, request.energy,
        _density(request, conditioning, mixed), _register(mixed), request.cadence, seed, request.difference,
    )  # fmt: skip


def _melody_request(request: ThemeRequest, conditioning: Conditioning, mixed: StyleBlend) -> MelodyRequest:
    return MelodyRequest(
        request.key, grid_of(*conditioning.meter), request.bars, _register(mixed),
        _density(request, conditioning, mixed), mixed.melody.syncopation, mixed.melody.leaps,
        _LIFT.get(request.kind, 0.5),
    )  # fmt: skip


def _density(request: ThemeRequest, conditioning: Conditioning, mixed: StyleBlend) -> float:
    asked = (
        mixed.melody.density + _DENSITY.get(request.kind, 0.0) + 0.3 * (conditioning.complexity - mixed.mood.complexity)
    )
    return float(np.clip(asked, 0.05, 0.95))


def _register(mixed: StyleBlend) -> tuple[int, int]:
    low, high = mixed.melody.register
    return low, max(high, low + 12)
