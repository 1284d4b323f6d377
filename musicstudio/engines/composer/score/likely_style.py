# SPDX-License-Identifier: GPL-3.0-or-later
"""The style that music from elsewhere is most like, by its instruments, tempo, metre and mode: a guess."""

from functools import lru_cache
from math import log2

from musicstudio.engines.composer.styles import Style, load_styles
from musicstudio.project.model import Project

PLAIN_STYLE = "pop"
_INSTRUMENTS, _ROLES, _TEMPO, _METRE, _MODE = 3.0, 0.5, 0.8, 0.6, 0.4
_CLEARLY = 0.5
_MINOR_MODES = ("minor", "dorian", "phrygian")


def likely_style(song: Project) -> str:
    """The name of a style; `PLAIN_STYLE` where nothing says more, or not clearly."""
    played = tuple((track.instrument, track.role) for track in song.tracks if track.instrument)
    meter = song.tempo_map.meter_at(0)
    return _likely(played, song.tempo_map.bpm_at(0), f"{meter.numerator}/{meter.denominator}", song.key.mode)


@lru_cache(maxsize=16)
def _likely(played: tuple[tuple[str, str], ...], bpm: float, meter: str, mode: str) -> str:
    styles = load_styles().styles
    if not styles:
        return PLAIN_STYLE
    scores = {name: _score(style, played, bpm, meter, mode) for name, style in styles.items()}
    best = max(scores, key=lambda name: scores[name])
    if PLAIN_STYLE not in styles or meter not in styles[PLAIN_STYLE].meters:
        return best
    return best if played and scores[best] > scores[PLAIN_STYLE] + _CLEARLY else PLAIN_STYLE


def _score(style: Style, played: tuple[tuple[str, str], ...], bpm: float, meter: str, mode: str) -> float:
    known = {name for part in style.part for name in part.instruments}
    roles = {part.role for part in style.part}
    count = max(1, len(played))
    score = _INSTRUMENTS * sum(instrument in known for instrument, _ in played) / count
    score += _ROLES * sum(role in roles for _, role in played) / count
    score -= _TEMPO * min(1.0, abs(log2(bpm / style.usual_bpm)))
    score += _METRE * (meter in style.meters)
    wanted = _MINOR_MODES if mode in _MINOR_MODES else tuple(set(style.modes) - set(_MINOR_MODES))
    total = sum(style.modes.values()) or 1.0
    return score + _MODE * sum(share for name, share in style.modes.items() if name in wanted) / total
