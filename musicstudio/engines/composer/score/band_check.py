# SPDX-License-Identifier: GPL-3.0-or-later
"""The last word on who plays: what the listener hears, not what the part is called, decides whether a wish is kept."""

from msgspec.structs import replace

from musicstudio.engines.composer.plan import Conditioning, PartPlan
from musicstudio.engines.composer.prompt.instrumentation import EVERYTHING_ELSE
from musicstudio.engines.composer.prompt.lexicon import alike
from musicstudio.instruments import catalogue

_VOICES = ("vocals", "backing")
"""Rows that nobody may hear where nobody is to sing."""


def checked_band(band: tuple[PartPlan, ...], conditioning: Conditioning) -> tuple[PartPlan, ...]:
    """The band without instruments that sound like something refused (a synth pad playing a "strings" part); a part
    whose role is wanted changes over to an instrument that really is of that role. Somebody always plays.
    """
    kept: list[PartPlan] = []
    sings = conditioning.sheet.sings
    if sings.is_set and sings.value is False:
        band = tuple(part for part in band if part.role not in _VOICES) or band
    for part in band:
        if part.player.startswith("texture") or is_allowed(part.instrument, conditioning):
            kept.append(part)
            continue
        other = _substitute(part, conditioning, {member.instrument for member in (*band, *kept)})
        kept += [replace(part, instrument=other)] if other else []
    return tuple(kept) or band[:1]


def is_allowed(instrument: str, conditioning: Conditioning) -> bool:
    """Whether an instrument may be heard under the wishes."""
    role = _role_of(instrument)
    if any(instrument in alike(word) for word in conditioning.wanted) or role in conditioning.wanted:
        return instrument not in conditioning.unwanted
    refused = role in conditioning.unwanted or instrument in conditioning.unwanted
    return not refused and EVERYTHING_ELSE not in conditioning.unwanted


def _substitute(part: PartPlan, conditioning: Conditioning, taken: set[str]) -> str:
    """An instrument of the part's role that nobody plays yet; empty when the role itself is not to be heard."""
    own = [
        each.id for each in catalogue.load().values() if each.role == part.role and is_allowed(each.id, conditioning)
    ]
    return next((name for name in own if name not in taken), "")


def _role_of(instrument: str) -> str:
    found = catalogue.load().get(instrument)
    return found.role if found else ""
