# SPDX-License-Identifier: GPL-3.0-or-later
"""The balance of a band: faders set so that each part sits where its job puts it, and every song is about as loud.

Levels are told from the notes (`loudness`); what a style wishes of a part (``gain_db``) comes on top.
"""

import numpy as np
from msgspec.structs import replace

from ..plan import PartPlan, PartScore, SongPlan
from ..styles import PartStyle
from .loudness import estimated_lufs
from .registry import player_name

MIX_LUFS = -27.0
"""Loudness of the fullest section before the master; leaves the peaks of every style below -6 dBFS."""
VOCALS_LUFS = MIX_LUFS - 1.5
"""Where a singer's level belongs, in front of that band."""
_BY_PLAYER = {
    "timpani": -13.0, "power": -9.5, "divisi": -10.5, "ostinato": -11.5, "stabs": -10.0, "riff": -11.0,
    "counter": -11.5, "double": -12.0, "sparkle": -16.0, "riser": -15.0, "texture": -17.0, "arp": -13.0, "pick": -11.0,
}  # fmt: skip
_BY_ROLE = {
    "drums": -4.5, "percussion": -13.0, "bass": -7.0, "lead": -6.0, "keys": -10.5, "guitar": -10.5, "pad": -13.5,
    "strings": -12.0, "brass": -11.0, "woodwind": -11.5, "synth": -11.0, "choir": -13.0, "backing": -13.5,
    "vocals": -5.0,
}  # fmt: skip
_ROLE_DECIDES = frozenset({"lead", "bass", "choir", "backing"})
_OTHER = -12.0
_DB_PER_ENERGY = 8.0
_FADER_RANGE_DB = (-24.0, 12.0)


def balance_scores(
    plan: SongPlan, scores: tuple[PartScore, ...], specs: tuple[PartStyle, ...]
) -> tuple[PartScore, ...]:
    """The scores with the faders of their strips set."""
    levels = [_loudest(plan, score) for score in scores]
    targets = [target_db(score.part, spec) for score, spec in zip(scores, specs, strict=True)]
    offset = MIX_LUFS - _sum_in_fullest(plan, scores, targets)
    return tuple(
        _with_fader(score, offset + target - level)
        for score, target, level in zip(scores, targets, levels, strict=True)
    )


def balance_part(plan: SongPlan, score: PartScore, spec: PartStyle) -> PartScore:
    """A part that joins a song that is balanced already."""
    return _with_fader(score, MIX_LUFS + target_db(score.part, spec) - _loudest(plan, score))


def target_db(part: PartPlan, spec: PartStyle) -> float:
    """Where a part sits below the mix, in dB."""
    by_role = _BY_ROLE.get(part.role, _OTHER)
    level = by_role if part.role in _ROLE_DECIDES else _BY_PLAYER.get(player_name(part.player), by_role)
    return level + spec.gain_db


def _loudest(plan: SongPlan, score: PartScore) -> float:
    """Estimated loudness of the part at the song's full energy.

    The section decides in which it is loudest for the energy it has, so that long notes of a quiet verse do not drown
    the short ones of a chorus.
    """
    highest = max(section.section.energy for section in plan.sections)
    levels = [
        estimated_lufs(score.part.instrument, cell, plan.tempo_map.bpm_at(section.section.start_ticks))
        + _DB_PER_ENERGY * (highest - section.section.energy)
        for cell, section in zip(score.cells, plan.sections, strict=True)
        if cell
    ]
    return max(levels, default=MIX_LUFS + _OTHER)


def _sum_in_fullest(plan: SongPlan, scores: tuple[PartScore, ...], targets: list[float]) -> float:
    """Level of all wishes together in the section with most players, in dB."""
    counts = [sum(bool(score.cells[i]) for score in scores) for i in range(len(plan.sections))]
    fullest = int(np.argmax(counts))
    powers = [10 ** (target / 10) for score, target in zip(scores, targets, strict=True) if score.cells[fullest]]
    return 10 * float(np.log10(max(sum(powers), 1e-6)))


def _with_fader(score: PartScore, gain_db: float) -> PartScore:
    low, high = _FADER_RANGE_DB
    strip = replace(score.part.strip, gain_db=round(min(max(gain_db, low), high), 1))
    return replace(score, part=replace(score.part, strip=strip))
