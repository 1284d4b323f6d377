# SPDX-License-Identifier: GPL-3.0-or-later
"""Balance: levels by role, a place in the width for each, and room in the spectrum for the lead.

The levels are common practice of mixes in which the lead is understood: how much softer each role is than the lead
while both sound (LU).
"""

from collections.abc import Iterator
from math import log2

import numpy as np

from musicstudio.project.edits import strips as edits
from musicstudio.project.model import Device, Project, Track

from ..devices import device_values
from .hearing import BAND_CENTERS_HZ, Heard, Powers, masking_index
from .suggestion import Suggestion, free_bell, plain_eq, set_eq

UNDER_LEAD_LU = {
    "vocals": 0.0, "lead": 0.0, "drums": 1.5, "bass": 3.0, "percussion": 7.0, "keys": 5.0, "guitar": 5.0,
    "strings": 6.5, "brass": 5.0, "woodwind": 5.0, "synth": 5.5, "arp": 7.5, "pad": 8.5, "choir": 7.5, "backing": 6.0,
    "fx": 10.0, "other": 5.0,
}  # fmt: skip
_LEADS = ("vocals", "lead")
_LOW_ROLES = frozenset({"bass", "drums", "percussion", "fx", "other"})
_SPREAD_ROLES = frozenset({"keys", "guitar", "strings", "brass", "woodwind", "synth", "arp", "percussion", "backing"})
_PLACES = (-0.25, 0.25, -0.45, 0.45, -0.15, 0.15)
_MAX_CHANGE_DB, _MIN_CHANGE_DB, _MAX_LIFT_DB = 6.0, 0.7, 3.0
# Covered up to here a lead is understood; above, the balance shall take a third of it away.
_CLEAR, _LESS_COVERED = 0.1, 0.67
_CENTERS = np.array(BAND_CENTERS_HZ)
_VOICE_HZ = (900.0, 5000.0)
_MAX_CUT_DB, _MIN_CUT_DB = 4.0, 1.0
_LOW_CUT_HZ, _MONO_BELOW_HZ = 110.0, 110.0
Sounds = dict[str, Heard]


def suggest_balance(project: Project, sounds: Sounds) -> list[Suggestion]:
    """What would bring a song into balance, judged from each track as it is heard after its fader (by track id)."""
    tracks = [track for track in project.tracks if track.id in sounds and not sounds[track.id].is_silent]
    lead = find_lead(tracks, sounds)
    if lead is None:
        return []
    changes_db = _keep_lead_clear(_level_changes(tracks, sounds, lead), sounds, lead)
    rows = [*_levels(tracks, changes_db), *_places(tracks, lead)]
    return [*rows, *_room_for_lead(tracks, sounds, lead, changes_db), *_lows(tracks, sounds)]


def find_lead(tracks: list[Track], sounds: Sounds) -> Track | None:
    """Who is to be understood: a voice, else a lead instrument, else the loudest that can carry a tune."""
    for role in _LEADS:
        if of_role := [track for track in tracks if track.role == role]:
            return max(of_role, key=lambda track: sounds[track.id].lufs)
    tuneful = [track for track in tracks if track.role in _SPREAD_ROLES - {"percussion", "backing"}]
    return max(tuneful, key=lambda track: sounds[track.id].lufs, default=None)


def _level_changes(tracks: list[Track], sounds: Sounds, lead: Track) -> dict[str, float]:
    """How many dB each track is to change: as little in all as brings them to their places beside the lead."""
    counts = {role: sum(track.role == role for track in tracks) for role in UNDER_LEAD_LU}
    changes = {lead.id: 0.0}
    for track in tracks:
        if track is lead:
            continue
        # Several of one role share its level.
        shared_lu = 1.5 * log2(max(1, counts.get(track.role, 1)))
        wanted = sounds[lead.id].lufs - UNDER_LEAD_LU.get(track.role, 5.0) - shared_lu
        changes[track.id] = wanted - sounds[track.id].lufs
    lift = min(max(-float(np.median(list(changes.values()))), 0.0), _MAX_LIFT_DB)
    return {track_id: _worth_it(change + lift) for track_id, change in changes.items()}


def _keep_lead_clear(changes_db: dict[str, float], sounds: Sounds, lead: Track) -> dict[str, float]:
    """The changes with which less of the lead is covered than before: others are raised less, and where much of it
    still is, the lead comes forward.
    """
    others = [track_id for track_id in changes_db if track_id != lead.id]

    def lead_covered(changes: dict[str, float]) -> float:
        gains_db = [changes[track_id] - changes[lead.id] for track_id in others]
        return masking_index(sounds[lead.id], [sounds[track_id] for track_id in others], gains_db)

    def raised_by(share: float) -> dict[str, float]:
        return {track_id: _worth_it(min(change, change * share)) for track_id, change in changes_db.items()}

    before = lead_covered(dict.fromkeys(changes_db, 0.0))
    clear_enough = max(before, _CLEAR / 2)
    kept = next(
        (found for share in (1.0, 0.5) if lead_covered(found := raised_by(share)) <= clear_enough), raised_by(0.0)
    )
    aim = max(_CLEAR, _LESS_COVERED * before)
    for lift_db in np.arange(_MIN_CHANGE_DB, _MAX_LIFT_DB + 0.1, 0.5):
        if lead_covered(kept) <= aim:
            break
        kept = kept | {lead.id: round(float(lift_db), 1)}
    return kept


def _worth_it(change_db: float) -> float:
    """A change within what is sensible, in tenths; none where it would hardly be heard."""
    bounded = min(max(change_db, -_MAX_CHANGE_DB), _MAX_CHANGE_DB)
    return round(bounded, 1) if abs(bounded) >= _MIN_CHANGE_DB else 0.0


def _levels(tracks: list[Track], changes_db: dict[str, float]) -> Iterator[Suggestion]:
    for track in tracks:
        change = changes_db[track.id]
        is_automated = any(lane.target == "gain_db" and lane.points for lane in track.strip.automation)
        if not change or is_automated:
            continue
        gain_db = round(min(max(track.strip.gain_db + change, -60.0), 12.0), 1)
        title = f"{track.name} {change:+.1f} dB".replace("-", "−")
        yield Suggestion(track.id, title, "level for its role", edits.set_gain({track.id}, gain_db))


def _places(tracks: list[Track], lead: Track) -> Iterator[Suggestion]:
    """Those that all stand in the middle are spread; lows and the lead stay there."""
    middle = [t for t in tracks if t is not lead and t.role in _SPREAD_ROLES and abs(t.strip.pan) < 0.05]
    middle = [t for t in middle if not any(lane.target == "pan" and lane.points for lane in t.strip.automation)]
    if len(middle) < 2:
        return
    for track, pan in zip(middle, _PLACES, strict=False):
        side = f"{'L' if pan < 0 else 'R'}{abs(round(pan * 100))}"
        yield Suggestion(track.id, f"{track.name} pan {side}", "clears the middle", edits.set_pan({track.id}, pan))


def _room_for_lead(
    tracks: list[Track], sounds: Sounds, lead: Track, changes_db: dict[str, float]
) -> Iterator[Suggestion]:
    """A gentle cut where a track is as strong as the lead in the band in which the lead is understood."""
    moments = sounds[lead.id].active
    own = sounds[lead.id].mean_powers()
    inside = (_VOICE_HZ[0] <= _CENTERS) & (_VOICE_HZ[1] >= _CENTERS)
    for track in tracks:
        bell = free_bell(track.strip.devices)
        if track is lead or not bell or track.role == "drums":
            continue
        theirs = sounds[track.id].mean_powers(moments) * 10 ** ((changes_db[track.id] - changes_db[lead.id]) / 10)
        over_db = np.where(inside & (own > own[inside].max() * 0.02), _db(theirs) - _db(own), -np.inf)
        band = int(over_db.argmax())
        cut_db = float(np.clip((over_db[band] + 6.0) / 2, 0.0, _MAX_CUT_DB))
        if cut_db < _MIN_CUT_DB or _has_dip(track, float(_CENTERS[band])):
            continue
        frequency_hz, cut_db = round(_CENTERS[band] / 10) * 10.0, round(cut_db, 1)
        title = f"{track.name}: dip at {frequency_hz / 1000:.1f} kHz, −{cut_db:.1f} dB"
        params = {f"{bell}_hz": frequency_hz, f"{bell}_db": -cut_db, f"{bell}_q": 1.2}
        yield Suggestion(track.id, title, f"room for {lead.name}", set_eq(track.id, params))


def _has_dip(track: Track, frequency_hz: float) -> bool:
    """Whether the strip makes room there already."""
    values = device_values(plain_eq(track.strip.devices) or Device("", "eq"))
    bells = ((values[f"bell{n}_hz"], values[f"bell{n}_db"]) for n in (1, 2, 3, 4))
    return any(gain_db < 0 and abs(log2(bell_hz / frequency_hz)) < 0.75 for bell_hz, gain_db in bells)


def _lows(tracks: list[Track], sounds: Sounds) -> Iterator[Suggestion]:
    """No rumble under parts that are not low, and lows in the middle."""
    below = _CENTERS < _LOW_CUT_HZ * 0.8
    for track in tracks:
        powers = sounds[track.id].mean_powers()
        device = plain_eq(track.strip.devices)
        low_cut_hz = device_values(device or Device("", "eq"))["low_cut_hz"]
        has_rumble = powers[below].sum() > powers.sum() * 0.02
        if track.role not in _LOW_ROLES and has_rumble and low_cut_hz < _LOW_CUT_HZ * 0.8:
            title = f"{track.name}: low cut at {_LOW_CUT_HZ:.0f} Hz"
            yield Suggestion(track.id, title, "clears the lows", set_eq(track.id, {"low_cut_hz": _LOW_CUT_HZ}))
        is_wide = sounds[track.id].low_side_share > 0.15 and powers[below].sum() > powers.sum() * 0.1
        if is_wide and not any(device.kind == "stereo_width" for device in track.strip.devices):
            width = Device(f"mono-{track.id}", "stereo_width", {"mono_below_hz": _MONO_BELOW_HZ})
            title = f"{track.name}: mono under {_MONO_BELOW_HZ:.0f} Hz"
            yield Suggestion(track.id, title, "lows that survive mono", edits.add_device(track.id, width))


def _db(powers: Powers) -> Powers:
    return np.asarray(10 * np.log10(np.maximum(powers, 1e-12)))
