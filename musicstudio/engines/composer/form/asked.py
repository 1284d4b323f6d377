# SPDX-License-Identifier: GPL-3.0-or-later
"""The form bent to what a sheet asks: sections that must be there, their bars, their strength, and lines at moments."""

from collections.abc import Sequence

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.project.model import TempoMap
from musicstudio.project.model.sheet import Event, SectionRequest, SongSheet

from .layout import Block
from .moments import Laid, tick_of

_BEFORE_LAST_PEAK = ("bridge", "solo", "break", "prechorus", "build")
_PEAKS = ("chorus", "drop")
_USUAL = {"intro": 4, "outro": 4, "break": 4, "build": 4, "prechorus": 4}
_MAX_SECTIONS = 500
_LINES = ("shift", "key", "tempo", "level", "section", "peak")


def with_asked_sections(blocks: Sequence[Block], sheet: SongSheet) -> tuple[Block, ...]:
    """The blocks with every kind that the sheet speaks of, as often as it counts, and with the bars that it asks.

    Raises `InputError` for more sections than a song can have.
    """
    kept = [block for block in blocks if block.kind not in sheet.without]
    for request in sheet.sections:
        count = sum(block.kind == request.kind for block in kept)
        for _ in range(max(1, request.number) - count if request.kind not in sheet.without else 0):
            _check_room(kept)
            kept.insert(
                _place_for(request.kind, kept), Block(request.kind, request.bars or _USUAL.get(request.kind, 8))
            )
    kept = _counted(kept, sheet)
    kept = _with_neighbours(kept, sheet)
    return sized_as_asked(kept, sheet)


def _counted(blocks: list[Block], sheet: SongSheet) -> list[Block]:
    """The blocks with as many of a kind as were counted; those that go are the last ones before the end."""
    for request in (each for each in sheet.sections if each.count and each.kind not in sheet.without):
        while (count := sum(block.kind == request.kind for block in blocks)) != request.count:
            _check_room(blocks)
            if count < request.count:
                blocks = _one_more(request, blocks)
                continue
            own = [i for i, block in enumerate(blocks) if block.kind == request.kind]
            blocks = [block for i, block in enumerate(blocks) if i != own[-1]]
    return blocks


def _one_more(request: SectionRequest, blocks: list[Block]) -> list[Block]:
    """Another section of a kind: before the last peak or the end, never right beside one of its kind if it can be."""
    made = Block(request.kind, request.bars or _USUAL.get(request.kind, 8))
    last = len(blocks) - (blocks[-1].kind == "outro") if blocks else 0
    places = [last, *range(last - 1, 0, -1)]
    free = [
        i
        for i in places
        if (i == 0 or blocks[i - 1].kind != request.kind) and (i >= len(blocks) or blocks[i].kind != request.kind)
    ]
    at = free[0] if free else _place_for(request.kind, blocks)
    return [*blocks[:at], made, *blocks[at:]]


def sized_as_asked(blocks: Sequence[Block], sheet: SongSheet) -> tuple[Block, ...]:
    """The blocks with the bars that were asked for."""
    return tuple(_size_block(block, list(blocks[:index]), sheet) for index, block in enumerate(blocks))


def _with_neighbours(blocks: list[Block], sheet: SongSheet) -> list[Block]:
    """The blocks with each section that was asked for right after or right before another one."""
    for event in (e for e in sheet.events if e.kind == "section" and e.at.section and e.at.section != "last"):
        found = [i for i, block in enumerate(blocks) if block.kind == event.at.section]
        while len(found) < max(1, event.at.number):
            _check_room(blocks)
            blocks = [*blocks, Block(event.at.section, 8)]
            found.append(len(blocks) - 1)
        index = found[max(event.at.number, -len(found)) if event.at.number < 0 else max(0, event.at.number - 1)]
        neighbour = index + 1 if event.at.is_end else index - 1
        if 0 <= neighbour < len(blocks) and blocks[neighbour].kind == event.section:
            continue
        own = next((i for i, block in enumerate(blocks) if block.kind == event.section), None)
        made = blocks[own] if own is not None else Block(event.section, 8)
        rest = [b for i, b in enumerate(blocks) if i != own]
        at = index - (own is not None and own < index) + event.at.is_end
        blocks = [*rest[:at], made, *rest[at:]]
    return blocks


def _check_room(blocks: list[Block]) -> None:
    if len(blocks) >= _MAX_SECTIONS:
        raise InputError(f"A song of more than {_MAX_SECTIONS} sections cannot be made.")


def _place_for(kind: str, blocks: list[Block]) -> int:
    kinds = [block.kind for block in blocks]
    peaks = [index for index, name in enumerate(kinds) if name in _PEAKS]
    if kind == "intro":
        return 0
    if kind == "verse":
        return 1 if kinds[:1] == ["intro"] else 0
    if kind in _BEFORE_LAST_PEAK and len(peaks) > 1:
        return peaks[-1]
    if kind in ("prechorus", "build") and peaks:
        return peaks[0]
    is_closed = bool(kinds) and kinds[-1] == "outro"
    return len(kinds) - 1 if is_closed and kind != "outro" else len(kinds)


def _size_block(block: Block, before: list[Block], sheet: SongSheet) -> Block:
    number = 1 + sum(other.kind == block.kind for other in before)
    request = section_request(block.kind, number, 0, sheet)
    return Block(block.kind, request.bars) if request and request.bars else block


def section_request(kind: str, number: int, count: int, sheet: SongSheet) -> SectionRequest | None:
    """What is asked of the ``number``-th of ``count`` sections of a kind: what names it wins over what names all."""
    fitting = [
        w for w in sheet.sections if w.kind == kind and w.number in (0, number, number - count - 1 if count else 0)
    ]
    merged: SectionRequest | None = None
    for request in sorted(fitting, key=lambda w: w.number != 0):
        merged = request if merged is None else _join_requests(merged, request)
    return merged


def _join_requests(first: SectionRequest, second: SectionRequest) -> SectionRequest:
    """Both, the second first."""
    values = {
        name: getattr(second, name) or getattr(first, name) for name in ("bars", "contour", "feel", "meter", "count")
    } | {
        name: getattr(second, name) if getattr(second, name) is not None else getattr(first, name)
        for name in ("energy", "valence")
    }
    return replace(first, **values)


def with_lines(blocks: Sequence[Block], sheet: SongSheet, tempo_map: TempoMap, bar_ticks: int) -> tuple[Block, ...]:
    """The blocks cut where the mood, the key, the tempo or the strength changes inside one of them."""
    for event in sheet.events:
        if event.kind in _LINES and event.at.section == "":
            blocks = _cut(list(blocks), event, tempo_map, bar_ticks)
    return tuple(blocks)


def _cut(blocks: list[Block], event: Event, tempo_map: TempoMap, bar_ticks: int) -> list[Block]:
    bar = round(tick_of(event.at, lay_blocks(blocks, bar_ticks), tempo_map) / bar_ticks)
    start = 0
    for index, block in enumerate(blocks):
        inside = bar - start
        if inside == 0 and event.section:
            return _turn_into(blocks, index, event.section)
        if 0 < inside < block.bars:
            halves = [Block(block.kind, inside), Block(block.kind, block.bars - inside)]
            cut = [*blocks[:index], *halves, *blocks[index + 1 :]]
            return _turn_into(cut, index + 1, event.section) if event.section else cut
        start += block.bars
    return blocks


def _turn_into(blocks: list[Block], index: int, kind: str) -> list[Block]:
    """The block as the first of another kind: those of that kind before it become what leads to it."""
    before = [Block("verse", b.bars) if b.kind == kind else b for b in blocks[:index]]
    return [*before, Block(kind, blocks[index].bars), *blocks[index + 1 :]]


def lay_blocks(blocks: Sequence[Block], bar_ticks: int) -> list[Laid]:
    """Blocks one after the other from tick 0."""
    found: list[Laid] = []
    start = 0
    for block in blocks:
        found.append(Laid(block.kind, start, start + block.bars * bar_ticks))
        start = found[-1].end
    return found


def with_asked_energies(
    energies: list[float], sections: Sequence[Laid], sheet: SongSheet, tempo_map: TempoMap
) -> list[float]:
    """Levels as the sheet asks; the others keep away from them, so that "quiet verse, huge chorus" is heard."""
    levels = list(energies)
    kinds = [each.kind for each in sections]
    for index, kind in enumerate(kinds):
        request = section_request(kind, 1 + kinds[:index].count(kind), kinds.count(kind), sheet)
        if request and request.energy is not None:
            levels[index] = request.energy
    for event in (e for e in sheet.events if e.kind == "peak"):
        tick = tick_of(event.at, sections, tempo_map)
        for index, each in enumerate(sections):
            way = (each.start + each.end) / 2 / max(1, tick) if each.end <= tick + 960 else -1.0
            past = (each.start - tick) / max(1, sections[-1].end - tick)
            levels[index] = min(levels[index], 0.25 + 0.45 * way) if way >= 0 else max(0.1, 1.0 - 0.9 * past)
    for event in (e for e in sheet.events if e.kind in ("shift", "level") and e.energy is not None):
        tick = tick_of(event.at, sections, tempo_map)
        is_opening = event.kind == "level" and tick == 0
        for index, each in enumerate(sections):
            is_meant = index == 0 if is_opening else (each.start + each.end) // 2 >= tick
            levels[index] = float(event.energy or 0.0) if is_meant else levels[index]
    return levels


def valence_at(tick: int, sections: Sequence[Laid], sheet: SongSheet, tempo_map: TempoMap) -> float | None:
    """How bright it is to be from a tick on, where a shift of mood came before; None where nothing was said."""
    said = [
        e
        for e in sheet.events
        if e.kind == "shift" and e.valence is not None and tick_of(e.at, sections, tempo_map) <= tick + 960
    ]
    return said[-1].valence if said else None
