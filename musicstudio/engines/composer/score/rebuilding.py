# SPDX-License-Identifier: GPL-3.0-or-later
"""A document read back as what the composer works with: the plan of the song and what each track plays in each
section."""

import msgspec

from musicstudio.core.errors import InputError
from musicstudio.engines.composer.form.clock import bar_ticks_of
from musicstudio.engines.composer.form.feel import with_feel
from musicstudio.engines.composer.plan import Conditioning, PartPlan, PartScore, SectionPlan, SongPlan
from musicstudio.project.keys import key_of_section
from musicstudio.project.model import Chord, Clip, Note, Project, Section, Track

from .likely_style import likely_style

PLAYED_KINDS = ("instrument",)
_MAX_PICKUP = 960
_UNKNOWN_STYLE = (("pop", 1.0),)


def plan_of(song: Project, seed: int) -> SongPlan:
    """The plan of a document, from its sections, chords and melodies and the conditioning in its recipe."""
    if not song.sections:
        raise InputError("The song has no sections yet; generate one, or mark its sections first.")
    conditioning = conditioning_of(song)
    sections = tuple(_section_plan(song, index) for index in range(len(song.sections)))
    return SongPlan(conditioning, song.tempo_map, with_feel(sections, conditioning, seed), seed)


def conditioning_of(song: Project) -> Conditioning:
    """What the song was made from; for a song not made here, what its tempo map and key say."""
    recipe = song.recipes.get(song.song_recipe_id)
    stored = recipe.parameters.get("conditioning") if recipe else None
    meter = song.tempo_map.meter_at(0)
    plain = Conditioning(_UNKNOWN_STYLE, song.tempo_map.bpm_at(0), song.key, (meter.numerator, meter.denominator))
    if not isinstance(stored, dict):
        return msgspec.structs.replace(plain, styles=((likely_style(song), 1.0),), energy=_mean_energy(song))
    try:
        known = msgspec.convert(stored, Conditioning, strict=False)
    except msgspec.ValidationError:
        return plain
    return msgspec.structs.replace(known, bpm=plain.bpm, key=plain.key, meter=plain.meter)


def is_own(song: Project) -> bool:
    """Whether the composer made a song, and not somebody else."""
    recipe = song.recipes.get(song.song_recipe_id)
    return recipe is not None and isinstance(recipe.parameters.get("conditioning"), dict)


def _mean_energy(song: Project) -> float:
    return sum(section.energy for section in song.sections) / len(song.sections) if song.sections else 0.5


def scores_of(song: Project, plan: SongPlan) -> dict[str, PartScore]:
    """What each playable track plays, by track id, in the plan's sections (None where it has no clip)."""
    return _scores(song, plan, PLAYED_KINDS)


def vocal_scores_of(song: Project, plan: SongPlan) -> dict[str, PartScore]:
    """What each vocal track sings, syllables included."""
    return _scores(song, plan, ("vocal",))


def _scores(song: Project, plan: SongPlan, kinds: tuple[str, ...]) -> dict[str, PartScore]:
    return {
        track.id: PartScore(
            part_of(track), tuple(_cell_notes(song, track, section.section) for section in plan.sections)
        )
        for track in song.tracks
        if track.kind in kinds and track.instrument
    }


def part_of(track: Track) -> PartPlan:
    """The part that a track is."""
    return PartPlan(track.name, track.role, track.player, track.instrument, track.strip, track.kind)


def section_notes(song: Project, track: Track, start: int, end: int) -> tuple[Note, ...]:
    """The notes heard on a track between two ticks, counted from the first."""
    found: list[Note] = []
    for clip in track.clips:
        first, last = song.tempo_map.ticks_at(clip.start_s), song.tempo_map.ticks_at(clip.end_s)
        if clip.is_muted or last <= start or first >= end:
            continue
        found += _clip_notes(song, clip, max(start, first), min(end, last), start)
    return tuple(sorted(found, key=lambda note: (note.start_ticks, note.pitch)))


def _cell_notes(song: Project, track: Track, section: Section) -> tuple[Note, ...] | None:
    clips = [clip for clip in track.clips if not clip.is_muted and _overlaps(song, clip, section)]
    return section_notes(song, track, section.start_ticks, section.end_ticks) if clips else None


def _overlaps(song: Project, clip: Clip, section: Section) -> bool:
    start_s, end_s = song.section_span_s(section)
    return clip.start_s < end_s - 0.01 and clip.end_s > start_s + 0.01


def _clip_notes(song: Project, clip: Clip, first: int, last: int, zero: int) -> list[Note]:
    take = clip.take
    origin = song.tempo_map.ticks_at(clip.origin_s)
    placed = [msgspec.structs.replace(n, start_ticks=origin + n.start_ticks) for n in (take.notes if take else ())]
    has_pickup = clip.rings and clip.offset_s == 0.0
    lowest = first - (_MAX_PICKUP if has_pickup else 0)
    return [
        msgspec.structs.replace(n, start_ticks=n.start_ticks - zero) for n in placed if lowest <= n.start_ticks < last
    ]


def _section_plan(song: Project, index: int) -> SectionPlan:
    sections = song.sections
    section = sections[index]
    meter = song.tempo_map.meter_at(section.start_ticks)
    signature = (meter.numerator, meter.denominator)
    return SectionPlan(
        section=section,
        key=key_of_section(song, section),
        meter=signature,
        bars=max(1, -(-section.length_ticks // bar_ticks_of(signature))),
        chords=chords_between(song.chords, section.start_ticks, section.end_ticks),
        melody=section.melody,
        material=section.kind,
        occurrence=sum(other.kind == section.kind for other in sections[:index]),
        is_last=index == len(sections) - 1,
        next_kind=sections[index + 1].kind if index + 1 < len(sections) else "",
        previous_kind=sections[index - 1].kind if index else "",
    )


def chords_between(chords: tuple[Chord, ...], start: int, end: int) -> tuple[Chord, ...]:
    """The chords of a stretch, cut to it and counted from its start."""
    found = []
    for chord in chords:
        first, last = max(chord.start_ticks, start), min(chord.start_ticks + chord.length_ticks, end)
        if last > first:
            found.append(msgspec.structs.replace(chord, start_ticks=first - start, length_ticks=last - first))
    return tuple(found)
