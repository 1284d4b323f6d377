# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of drums in style files and their General MIDI notes, and how loud each is played beside the others."""

DRUM_NOTES = {
    "kick": 36, "kick_soft": 35, "snare": 38, "snare_electric": 40, "rim": 37, "clap": 39,
    "hat": 42, "pedal_hat": 44, "open_hat": 46, "ride": 51, "bell": 53, "ride_edge": 59,
    "crash": 49, "crash_two": 57, "china": 52, "splash": 55,
    "tom_high": 50, "tom_mid": 47, "tom_low": 43, "tom_floor": 41, "orchestra_bass": 35,
    "tambourine": 54, "cowbell": 56, "vibraslap": 58, "bongo_high": 60, "bongo_low": 61,
    "conga_mute": 62, "conga_open": 63, "conga_low": 64, "timbale_high": 65, "timbale_low": 66,
    "agogo_high": 67, "agogo_low": 68, "cabasa": 69, "maracas": 70, "shaker": 82, "guiro_short": 73, "guiro_long": 74,
    "clave": 75, "block_high": 76, "block_low": 77, "cuica_mute": 78, "cuica_open": 79,
    "triangle_mute": 80, "triangle": 81, "jingle": 83, "castanets": 85, "surdo_mute": 86, "surdo": 87,
}  # fmt: skip
_BALANCE = {
    "hat": 0.72, "pedal_hat": 0.7, "open_hat": 0.72, "crash_two": 0.66, "china": 0.66, "ride": 0.74, "bell": 0.8,
    "crash": 0.92, "shaker": 0.8, "clap": 0.92, "rim": 0.85, "tambourine": 0.8, "cowbell": 0.75, "triangle": 0.7,
    "cabasa": 0.8, "maracas": 0.8,
}  # fmt: skip
KICKS = frozenset({35, 36})
SNARES = frozenset({37, 38, 39, 40})
CHOKED_BY_HAT = 46  # a closed or pedal hat ends an open one


def balance(lane: str) -> float:
    """Velocity factor of a drum beside a kick or snare at 1."""
    return _BALANCE.get(lane, 1.0)
