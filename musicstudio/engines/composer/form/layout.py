# SPDX-License-Identifier: GPL-3.0-or-later
"""Which sections in which order and of how many bars, for any number of bars from 1 up."""

from itertools import pairwise

import numpy as np
from msgspec import Struct

from musicstudio.engines.composer.styles import StyleBlend


class Block(Struct, frozen=True):
    """A section to be: its kind and its bars."""

    kind: str
    bars: int


_USUAL_BARS = {"intro": 4, "outro": 4, "break": 4, "build": 4, "prechorus": 4, "bridge": 8, "solo": 8, "other": 8}
_DROPPED_FIRST = ("solo", "bridge", "break", "prechorus", "build", "verse", "other", "chorus", "drop", "outro", "intro")
_SHORT = ("intro", "outro", "break", "build", "prechorus")
_LOOP_SECTION_BARS = 8
_ENERGETIC = ("chorus", "drop")
MAX_INTRO_S, SHORT_SONG_S = 9.6, 95.0


def lay_out(kinds: tuple[str, ...], bars: int | None, mixed: StyleBlend, rng: np.random.Generator) -> tuple[Block, ...]:
    """The blocks of a song: the kinds asked for, or one of the style's forms, fitted to a number of bars if one is
    given."""
    template = tuple(Block(kind, _usual_bars(kind, mixed)) for kind in kinds) or _draw_form(mixed, rng)
    if bars is None:
        return template
    if kinds:
        return allot(list(template), bars)
    return fit_blocks(template, bars)


def fit_blocks(template: tuple[Block, ...], bars: int) -> tuple[Block, ...]:
    """The template drawn out or cut down to exactly ``bars`` bars: sections are dropped or repeated before they are
    bent."""
    climax = climax_of(template)
    if bars <= 5:
        return (Block(climax, bars),)
    if bars <= 13:
        intro = 2 if bars < 10 else 4
        return (Block("intro", intro), Block(climax, bars - intro))
    blocks = list(template)
    while _total(blocks) > bars * 1.15 and len(blocks) > 3:
        blocks = _without_one(blocks)
    while _total(blocks) < bars * 0.8:
        blocks = _with_more(blocks, climax)
    return allot(blocks, bars)


def with_short_intro(blocks: tuple[Block, ...], bar_s: float) -> tuple[Block, ...]:
    """The blocks with an intro of at most `MAX_INTRO_S` where the song is short; the next section gets its bars."""
    most = int(MAX_INTRO_S / bar_s)
    most -= most % 2 if most > 1 else 0
    is_short = _total(list(blocks)) * bar_s < SHORT_SONG_S
    if len(blocks) < 2 or blocks[0].kind != "intro" or not is_short or blocks[0].bars <= max(1, most):
        return blocks
    intro = Block("intro", max(1, most))
    following = Block(blocks[1].kind, blocks[1].bars + blocks[0].bars - intro.bars)
    return (intro, following, *blocks[2:])


def loop_blocks(bars: int, mixed: StyleBlend) -> tuple[Block, ...]:
    """Sections of a loop: no beginning and no end, only a climax and, in long ones, what it stands out from."""
    template = tuple(Block(kind, size) for kind, size in mixed.main.form_kinds(0))
    climax = climax_of(template)
    if bars <= _LOOP_SECTION_BARS * 3 // 2:
        return (Block(climax, bars),)
    pieces = -(-bars // _LOOP_SECTION_BARS)
    cuts = [round(index * bars / pieces) for index in range(pieces + 1)]
    other = "break" if climax == "drop" else "verse"
    kinds = [climax if (pieces - index) % 2 else other for index in range(pieces)]
    return tuple(Block(kind, end - start) for kind, (start, end) in zip(kinds, pairwise(cuts), strict=True))


def climax_of(template: tuple[Block, ...]) -> str:
    """The kind that a short piece is made of: chorus or drop, or in forms without one (a jazz standard) the
    commonest kind."""
    kinds = [block.kind for block in template]
    return next((kind for kind in kinds if kind in _ENERGETIC), max(kinds, key=lambda kind: (kinds.count(kind), kind)))


def _draw_form(mixed: StyleBlend, rng: np.random.Generator) -> tuple[Block, ...]:
    index = int(rng.integers(len(mixed.main.song.forms)))
    return tuple(Block(kind, bars) for kind, bars in mixed.main.form_kinds(index))


def _usual_bars(kind: str, mixed: StyleBlend) -> int:
    found = [
        bars
        for index in range(len(mixed.main.song.forms))
        for name, bars in mixed.main.form_kinds(index)
        if name == kind
    ]
    return found[0] if found else _USUAL_BARS.get(kind, 8)


def _total(blocks: list[Block]) -> int:
    return sum(block.bars for block in blocks)


def _without_one(blocks: list[Block]) -> list[Block]:
    """Drop the least needed section: one of a kind that is there more often first, never the last climax."""
    kinds = [block.kind for block in blocks]
    for kind in _DROPPED_FIRST:
        places = [index for index, name in enumerate(kinds) if name == kind]
        is_spare = len(places) > 1 or (kind not in _ENERGETIC and kind not in ("verse", "outro"))
        if places and is_spare:
            return blocks[: places[0]] + blocks[places[0] + 1 :]
    return blocks[1:]


def _with_more(blocks: list[Block], climax: str) -> list[Block]:
    """Another verse (or break) and climax before the last climax."""
    place = max((i for i, block in enumerate(blocks) if block.kind == climax), default=len(blocks) - 1)
    before = "break" if climax == "drop" else "verse"
    added = [Block(before, _bars_of(blocks, before)), Block(climax, _bars_of(blocks, climax))]
    return [*blocks[:place], *(added if climax != before else added[:1]), *blocks[place:]]


def _bars_of(blocks: list[Block], kind: str) -> int:
    return next((block.bars for block in blocks if block.kind == kind), 8)


def allot(blocks: list[Block], bars: int) -> tuple[Block, ...]:
    """Scale to the exact total: in fours and twos as phrases go, the odd bar to the outro or, without one, to the
    intro."""
    blocks = blocks[-bars:] if len(blocks) > bars else blocks
    factor = bars / _total(blocks)
    sizes = [_round_block(block, factor) for block in blocks]
    for unit in (4, 2, 1):
        while abs(bars - sum(sizes)) >= unit:
            step = unit if sum(sizes) < bars else -unit
            places = [i for i, size in enumerate(sizes) if size + step >= (2 if unit > 1 else 1)]
            if not places:
                break
            sizes[min(places, key=lambda i: _strain(blocks[i], sizes[i], step))] += step
    return tuple(Block(block.kind, size) for block, size in zip(blocks, sizes, strict=True))


def _round_block(block: Block, factor: float) -> int:
    unit = 2 if block.kind in _SHORT or block.bars * factor < 6 else 4
    return max(1 if factor < 0.5 else unit, round(block.bars * factor / unit) * unit)


def _strain(block: Block, size: int, step: int) -> tuple[int, float]:
    """How badly a section takes a step: odd bars go to outros and intros, big steps to long sections."""
    is_end = block.kind in ("outro", "intro")
    misplaced = (not is_end) if step in (1, -1) else is_end
    return int(misplaced) - (block.kind == "outro" and abs(step) == 1), abs((size + step) / block.bars - 1)
