# SPDX-License-Identifier: GPL-3.0-or-later
"""A pitch track cut into notes: at silences and onsets, and where the pitch moves on to another step.

Inside a sounding piece the pitch is followed by the best path through steady pitches (Viterbi). Straying from a pitch
costs its square up to a semitone, moving on costs as much as `MOVE_COST` frames a semitone off: half a semitone of
vibrato or drift is cheaper to bear than to follow, a semitone held for a sixteenth note is not.
"""

import itertools

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ..features import Floats
from .onsets import find_onsets, runs
from .pitch import STEP_S, PitchTrack

GRID = 0.2
MOVE_COST = 5.0
SAME_NOTE = 0.62
FAINTEST_BELOW_DB = 36.0
_GAP_S, _SHORTEST_S = 0.03, 0.055
_EDGE_S = 0.025
_WAVES_HZ = np.arange(4.5, 7.6, 0.25)
_WAVE, _WAVE_DRIFT, _WAVE_MISS, _WAVE_REACH_S = 0.65, 0.7, 0.2, 0.25
_SLIDE_S = 0.08
_ATTACK_S, _ROUGH = 0.1, 0.9
_SCOOP, _SCOOP_S, _STANDS, _STANDS_S = 1.6, 0.16, 0.12, 0.055


class Stretch(Struct, frozen=True):
    """A note before it has a name: frames [first, last), its pitch with fractions, how far its pitch strays from there
    (semitones), how periodic it sounds (0 to 1) and its level in dB. is_struck: it begins with an onset of its own.
    """

    first: int
    last: int
    pitch: float
    spread: float
    strength: float
    level_db: float
    is_struck: bool

    @property
    def length_s(self) -> float:
        """How long it sounds."""
        return (self.last - self.first) * STEP_S


def find_stretches(track: PitchTrack) -> list[Stretch]:
    """The notes of a track in order."""
    found: list[Stretch] = []
    for first, last, is_struck in _pieces(track):
        pitch = track.pitch[first:last]
        cuts = _without_short(_steps(pitch), pitch)
        if is_struck and len(cuts) > 1 and _is_scoop(pitch, *cuts[:2]):
            cuts[:2] = [(cuts[0][0], cuts[1][1])]
        for index, (start, end) in enumerate(cuts):
            found.append(_stretch(track, first + start, first + end, is_struck and index == 0))
    return _without_crumbs(found)


def _pieces(track: PitchTrack) -> list[tuple[int, int, bool]]:
    """Sounding runs, cut where a note is struck anew."""
    level = track.level_db
    is_sounding = track.is_voiced & (level > np.percentile(level, 95) - FAINTEST_BELOW_DB)
    onsets = find_onsets(track)
    pieces = []
    for first, last in runs(_closed(is_sounding, round(_GAP_S / STEP_S))):
        inside = [int(onset) for onset in onsets if first < onset < last]
        bounds = [first, *inside, last]
        for index, (start, end) in enumerate(itertools.pairwise(bounds)):
            struck = index > 0 or bool(np.any(np.abs(onsets - start) * STEP_S < 0.06))
            pieces.append((start, end, struck))
    return [piece for piece in pieces if np.isfinite(track.pitch[piece[0] : piece[1]]).sum() >= 3]


def _closed(mask: Floats, gap: int) -> Floats:
    """With gaps of up to so many frames filled."""
    closed = mask.copy()
    for first, last in runs(~mask):
        if last - first <= gap and first > 0 and last < len(mask):
            closed[first:last] = True
    return closed


def _steps(pitch: Floats) -> list[tuple[int, int]]:
    """Where a piece's pitch stands still: (first, after last) in its frames."""
    known = np.isfinite(pitch)
    filled = np.interp(np.arange(len(pitch)), np.flatnonzero(known), pitch[known])
    grid = np.arange(filled.min() - GRID, filled.max() + 2 * GRID, GRID)
    strays = np.minimum((filled[:, None] - grid) ** 2, 1.0)
    cost, back = strays[0].copy(), np.zeros(strays.shape, dtype=np.int32)
    here = np.arange(len(grid))
    for frame in range(1, len(filled)):
        best = int(np.argmin(cost))
        moves = cost[best] + MOVE_COST < cost
        back[frame] = np.where(moves, best, here)
        cost = np.where(moves, cost[best] + MOVE_COST, cost) + strays[frame]
    path = np.empty(len(filled), dtype=int)
    path[-1] = int(np.argmin(cost))
    for frame in range(len(filled) - 1, 0, -1):
        path[frame - 1] = back[frame, path[frame]]
    edges = [0, *(np.flatnonzero(np.diff(path)) + 1), len(path)]
    return [(int(a), int(b)) for a, b in itertools.pairwise(edges)]


def _without_short(cuts: list[tuple[int, int]], pitch: Floats) -> list[tuple[int, int]]:
    """Neighbors within `SAME_NOTE` are one note; one too short to be a note joins the neighbor nearest in pitch."""
    cuts = list(cuts)
    while len(cuts) > 1:
        middles = [_middle(pitch[a:b]) for a, b in cuts]
        leaps = np.abs(np.diff(middles))
        short = [i for i, (a, b) in enumerate(cuts) if (b - a) * STEP_S < _SHORTEST_S]
        if short:
            at = min(short, key=lambda i: cuts[i][1] - cuts[i][0])
            left = leaps[at - 1] if at > 0 else np.inf
            right = leaps[at] if at < len(leaps) else np.inf
            join = at - 1 if left <= right else at
        else:
            one = [i for i in np.argsort(leaps) if leaps[i] < SAME_NOTE or _swings(pitch, cuts[i], cuts[i + 1])]
            if not one:
                break
            join = int(one[0])
        cuts[join : join + 2] = [(cuts[join][0], cuts[join + 1][1])]
    return cuts


def _swings(pitch: Floats, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether two neighbors are one note with vibrato, which may begin with a scoop."""
    slide = round(_SLIDE_S / STEP_S)
    return _is_vibrato(pitch, before, after) or (
        before[0] == 0 and before[1] > 2 * slide and _is_vibrato(pitch, (slide, before[1]), after)
    )


def _is_vibrato(pitch: Floats, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether two neighbors are one note that swings: near their border a slow line and a wave explain both."""
    reach = round(_WAVE_REACH_S / STEP_S)
    first, last = max(before[0], before[1] - reach), min(after[1], before[1] + reach)
    heard = pitch[first:last]
    known = np.flatnonzero(np.isfinite(heard))
    time = known * STEP_S
    best, wave = np.inf, 0.0
    for hertz in _WAVES_HZ:
        turn = 2 * np.pi * hertz * time
        terms = np.stack([np.ones(len(time)), time, np.sin(turn), np.cos(turn)], axis=1)
        shares, *_ = np.linalg.lstsq(terms, heard[known], rcond=None)
        misses = np.abs(heard[known] - terms @ shares)
        is_before = known < before[1] - first
        miss = max(float(misses[is_before].mean()), float(misses[~is_before].mean()))
        size = float(np.hypot(shares[2], shares[3]))
        if size < _WAVE and abs(float(shares[1])) * len(time) * STEP_S < _WAVE_DRIFT and miss < best:
            best, wave = miss, size
    return best < _WAVE_MISS and wave > 0


def _is_scoop(pitch: Floats, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether a note's first part only slides up to its second, standing nowhere."""
    slide = pitch[slice(*first)]
    leap = _middle(pitch[slice(*second)]) - _middle(slide)
    if not (0 < leap < _SCOOP and (first[1] - first[0]) * STEP_S < _SCOOP_S):
        return False
    stands = max(int(np.sum(np.abs(slide - middle) <= _STANDS)) for middle in slide[np.isfinite(slide)])
    return stands * STEP_S < _STANDS_S


def _middle(pitch: Floats) -> float:
    """Where a note's pitch lies: the median of its heart, without the slides at its ends."""
    known = pitch[np.isfinite(pitch)]
    edge = min(round(_EDGE_S / STEP_S), max(0, (len(known) - 5) // 2))
    heart = known[edge : len(known) - edge]
    return float(np.median(heart)) if len(heart) else float("nan")


def _stretch(track: PitchTrack, first: int, last: int, is_struck: bool) -> Stretch:
    pitch = track.pitch[first:last]
    middle = _middle(pitch)
    strays = np.abs(pitch[np.isfinite(pitch)] - middle)
    return Stretch(
        first,
        last,
        middle,
        float(np.median(strays)),
        float(np.median(track.strength[first:last])),
        float(np.percentile(track.level_db[first:last], 80)),
        is_struck,
    )


def _without_crumbs(found: list[Stretch]) -> list[Stretch]:
    """Without the consonant that a note after a rest begins with, and without what is too short to be a note."""
    kept = []
    for index, note in enumerate(found):
        after = found[index + 1] if index + 1 < len(found) else None
        is_lead_in = (
            after is not None
            and after.is_struck
            and after.first - note.last <= 2
            and note.length_s < 0.09
            and note.level_db < after.level_db - 4.0
        )
        if note.length_s >= _SHORTEST_S and not is_lead_in and np.isfinite(note.pitch):
            kept.append(note)
    return kept


def join_same(found: list[Stretch]) -> list[Stretch]:
    """Neighbors that touch, lie within `SAME_NOTE` and were not struck apart as one note; so is a rough attack that
    sounds an octave off."""
    joined: list[Stretch] = []
    for note in found:
        last = joined[-1] if joined else None
        touches = last is not None and not note.is_struck and note.first <= last.last
        if last and touches and (abs(note.pitch - last.pitch) < SAME_NOTE or _is_attack(last, note)):
            longer = max(last, note, key=lambda each: each.length_s)
            joined[-1] = replace(longer, first=last.first, last=note.last, is_struck=last.is_struck)
        else:
            joined.append(note)
    return joined


def _is_attack(note: Stretch, after: Stretch) -> bool:
    is_octave = abs(abs(note.pitch - after.pitch) - 12) < SAME_NOTE
    return is_octave and note.length_s < _ATTACK_S and note.strength < _ROUGH
