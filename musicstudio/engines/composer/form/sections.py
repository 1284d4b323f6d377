# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections as they lie in time, each with its name, strength, key, metre and the material that it is made from."""

from collections.abc import Sequence

from msgspec import Struct

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.plan import Conditioning
from musicstudio.project.model import Key, Section, TempoMap
from musicstudio.project.model.sheet import Place, SongSheet

from .asked import section_request, valence_at, with_asked_energies
from .clock import bar_ticks_of
from .energy import section_energies
from .layout import Block
from .moments import Laid, tick_of

_ALWAYS_NUMBERED = ("verse", "chorus")
_TITLES = {"prechorus": "Pre-chorus", "other": "Section"}
_RELATIVE = {("major", "minor"): 9, ("minor", "major"): 3}
_BRIGHT_FROM, _DARK_BELOW = 0.6, 0.4


class FormSection(Struct, frozen=True):
    """A section without its music. material: sections that share it share theme and groove; occurrence counts them
    from 0."""

    section: Section
    key: Key
    bars: int
    material: str
    occurrence: int
    meter: tuple[int, int] = (4, 4)


def meters_of(blocks: Sequence[Block], conditioning: Conditioning) -> list[tuple[int, int]]:
    """The metre of each block: the song's, or the one asked for the sections of its kind."""
    kinds = [block.kind for block in blocks]
    requests = [
        section_request(kind, 1 + kinds[:index].count(kind), kinds.count(kind), conditioning.sheet)
        for index, kind in enumerate(kinds)
    ]
    return [(request.meter if request else None) or conditioning.meter for request in requests]


def filling(blocks: Sequence[Block], meters: Sequence[tuple[int, int]], end_ticks: int) -> tuple[Block, ...]:
    """The blocks with as many bars in the last one as are left, where metres differ: the length was asked for."""
    if len(set(meters)) <= 1 or len(blocks) < 2:
        return tuple(blocks)
    before = sum(b.bars * bar_ticks_of(m) for b, m in zip(blocks[:-1], meters[:-1], strict=True))
    left = max(1, round((end_ticks - before) / bar_ticks_of(meters[-1]) - 0.25))
    return (*blocks[:-1], Block(blocks[-1].kind, left))


def spans_in(blocks: Sequence[Block], meters: Sequence[tuple[int, int]], end_ticks: int) -> list[Laid]:
    """Where each block lies; the last one ends where the song does."""
    laid: list[Laid] = []
    start = 0
    for block, meter in zip(blocks, meters, strict=True):
        laid.append(Laid(block.kind, start, start + block.bars * bar_ticks_of(meter)))
        start = laid[-1].end
    if laid and end_ticks > laid[-1].start:
        laid[-1] = Laid(laid[-1].kind, laid[-1].start, end_ticks)
    return laid


def sections_of(
    blocks: Sequence[Block], spans: Sequence[Laid], meters: Sequence[tuple[int, int]], tempo_map: TempoMap,
    conditioning: Conditioning, seed: int,
) -> tuple[FormSection, ...]:  # fmt: skip
    """The sections of blocks that lie at ``spans``."""
    spans_s = [(tempo_map.seconds_at(each.start), tempo_map.seconds_at(each.end)) for each in spans]
    energies = section_energies(tuple(blocks), spans_s, conditioning)
    energies = with_asked_energies(energies, spans, conditioning.sheet, tempo_map)
    names = name_sections([block.kind for block in blocks])
    keys = _keys(spans, tempo_map, conditioning)
    seen: dict[str, int] = {}
    made = []
    for index, (block, span) in enumerate(zip(blocks, spans, strict=True)):
        occurrence = seen.get(block.kind, 0)
        seen[block.kind] = occurrence + 1
        identity = f"section-{derive_seed(seed, 'section', index, block.kind):08x}"
        section = Section(identity, names[index], block.kind, span.start, span.end - span.start, energies[index])
        made.append(FormSection(section, keys[index], block.bars, block.kind, occurrence, meters[index]))
    return tuple(made)


def name_sections(kinds: list[str]) -> list[str]:
    """``Intro``, ``Verse 1``, ``Chorus 1``...: verses and choruses always numbered, others when there are several."""
    counts: dict[str, int] = {}
    names = []
    for kind in kinds:
        counts[kind] = counts.get(kind, 0) + 1
        is_numbered = kind in _ALWAYS_NUMBERED or kinds.count(kind) > 1
        title = _TITLES.get(kind, kind.capitalize())
        names.append(f"{title} {counts[kind]}" if is_numbered else title)
    return names


def _keys(spans: Sequence[Laid], tempo_map: TempoMap, conditioning: Conditioning) -> list[Key]:
    """The key of each section: raised for the last chorus, changed at the moments that the sheet names."""
    sheet = conditioning.sheet
    lifted = _lift_index(spans, conditioning.key_change)
    changes = sorted((_change_tick(e.at, spans, tempo_map), i) for i, e in enumerate(sheet.events) if e.kind == "key")
    keys = []
    for index, span in enumerate(spans):
        key = conditioning.key if index < lifted else _raise_key(conditioning.key, conditioning.key_change)
        for tick, number in changes:
            event = sheet.events[number]
            if (span.start + span.end) // 2 >= tick:
                key = event.key or _raise_key(key, event.steps)
        keys.append(_relative_key(key, _valence(index, spans, sheet, tempo_map)))
    return keys


def _valence(index: int, spans: Sequence[Laid], sheet: SongSheet, tempo_map: TempoMap) -> float | None:
    """How bright a section is to be: as said of its kind, else since the last shift of mood."""
    kinds = [each.kind for each in spans]
    request = section_request(kinds[index], 1 + kinds[:index].count(kinds[index]), kinds.count(kinds[index]), sheet)
    if request and request.valence is not None:
        return request.valence
    return valence_at(spans[index].start, spans, sheet, tempo_map)


def _change_tick(place: Place, spans: Sequence[Laid], tempo_map: TempoMap) -> int:
    """Where a key changes; a place that the song does not have means its last part."""
    peaks = [each.start for each in spans if each.kind in ("chorus", "drop")]
    fallback = peaks[-1] if len(peaks) > 1 else spans[max(0, len(spans) * 2 // 3)].start
    if place.section and not any(each.kind == place.section for each in spans):
        return fallback
    tick = tick_of(place, spans, tempo_map)
    return tick if tick < spans[-1].end else spans[-1].start


def _relative_key(key: Key, valence: float | None) -> Key:
    """The relative major for a brighter mood, the relative minor for a darker one."""
    goal = (
        None if valence is None else "major" if valence >= _BRIGHT_FROM else "minor" if valence <= _DARK_BELOW else None
    )
    step = _RELATIVE.get((key.mode, goal or ""))
    return Key((key.tonic + step) % 12, goal or key.mode) if step is not None else key


def _lift_index(spans: Sequence[Laid], key_change: int) -> int:
    """Index of the section from which the key is raised: the last of several choruses."""
    choruses = [index for index, each in enumerate(spans) if each.kind in ("chorus", "drop")]
    return choruses[-1] if key_change and len(choruses) > 1 else len(spans)


def _raise_key(key: Key, semitones: int) -> Key:
    return Key((key.tonic + semitones) % 12, key.mode)
