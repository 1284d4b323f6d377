# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task keeps of the music it is given, so that words about it are answered and not followed."""

import re
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.engines.contract import Request
from musicstudio.project.model.sheet import Field, SongSheet

from ..words.understanding import Understanding
from .write_song import asked_sheet


class Kept(Struct, frozen=True):
    """caused: how the readers put what cannot be followed. why: the reason. fields: of the sheet, emptied."""

    caused: str
    why: str
    fields: tuple[str, ...]


_COURSE = (
    r"the form|a \w+$|in the \w+|where the tune goes|the tune$|how long the|it begins with|the \w+ begins there|"
    r"no \w+$"
)
RESTYLE = Kept(
    rf"the metre|the key|the mode|the chords|the length|how many bars|the words that are sung|{_COURSE}",
    "a restyle keeps the tune, its chords, key, metre and form; compose a new song for another",
    ("key", "mode", "meter", "length_s", "bars", "kinds", "sections", "contour", "harmony", "without", "arc"),
)
RESTYLE_IN_METER = Kept(
    RESTYLE.caused.removeprefix("the metre|"),
    "a restyle keeps the tune, its chords, key and form; compose a new song for another",
    tuple(name for name in RESTYLE.fields if name != "meter"),
)
"""Where the lead sheet goes into the metre that was asked."""
HARMONIZE = Kept(
    rf"how many bars|the mode|{_COURSE.removeprefix('the form|')}",
    "the given melody stays as it is, and so do its length and its form",
    ("mode", "length_s", "bars", "kinds", "sections", "contour", "without", "arc", "is_loop"),
)


def kept_notices(found: Understanding, kept: Kept) -> tuple[str, ...]:
    """A sentence for each stretch of words about what is kept."""
    sheet = found.reading.sheet
    meter = sheet.meter.value
    asked = f" ({meter[0]}/{meter[1]})" if meter else ""
    return tuple(
        f"“{span.text}”{asked if span.caused == 'the metre' else ''}: {kept.why}."
        for span in sheet.spans
        if span.outcome == "used" and re.match(kept.caused, span.caused) and not _is_refusal(span.caused, sheet)
    )


def _is_refusal(caused: str, sheet: SongSheet) -> bool:
    """ "No drums" is followed; "no bridge" is about the form."""
    return caused.startswith("no ") and caused.removeprefix("no ") not in sheet.without


def sheet_without_kept(found: Understanding, request: Request, kept: Kept) -> SongSheet:
    """The sheet of what can be followed, by which the result is checked."""
    sheet = asked_sheet(found, request)
    empty: dict[str, Any] = {name: Field() if isinstance(getattr(sheet, name), Field) else () for name in kept.fields}
    return replace(sheet, **empty)
