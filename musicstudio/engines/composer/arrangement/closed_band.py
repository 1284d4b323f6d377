# SPDX-License-Identifier: GPL-3.0-or-later
"""A band that the user named to the last player: everybody gets a job, and nobody else joins."""

from msgspec.structs import replace

from musicstudio.instruments import catalogue
from musicstudio.project.model.sheet import Player

from ..prompt.lexicon import ids_of, role_of
from ..styles import PartStyle, StyleBlend
from .leader import as_leader, plays_chords
from .member import Member, chords_for, from_any_style, member_for
from .style_parts import default_player, in_reach
from .wanted import Wanted, instrument_role

_RHYTHM = frozenset({"drums", "percussion"})
_MELODIC = frozenset({"strings", "brass", "woodwind", "lead"})
_ENSEMBLES = frozenset(
    {"string_ensemble", "tremolo_strings", "brass_section", "choir_aahs", "voice_oohs", "pizzicato", "harp"}
)
_INNER = ("double", "counter", "counter", "counter")


def closed_band(players: tuple[Player, ...], styles: StyleBlend, has_vocals: bool) -> list[Member]:
    """One member for each player named (two for two violins), with the tune, the bass and the middle shared out."""
    members = [member for player in players for member in _members(player, styles)]
    leads = next((member for player, member in _pair_players(players, members) if player.leads), None)
    pitched = [member for member in members if member.spec.role not in _RHYTHM]
    lines = [member for member in pitched if _is_line(member)]
    if not has_vocals:
        leads = leads or _leader(pitched, lines)
    return _with_jobs(members, lines, leads, styles)


def _members(player: Player, styles: StyleBlend) -> list[Member]:
    ids = ids_of(player.name)
    wanted = Wanted((player.name,), ())
    role = role_of(player.name) or player.name
    first = member_for(ids[0], styles) if ids else from_any_style(role, styles, wanted)
    copies = [replace(first, number=number) for number in range(1, player.count)]
    return [replace(first, manner=player.manner), *copies]


def _pair_players(players: tuple[Player, ...], members: list[Member]) -> list[tuple[Player, Member]]:
    counted = [player for player in players for _ in range(max(1, player.count))]
    return list(zip(counted, members, strict=True))


def _is_line(member: Member) -> bool:
    """Whether an instrument plays one note at a time."""
    return instrument_role(member.instrument) in _MELODIC and member.instrument not in _ENSEMBLES


def _middle(member: Member) -> float:
    found = catalogue.load().get(member.instrument)
    return (found.low + found.high) / 2 if found else 60.0


def _leader(pitched: list[Member], lines: list[Member]) -> Member | None:
    """The highest melodic instrument, else guitar or keys, else whoever there is."""
    if lines:
        return max(lines, key=_middle)
    able = [member for member in pitched if member.spec.role != "bass"] or pitched
    order = ("choir", "guitar", "keys", "synth", "arp", "pad")
    return min(able, key=lambda m: order.index(m.spec.role) if m.spec.role in order else 9, default=None)


def _with_jobs(members: list[Member], lines: list[Member], leads: Member | None, styles: StyleBlend) -> list[Member]:
    """The leader has the tune (a keyboard keeps its chords as well); the lowest line plays the bass where nobody does;
    the lines between them are inner voices."""
    has_bass = any(member.spec.role == "bass" or plays_chords(member.instrument) for member in members)
    rest = sorted((member for member in lines if member is not leads), key=_middle)
    bass = rest[0] if rest and not has_bass and (leads is None or _middle(rest[0]) < _middle(leads)) else None
    inner = [member for member in reversed(rest) if member is not bass]
    band: list[Member] = []
    for member in members:
        if member is leads:
            spec = in_reach(as_leader(member.spec, member.instrument), member.instrument)
            band += [chords_for(member, styles)] if plays_chords(member.instrument) else []
            band += [replace(member, is_requested=True)] if member.instrument in _ENSEMBLES else []
            band.append(replace(member, spec=spec, is_requested=True))
        elif member is bass:
            band.append(_job(member, "bass", "bass line"))
        elif member in inner:
            band.append(_job(member, _INNER[min(inner.index(member), len(_INNER) - 1)], "inner voice"))
        else:
            band.append(_without_melody(member))
    return band


def _job(member: Member, player: str, name: str) -> Member:
    found = catalogue.load().get(member.instrument)
    title = found.title if found else member.spec.title
    title = f"{title} {member.number + 1}" if member.number else title
    spec = PartStyle(
        name=f"{name} {member.instrument} {member.number}".strip(), role=member.spec.role, player=player,
        instruments=(member.instrument,), title=title, register=_register(member, player),
        velocity=member.spec.velocity, pan=member.spec.pan, reverb_db=member.spec.reverb_db,
    )  # fmt: skip
    return replace(member, spec=spec, is_requested=True)


def _register(member: Member, player: str) -> tuple[int, int]:
    """The bass at the bottom of the instrument, an inner voice in its middle."""
    found = catalogue.load().get(member.instrument)
    low, high = (found.low, found.high) if found else (48, 72)
    if player == "bass":
        return low, min(high, low + 22)
    return max(low, min(55, high - 20)), min(high, max(low + 20, 79))


def _without_melody(member: Member) -> Member:
    """A member whose style entry would play the tune, but who does not lead, accompanies."""
    if member.spec.player not in ("lead", "riff", "double"):
        return replace(member, spec=replace(member.spec, energy=0.0, sections=(), not_in=()), is_requested=True)
    role = instrument_role(member.instrument)
    spec = PartStyle(name=member.instrument, role=role, player=default_player(role), instruments=(member.instrument,))
    return replace(member, spec=in_reach(spec, member.instrument), is_requested=True)
