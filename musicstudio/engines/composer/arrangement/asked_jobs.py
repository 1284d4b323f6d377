# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs that the sheet gives: who has the tune, how small the group is, who plays in which manner, what noise lies under
it."""

from msgspec.structs import replace

from musicstudio.project.model.sheet import Player, SongSheet

from ..plan import PartPlan
from ..prompt.lexicon import ids_of
from ..styles import PartStyle, StyleBlend
from .leader import as_leader, plays_chords
from .member import CHORDAL, Member, chords_for, member_for
from .naming import is_named
from .style_parts import in_reach

SMALL = 3
_MELODIES = ("lead", "riff", "double")
_QUIET_ROLES = ("pad", "strings", "bass", "keys")
_PLAYERS_BY_MANNER = {"arpeggio": "arp", "counter": "counter", "long": "pad", "short": "stabs"}
_RHYTHM = frozenset({"drums", "percussion"})


def with_asked_jobs(band: list[Member], sheet: SongSheet, styles: StyleBlend, has_vocals: bool) -> list[Member]:
    """The band with its leaders, its manners and its size as asked."""
    leaders = [player for player in sheet.players if player.leads]
    for player in sheet.players:
        if player.manner:
            band = _in_manner(band, player)
    for player in leaders:
        band = _led_by(band, player, styles, not has_vocals, sheet)
    band = _small(band, sheet, leaders) if sheet.is_small.value else band
    return _at_most(band, sheet, sheet.max_players.value) if sheet.max_players.value else band


def _in_manner(band: list[Member], player: Player) -> list[Member]:
    return [
        _with_player(member, player.manner) if is_named(player.name, member.spec.role, member.instrument) else member
        for member in band
    ]


def _with_player(member: Member, manner: tuple[str, ...]) -> Member:
    player = next((_PLAYERS_BY_MANNER[word] for word in manner if word in _PLAYERS_BY_MANNER), "")
    if player and member.spec.role not in _RHYTHM and member.spec.player != player:
        spec = PartStyle(
            name=f"{player} {member.instrument}", role=member.spec.role, player=player,
            instruments=(member.instrument,), title=member.spec.title, register=member.spec.register,
            pan=member.spec.pan, energy=0.15,
        )  # fmt: skip
        member = replace(member, spec=in_reach(spec, member.instrument))
    return replace(member, manner=manner)


def _led_by(band: list[Member], player: Player, styles: StyleBlend, only: bool, sheet: SongSheet) -> list[Member]:
    """The tune given to a player; others who had it accompany or go."""
    named = [m for m in band if is_named(player.name, m.spec.role, m.instrument) and m.spec.role not in _RHYTHM]
    ids = ids_of(player.name)
    chosen = next((m for m in named if m.spec.player in _MELODIES), named[0] if named else None)
    if chosen is None:
        if not ids:
            return band
        chosen = member_for(ids[0], styles)
        band = [*band, chosen]
    leader = replace(
        chosen, spec=in_reach(as_leader(chosen.spec, chosen.instrument), chosen.instrument), is_requested=True
    )
    has_chords = any(m is not chosen and m.instrument == chosen.instrument and m.spec.player in CHORDAL for m in band)
    keeps_chords = plays_chords(chosen.instrument) and not has_chords
    kept = []
    for member in (m for m in band if m is not chosen):
        had_melody = only and member.spec.player in ("lead", "double")
        if any(p.leads and is_named(p.name, member.spec.role, member.instrument) for p in sheet.players if p != player):
            kept.append(member)  # both have the tune, one after the other
        elif had_melody and any(ids_of(p.name) and is_named(p.name, member.spec.role, member.instrument)
                              for p in sheet.players):  # fmt: skip
            kept.append(_with_player(member, ("counter",)))  # asked for by name, so it stays, with a line of its own
        elif not had_melody:
            kept.append(member)
    return [*kept, *([chords_for(chosen, styles)] if keeps_chords else []), leader]


def _small(band: list[Member], sheet: SongSheet, leaders: list[Player]) -> list[Member]:
    """Those asked for, and one or two quiet players beside them; no rhythm section."""
    names = [player.name for player in sheet.players]
    asked = [m for m in band if any(is_named(name, m.spec.role, m.instrument) for name in names)]
    chords = [m for m in asked if m.spec.player not in _MELODIES]
    quiet = sorted(
        (m for m in band if m not in asked and m.spec.role in _QUIET_ROLES and m.spec.player not in _MELODIES),
        key=lambda m: _QUIET_ROLES.index(m.spec.role),
    )
    vacant = max(0, SMALL - len(asked))
    return [*asked, *quiet[: vacant if chords else max(vacant, 1)]]


_FIRST_KEPT = ("lead", "drums", "bass", "keys", "guitar", "strings", "pad")


def _at_most(band: list[Member], sheet: SongSheet, most: int) -> list[Member]:
    """As many instruments as were allowed: those asked for, who has the tune, then the rhythm section and chords."""
    names = [player.name for player in sheet.players]

    def rank(member: Member) -> tuple[bool, bool, int]:
        role = member.spec.role
        is_asked = any(is_named(name, role, member.instrument) for name in names)
        place = _FIRST_KEPT.index(role) if role in _FIRST_KEPT else len(_FIRST_KEPT)
        return (not is_asked, member.spec.player not in _MELODIES, place)

    kept: list[str] = []
    for member in sorted(band, key=rank):
        if member.instrument not in kept and len(kept) < most:
            kept.append(member.instrument)
    return [member for member in band if member.instrument in kept]


def without_chords(band: list[Member], sheet: SongSheet) -> list[Member]:
    """Nobody who plays chords or an accompaniment of them; somebody always stays."""
    names = [player.name for player in sheet.players]
    kept = [
        m
        for m in band
        if m.spec.role in (*_RHYTHM, "bass")
        or m.spec.player in _MELODIES
        or (m.spec.player == "counter" and any(is_named(n, m.spec.role, m.instrument) for n in names))
    ]
    return kept or band[:1]


def textures_of(sheet: SongSheet) -> list[PartPlan]:
    """A row for each noise under the music."""
    return [
        PartPlan(f"{name.capitalize()} noise", "fx", f"texture//{name}", f"texture_{name}") for name in sheet.textures
    ]


def manner_of(part: PartPlan, sheet: SongSheet) -> tuple[str, ...]:
    """How a part was asked to play."""
    if part.role in _RHYTHM:  # "sparse percussion" is said of the whole kit
        return next((p.manner for p in sheet.players if p.manner and p.name in _RHYTHM), ())
    return next((p.manner for p in sheet.players if p.manner and is_named(p.name, part.role, part.instrument)), ())
