# SPDX-License-Identifier: GPL-3.0-or-later
"""A point between styles: numbers are weighted means; what cannot be mixed is drawn, or the heaviest style's."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from msgspec import Struct

from musicstudio.core.errors import EngineError

from .style import Harmony, Melody, Mix, Mood, SongShape, Style

FALLBACK_STYLE = "pop"
_COLORS = ("power", "triads", "sevenths", "ninths")


class StyleBlend(Struct, frozen=True):
    """Styles with weights that sum to 1, heaviest first. asked_swing: in place of the styles' own."""

    styles: tuple[tuple[Style, float], ...]
    asked_swing: float | None = None

    @property
    def main(self) -> Style:
        """The heaviest style: it gives metre, groove, form and ending."""
        return self.styles[0][0]

    @property
    def mood(self) -> Mood:
        """The blended centre on the map."""
        return Mood(
            energy=self.mean(lambda s: s.mood.energy),
            valence=self.mean(lambda s: s.mood.valence),
            tension=self.mean(lambda s: s.mood.tension),
            complexity=self.mean(lambda s: s.mood.complexity),
            acousticness=self.mean(lambda s: s.mood.acousticness),
        )

    @property
    def bpm(self) -> tuple[float, float, float]:
        """(slowest, usual, fastest) quarter notes a minute."""
        return self.mean(lambda s: s.bpm[0]), self.mean(lambda s: s.usual_bpm), self.mean(lambda s: s.bpm[1])

    @property
    def modes(self) -> dict[str, float]:
        """Weights by mode, summing to 1."""
        weights: dict[str, float] = {}
        for style, share in self.styles:
            total = sum(style.modes.values())
            for mode, weight in style.modes.items():
                weights[mode] = weights.get(mode, 0.0) + share * weight / total
        return weights

    @property
    def meters(self) -> tuple[str, ...]:
        """The heaviest style's metres, usual first."""
        return self.main.meters

    @property
    def swing(self) -> float:
        """0 straight to 1 triplets."""
        return self.mean(lambda s: s.swing) if self.asked_swing is None else self.asked_swing

    @property
    def swing_unit(self) -> str:
        """Which notes swing: those of the style that swings most."""
        if self.asked_swing:
            return "eighth"
        return max(self.styles, key=lambda pair: pair[0].swing * pair[1])[0].swing_unit

    @property
    def harmony(self) -> Harmony:
        """Chords come from the most coloured style that has at least a quarter of the weight."""
        eligible = [style for style, weight in self.styles if weight >= 0.25] or [self.main]
        return max(eligible, key=lambda s: _COLORS.index(s.harmony.colour)).harmony

    @property
    def melody(self) -> Melody:
        """The heaviest style's melody."""
        return self.main.melody

    @property
    def song(self) -> SongShape:
        """The heaviest style's forms, fills and ending."""
        return self.main.song

    @property
    def mix(self) -> Mix:
        """The heaviest style's room, with side-chain, reverb time and the master's tone blended."""
        mix = self.main.mix
        curves = [(style.mix.curve, weight) for style, weight in self.styles if style.mix.curve]
        shares = np.array([weight for _, weight in curves])
        curve = shares @ np.array([curve for curve, _ in curves]) / shares.sum() if mix.curve else np.zeros(0)
        return Mix(
            reverb_s=self.mean(lambda s: s.mix.reverb_s),
            reverb_db=mix.reverb_db,
            delay_beats=mix.delay_beats,
            delay_db=mix.delay_db,
            sidechain=self.mean(lambda s: s.mix.sidechain),
            curve=tuple(curve.round(2).tolist()),
            glue=self.mean(lambda s: s.mix.glue),
            sides_db=self.mean(lambda s: s.mix.sides_db),
            strips=mix.strips,
        )

    def mean(self, value: Callable[[Style], float]) -> float:
        """Weighted mean of a number of the styles."""
        return float(sum(value(style) * weight for style, weight in self.styles))

    def draw(self, rng: np.random.Generator) -> Style:
        """One of the styles, by weight."""
        weights = np.array([weight for _, weight in self.styles])
        return self.styles[int(rng.choice(len(weights), p=weights / weights.sum()))][0]

    def style_named(self, name: str) -> Style | None:
        """A style of the blend by name."""
        return next((style for style, _ in self.styles if style.name == name), None)


def blend(library: Mapping[str, Style], weights: Iterable[tuple[str, float]]) -> StyleBlend:
    """Blend styles by name; unknown names and weights of 0 or less are left out; none left gives `FALLBACK_STYLE`."""
    if not library:
        raise EngineError("No style could be read; the studio's resources folder is missing or damaged.")
    known = [(library[name], float(weight)) for name, weight in weights if name in library and weight > 0]
    chosen = known or [(library.get(FALLBACK_STYLE) or next(iter(library.values())), 1.0)]
    total = sum(weight for _, weight in chosen)
    ranked = sorted(chosen, key=lambda pair: (-pair[1], pair[0].name))
    return StyleBlend(tuple((style, weight / total) for style, weight in ranked))
