# SPDX-License-Identifier: GPL-3.0-or-later
"""The lead sheet of a song: a few themes, each returning where its sections return, joined by cadences."""

from functools import partial

import numpy as np
from msgspec.structs import replace

from musicstudio.core.progress import Job, within
from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.arrangement.chord_tones import nearest, snap_pitch, tones
from musicstudio.engines.composer.form.asked import section_request
from musicstudio.engines.composer.form.feel import with_feel
from musicstudio.engines.composer.form.planning import Form
from musicstudio.engines.composer.form.sections import FormSection
from musicstudio.engines.composer.melody_model.api import Cadence
from musicstudio.engines.composer.plan import Conditioning, SectionPlan
from musicstudio.engines.composer.styles import StyleBlend
from musicstudio.engines.composer.themes.contour import bend_contour
from musicstudio.jobs.heartbeat import with_heartbeat
from musicstudio.project.model import Chord, Key, Note

from .progressions import Numerals, dominant_of, tonic_of
from .theme import Theme, cut_chords, fit_theme, thin_theme, transpose_theme, vary_theme
from .themes import MAX_THEME_BARS, ThemeRequest, write_theme

Material = tuple[str, str, tuple[int, int]]
"""What sections share a theme by: theme name, mode, metre."""
_BORROWED = {"intro": "climax", "outro": "climax", "build": "climax", "break": "verse", "solo": "verse", "drop": "drop"}
"""Sections made from another section's theme."""
_CADENCES: dict[str, Cadence] = {
    "verse": "half",
    "prechorus": "half",
    "bridge": "half",
    "chorus": "full",
    "drop": "open",
    "solo": "half",
}


def write_lead_sheet(
    form: Form, conditioning: Conditioning, mixed: StyleBlend, seed: int
) -> Job[tuple[SectionPlan, ...]]:
    """Chords and melody for every section of a form. Yields after each theme."""
    names = [_material(part, form) for part in form.sections]
    themes: dict[Material, Theme] = {}
    taken: tuple[Numerals, ...] = ()
    wanted = list(dict.fromkeys(names))
    for index, name in enumerate(wanted):
        users = [part for part, used in zip(form.sections, names, strict=True) if used == name]
        asked = replace(conditioning, meter=users[0].meter)
        work = partial(write_theme, _theme_request(name, users, conditioning, taken), asked, mixed, seed)
        job = within(
            with_heartbeat(work, "Writing the melody and chords"), index / len(wanted), (index + 1) / len(wanted)
        )
        themes[name], numerals = yield from job
        taken += (numerals,) if numerals else ()
    sections = tuple(
        write_section(index, form, themes[name], conditioning, derive_seed(seed, "return", index))
        for index, name in enumerate(names)
    )
    return as_asked(with_feel(sections, conditioning, seed), conditioning)


def _material(part: FormSection, form: Form) -> Material:
    """Sections share a theme when they are of one kind, one mode and one metre."""
    return theme_name(part.section.kind, form), part.key.mode, part.meter


def as_asked(sections: tuple[SectionPlan, ...], conditioning: Conditioning) -> tuple[SectionPlan, ...]:
    """The sections with the direction of their tune and the pace of their drums as the sheet asks."""
    sheet = conditioning.sheet
    kinds = [part.section.kind for part in sections]
    made = []
    for index, part in enumerate(sections):
        asked = section_request(kinds[index], 1 + kinds[:index].count(kinds[index]), kinds.count(kinds[index]), sheet)
        direction = (asked.contour if asked else "") or sheet.contour.value or ""
        feel = (asked.feel if asked else 0) or part.half_time
        made.append(replace(bend_contour(part, direction), half_time=feel))
    return tuple(made)


def theme_name(kind: str, form: Form) -> str:
    """Whose theme a kind of section is made from: its own, or the climax's or the verse's where the form has one."""
    kinds = [part.section.kind for part in form.sections]
    climax = next((name for name in ("chorus", "drop", "verse", "other") if name in kinds), kind)
    source = _BORROWED.get(kind, kind)
    if source == "climax":
        return climax
    return source if source in kinds else climax


def write_section(index: int, form: Form, theme: Theme, conditioning: Conditioning, seed: int) -> SectionPlan:
    """One section made from its theme: fitted to its length and key, varied when it returns, closed for what
    follows."""
    part = form.sections[index]
    rng = np.random.default_rng(seed)
    shaped = transpose_theme(fit_theme(theme, part.bars), part.key)
    if part.occurrence:
        shaped = vary_theme(shaped, min(0.6, 0.25 * part.occurrence), rng)
    if part.section.kind in ("intro", "break", "build", "outro"):
        shaped = thin_theme(shaped, 0 if part.section.kind == "outro" else part.bars // 2)
    return section_plan(index, form, _close_theme(shaped, index, form, conditioning), conditioning)


def section_plan(index: int, form: Form, theme: Theme, conditioning: Conditioning) -> SectionPlan:
    """A theme as the plan of a section, cut where the section is shorter than its bars."""
    part = form.sections[index]
    end = part.section.length_ticks
    melody = tuple(
        replace(note, length_ticks=min(note.length_ticks, end - note.start_ticks))
        for note in theme.melody
        if note.start_ticks < end
    )
    neighbors = [other.section.kind for other in form.sections]
    return SectionPlan(
        section=replace(part.section, melody=melody),
        key=part.key,
        meter=part.meter,
        bars=part.bars,
        chords=_reach_end(tuple(cut_chords(theme.chords, 0, end)), end),
        melody=melody,
        material=part.material,
        occurrence=part.occurrence,
        is_last=index == len(form.sections) - 1 and not conditioning.is_loop,
        next_kind=neighbors[index + 1] if index + 1 < len(neighbors) else "",
        previous_kind=neighbors[index - 1] if index else "",
    )


def _reach_end(chords: tuple[Chord, ...], end: int) -> tuple[Chord, ...]:
    """The last chord held to the section's end."""
    last = chords[-1] if chords else None
    return (*chords[:-1], replace(last, length_ticks=end - last.start_ticks)) if last else ()


def _theme_request(
    material: Material, users: list[FormSection], conditioning: Conditioning, taken: tuple[Numerals, ...]
) -> ThemeRequest:
    name, mode, _ = material
    own = [part for part in users if part.section.kind == name] or users
    key = conditioning.key if mode == conditioning.key.mode else users[0].key
    bars = min(MAX_THEME_BARS, max(part.bars for part in own))
    energy = max(part.section.energy for part in own)
    return ThemeRequest(name, bars, key, energy, _CADENCES.get(name, "full"), taken)


def _close_theme(theme: Theme, index: int, form: Form, conditioning: Conditioning) -> Theme:
    """The last bar leads on: home at the end of the song, to the dominant of a new key, back to the top of a loop."""
    is_last = index == len(form.sections) - 1
    following = None if is_last else form.sections[index + 1]
    if is_last and not conditioning.is_loop:
        return _with_last_bar(theme, tonic_of(theme.key), rests=True)
    if is_last and theme.bars > 1:
        return _with_last_bar(theme, dominant_of(theme.key))
    if following and following.key != theme.key:
        return _with_last_bar(theme, dominant_of(following.key))
    return theme


def _with_last_bar(theme: Theme, chord: Chord, rests: bool = False) -> Theme:
    """Another chord over the last bar; the melody gives way to one note of it."""
    start = (theme.bars - 1) * theme.bar_ticks
    chords = (*cut_chords(theme.chords, 0, start), replace(chord, start_ticks=start, length_ticks=theme.bar_ticks))
    melody = [note for note in theme.melody if note.start_ticks < start]
    last = next((note for note in theme.melody if note.start_ticks >= start), melody[-1] if melody else None)
    if last:
        pitch = _nearest_tone(last.pitch, chord, theme.key if rests else None)
        melody.append(
            replace(
                last, start_ticks=start, length_ticks=theme.bar_ticks if rests else theme.bar_ticks // 2, pitch=pitch
            )
        )
    return replace(theme, chords=chords, melody=tuple(_trim_overlaps(melody)))


def _nearest_tone(pitch: int, chord: Chord, home: Key | None) -> int:
    return nearest(home.tonic, pitch) if home else snap_pitch(pitch, tones(chord))


def _trim_overlaps(melody: list[Note]) -> list[Note]:
    ends = (
        [note.start_ticks for note in melody[1:]] + [melody[-1].start_ticks + melody[-1].length_ticks] if melody else []
    )
    return [
        replace(n, length_ticks=min(n.length_ticks, end - n.start_ticks)) for n, end in zip(melody, ends, strict=True)
    ]
