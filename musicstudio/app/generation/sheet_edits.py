# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hand changes on a song sheet beside its fields: players, sections, moments. Pure; each marks its origin."""

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.project.model.sheet import Field, Player, SectionRequest, SongSheet


def with_player(sheet: SongSheet, name: str) -> SongSheet:
    """The sheet with another player, typed. Raises `InputError` for no name, or one that is there."""
    plain = " ".join(name.lower().split())
    if not plain:
        raise InputError("Name an instrument or a part, such as cello or drums.")
    if any(player.name == plain and player.origin != "studio" for player in sheet.players):
        raise InputError(f"There is {plain} already.")
    refused = tuple(each for each in sheet.refused if each != plain)
    players = tuple(player for player in sheet.players if player.name != plain)
    return replace(sheet, players=(*players, Player(plain, origin="typed")), refused=refused)


def without_player(sheet: SongSheet, name: str) -> SongSheet:
    """The sheet that says nothing of a player, neither for nor against."""
    refused = tuple(each for each in sheet.refused if each != name)
    return replace(sheet, players=tuple(player for player in sheet.players if player.name != name), refused=refused)


def with_refused(sheet: SongSheet, name: str) -> SongSheet:
    """The sheet in which a player must not play."""
    sheet = without_player(sheet, name)
    return replace(sheet, refused=(*sheet.refused, name))


def with_leader(sheet: SongSheet, name: str, leads: bool = True) -> SongSheet:
    """The sheet in which one player has the tune, and no other."""
    changed = (
        replace(player, leads=leads, origin="typed")
        if player.name == name
        else replace(player, leads=player.leads and not leads)
        for player in sheet.players
    )
    return replace(sheet, players=tuple(changed))


def with_energy(sheet: SongSheet, kind: str, number: int, energy: float) -> SongSheet:
    """The sheet in which the ``number``th section of a kind has a strength from 0 to 1, typed."""
    request = SectionRequest(kind, number, energy=round(min(max(energy, 0.0), 1.0), 3), origin="typed")
    kept = tuple(
        replace(each, energy=None) if (each.kind, each.number) == (kind, number) and each.origin != "studio" else each
        for each in sheet.sections
        if not (each.kind == kind and each.number == number and _is_only_energy(each))
    )
    return replace(sheet, sections=(*kept, request))


def without_event(sheet: SongSheet, index: int) -> SongSheet:
    """The sheet without one of its moments."""
    return replace(sheet, events=sheet.events[:index] + sheet.events[index + 1 :])


def without_cue(sheet: SongSheet, index: int) -> SongSheet:
    """The sheet without one of its entries."""
    return replace(sheet, cues=sheet.cues[:index] + sheet.cues[index + 1 :])


def with_kept_locked(sheet: SongSheet, names: tuple[str, ...]) -> SongSheet:
    """The sheet with the named fields locked as they stand: what came out right shall stay."""
    locked = {name: Field(getattr(sheet, name).value, "locked") for name in names}
    return replace(sheet, **{name: field for name, field in locked.items() if field.value is not None})


def _is_only_energy(request: SectionRequest) -> bool:
    return request == SectionRequest(request.kind, request.number, energy=request.energy, origin=request.origin)
