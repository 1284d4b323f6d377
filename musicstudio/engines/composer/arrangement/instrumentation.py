# SPDX-License-Identifier: GPL-3.0-or-later
"""Who plays: parts drawn from the styles of a blend, wishes honoured, no instrument twice."""

import numpy as np
from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.seeds import derive_seed
from musicstudio.project.model.tracks import ROLES

from ..plan import Conditioning, PartPlan
from ..styles import PartStyle, Style, StyleBlend
from .asked_jobs import textures_of, with_asked_jobs, without_chords
from .closed_band import closed_band
from .leader import Seat, as_leader, leader_of, plays_chords
from .member import Member, from_any_style, invent_part, member_for
from .strips import strip_for
from .style_parts import in_reach
from .wanted import Wanted, instrument_for, instrument_role

MIN_PARTS, MAX_PARTS = 6, 10
_HEARD_FROM = 0.25
_FIRST = 0.35  # how often a part's first instrument is taken beyond chance
_RHYTHM_ROLES = ("drums", "percussion", "bass")
_SOLOISTS = frozenset({"woodwind", "brass", "lead"})


def choose_parts(conditioning: Conditioning, styles: StyleBlend, seed: int) -> tuple[PartPlan, ...]:
    """The band of a song, drums and bass first. Wanted instruments and roles are in it, unwanted ones are not.

    Raises `InputError` when nobody is left.
    """
    sheet = conditioning.sheet
    wanted = Wanted(conditioning.wanted, conditioning.unwanted)
    if sheet.is_closed.value and sheet.players:
        band = closed_band(sheet.players, styles, conditioning.has_vocals)
        return (*_plans(_order_band(band), styles), *textures_of(sheet))
    rng = np.random.default_rng(derive_seed(seed, "cast"))
    band = _with_instruments(_drawn_specs(conditioning, styles, rng), wanted, rng)
    band = _trim_band(band, rng)
    for word in wanted.wanted:
        band = _with_requested(band, word, styles, wanted)
    if wanted.is_exclusive and not conditioning.has_vocals and wanted.allows_melody:
        band = _with_leader(band)
    band = with_asked_jobs(band, sheet, styles, conditioning.has_vocals)
    band = [member for member in band if wanted.allows(member.spec.role, member.instrument)]
    if "chords" in conditioning.unwanted:
        band = without_chords(band, sheet)
    if not band:
        raise InputError("Every instrument of this style was refused, so nobody is left to play.")
    return (*_plans(_order_band(band), styles), *textures_of(sheet))


def choose_part(
    conditioning: Conditioning, styles: StyleBlend, word: str, seed: int, taken: tuple[str, ...] = ()
) -> PartPlan:
    """One more part for a song (task ``layer``): the role or instrument that ``word`` names.

    taken: names that the song's parts have.
    """
    wanted = Wanted((word,), conditioning.unwanted)
    seeded = np.random.default_rng(derive_seed(seed, "cast", word))
    base = _with_requested([], wanted.wanted[0], styles, Wanted((word,), ()))
    choice = base[0] if base else invent_part(instrument_for(word) or "grand_piano", styles)
    if len(choice.spec.instruments) > 1 and not choice.is_requested:
        choice = replace(choice, instrument=choice.spec.instruments[int(seeded.integers(len(choice.spec.instruments)))])
    plan = next(iter(_plans([choice], styles)))
    return replace(plan, name=_unique(plan.name, set(taken)))


def _drawn_specs(
    conditioning: Conditioning, styles: StyleBlend, rng: np.random.Generator
) -> list[tuple[Style, PartStyle]]:
    """One style supplies the rhythm section; each other role comes from a style drawn by weight."""
    lean = 0.3 * (conditioning.energy - 0.5) + 0.2 * (conditioning.complexity - 0.5)
    roles = list(dict.fromkeys(part.role for style, _ in styles.styles for part in style.part))
    rhythm = styles.draw(rng)
    drawn: list[tuple[Style, PartStyle]] = []
    spare: list[tuple[Style, PartStyle]] = []
    for role in roles:
        supplier = rhythm if role in _RHYTHM_ROLES else styles.draw(rng)
        if not any(part.role == role for part in supplier.part):
            supplier = styles.main if role not in _RHYTHM_ROLES else _first_with(styles, role)
        for part in supplier.part:
            if part.role == role:
                is_in = part.chance >= 1.0 or rng.random() < part.chance + lean
                (drawn if is_in else spare).append((supplier, part))
    drawn += spare[: max(0, MIN_PARTS - len(drawn))]
    return drawn + [pair for style, weight in styles.styles for pair in _missing_parts(style, weight, drawn)]


def _missing_parts(style: Style, weight: float, drawn: list[tuple[Style, PartStyle]]) -> list[tuple[Style, PartStyle]]:
    """Two players of a style that was meant to be heard but that the draw passed over."""
    if weight < _HEARD_FROM:
        return []
    have = sum(supplier.name == style.name for supplier, _ in drawn)
    core = [
        part for part in style.part if part.chance >= 1.0 and part.role not in _RHYTHM_ROLES and part.role != "lead"
    ]
    return [(style, part) for part in core if (style, part) not in drawn][: max(0, 2 - have)]


def _first_with(styles: StyleBlend, role: str) -> Style:
    return next((s for s, _ in styles.styles if any(part.role == role for part in s.part)), styles.main)


def _with_instruments(specs: list[tuple[Style, PartStyle]], wanted: Wanted, rng: np.random.Generator) -> list[Member]:
    """An allowed instrument each, the first of a part's choices most often, none twice if it can be helped."""
    band: list[Member] = []
    for style, spec in specs:
        draw = rng.random()
        allowed = [name for name in spec.instruments if wanted.allows(spec.role, name)]
        fresh = [name for name in allowed if all(name != member.instrument for member in band)]
        if allowed:
            choices = fresh or allowed
            index = 0 if draw < _FIRST else int((draw - _FIRST) / (1.0 - _FIRST) * len(choices))
            band.append(Member(style, spec, choices[min(index, len(choices) - 1)]))
    return band


def _trim_band(band: list[Member], rng: np.random.Generator) -> list[Member]:
    """At most `MAX_PARTS` parts; optional ones go first, then the later ones of a style."""
    order = rng.random(len(band))
    while len(band) > MAX_PARTS:
        weakest = max(
            range(len(band)), key=lambda i: (band[i].spec.role not in _RHYTHM_ROLES, -band[i].spec.chance, order[i])
        )
        band = [member for index, member in enumerate(band) if index != weakest]
        order = np.delete(order, weakest)
    return band


def _with_requested(band: list[Member], word: str, styles: StyleBlend, wanted: Wanted) -> list[Member]:
    """The band with somebody who plays what was asked for: already there, changed over to it, or added."""
    role_members = [member for member in band if member.spec.role == word]
    if role_members:
        return [replace(m, is_requested=True) if m is role_members[0] else m for m in band]
    if word in ROLES:
        return [*band, from_any_style(word, styles, wanted)]
    instrument = instrument_for(word)
    if not instrument:
        return band
    if any(member.instrument == instrument for member in band):
        return [replace(m, is_requested=True) if m.instrument == instrument else m for m in band]
    return _changed_over(band, instrument, styles)


def _with_leader(band: list[Member]) -> list[Member]:
    """Somebody of a chosen band carries the tune: a piano with its right hand, a cello with all it has."""
    seats = [Seat(member.spec.role, member.spec.player, member.instrument) for member in band]
    index = leader_of(seats)
    if index is None:
        return band
    chosen = band[index]
    spec = as_leader(chosen.spec, chosen.instrument)
    leader = replace(chosen, spec=in_reach(spec, chosen.instrument))
    if plays_chords(chosen.instrument):
        return [*band, leader]
    return [leader if member is chosen else member for member in band]


def _changed_over(band: list[Member], instrument: str, styles: StyleBlend) -> list[Member]:
    """Whose part lists the instrument takes it; else the bassist, drummer or soloist does; else a part is added."""
    role = instrument_role(instrument)
    free = [member for member in band if not member.is_requested]
    listed = [m for m in free if instrument in m.spec.instruments]
    same_role = [m for m in free if m.spec.role == role and role in ("bass", "drums", "percussion", "keys", "guitar")]
    leads = [m for m in free if m.spec.player == "lead" and role in _SOLOISTS]
    chosen = next(iter([*listed, *leads, *same_role]), None)
    if chosen is None:
        return [*band, member_for(instrument, styles)]
    changed = replace(chosen, instrument=instrument, spec=in_reach(chosen.spec, instrument), is_requested=True)
    return [changed if member is chosen else member for member in band]


def _order_band(band: list[Member]) -> list[Member]:
    roles = ("drums", "percussion", "bass")
    return sorted(band, key=lambda member: roles.index(member.spec.role) if member.spec.role in roles else len(roles))


def _plans(band: list[Member], styles: StyleBlend) -> list[PartPlan]:
    names: set[str] = set()
    plans = []
    for member in band:
        name = _unique(member.spec.title or member.spec.name.capitalize(), names)
        names.add(name)
        label = f"{member.spec.player}/{member.style.name}/{member.spec.name}"
        plans.append(PartPlan(name, member.spec.role, label, member.instrument, strip_for(member.spec, styles.mix)))
    return plans


def _unique(name: str, taken: set[str]) -> str:
    return next(n for n in (name, *(f"{name} {i}" for i in range(2, 99))) if n not in taken)
