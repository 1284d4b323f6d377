# SPDX-License-Identifier: GPL-3.0-or-later
"""Sheets and hands: what a person typed or locked wins over words, and a new prompt never replaces it."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import fields, replace

from musicstudio.engines.contract import GenerationOptions, Request
from musicstudio.project.model.sheet import Field, SongSheet

from ..styles import Style
from .harmony import check_harmony
from .reading import read_prompt

_MOODS = ("energy", "valence", "tension", "complexity")


def with_sheet(request: Request, styles: Mapping[str, Style]) -> Request:
    """The request whose sheet, if it has one, speaks through its prompt, lyrics and options as well.

    Raises `InputError` for chords that are none.
    """
    sheet = request.sheet
    if sheet is None:
        return request
    seed = sheet.seed.value
    sheet = asked_only(sheet)
    for asked in (sheet.harmony.value, *(each.harmony for each in sheet.sections)):
        if asked:
            check_harmony(asked)
    known = read_prompt(sheet.prompt, styles).sheet
    options = request.options
    hand: dict[str, Any] = {}
    for name in _MOODS:
        field: Field[float] = getattr(sheet, name)
        if getattr(options, name) is None and (field.is_by_hand or (field.is_set and field != getattr(known, name))):
            hand[name] = field.value
    is_other = sheet.styles.is_set and sheet.styles != known.styles
    if not options.styles and (sheet.styles.is_by_hand or is_other):
        hand["styles"] = sheet.styles.value or {}
    if sheet.is_loop.value and not options.is_loop:
        hand["is_loop"] = True
    return replace(
        request,
        prompt=sheet.prompt,
        lyrics=request.lyrics or sheet.lyrics.value or "",
        sheet=sheet,
        seed=request.seed if seed is None else seed,
        options=replace(options, **hand),
    )


def asked_only(sheet: SongSheet) -> SongSheet:
    """The sheet without what the studio chose for itself: a field left to the studio is chosen anew."""
    free: dict[str, Any] = {each.name: Field() for each in fields(SongSheet) if _is_studios(getattr(sheet, each.name))}
    lists = {
        name: tuple(item for item in getattr(sheet, name) if item.origin != "studio")
        for name in ("players", "sections", "cues", "events")
    }
    return replace(sheet, made=(), **free, **lists)


def _is_studios(value: object) -> bool:
    return isinstance(value, Field) and value.origin == "studio"


def bare(sheet: SongSheet) -> SongSheet:
    """The sheet as the composer keeps it beside the song: without the words it came from."""
    return replace(sheet, prompt="", spans=(), notices=(), made=(), lyrics=Field(), seed=Field())


def with_options(sheet: SongSheet, options: GenerationOptions) -> SongSheet:
    """The sheet with what was set by hand beside it, marked as typed."""
    singles = {
        "length_s": options.duration_s, "bpm": options.bpm, "key": options.key, "meter": options.meter,
        "styles": options.styles or None, "kinds": options.form or None, "is_loop": options.is_loop or None,
        "voice": options.voice or None, "sings": options.has_vocals,
        **{name: getattr(options, name) for name in _MOODS},
    }  # fmt: skip
    typed: dict[str, Any] = {name: Field(value, "typed") for name, value in singles.items() if value is not None}
    return replace(sheet, **typed)
