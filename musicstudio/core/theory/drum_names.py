# SPDX-License-Identifier: GPL-3.0-or-later
"""What drummers call the notes of General MIDI's drum map."""

DRUM_NAMES: dict[int, str] = {
    35: "Kick 2", 36: "Kick", 37: "Side stick", 38: "Snare", 39: "Clap", 40: "Snare 2", 41: "Low floor tom",
    42: "Closed hat", 43: "High floor tom", 44: "Pedal hat", 45: "Low tom", 46: "Open hat", 47: "Low mid tom",
    48: "High mid tom", 49: "Crash", 50: "High tom", 51: "Ride", 52: "China", 53: "Ride bell", 54: "Tambourine",
    55: "Splash", 56: "Cowbell", 57: "Crash 2", 58: "Vibraslap", 59: "Ride 2", 60: "High bongo", 61: "Low bongo",
    62: "Muted conga", 63: "High conga", 64: "Low conga", 65: "High timbale", 66: "Low timbale", 67: "High agogo",
    68: "Low agogo", 69: "Cabasa", 70: "Maracas", 71: "Short whistle", 72: "Long whistle", 73: "Short guiro",
    74: "Long guiro", 75: "Claves", 76: "High wood block", 77: "Low wood block", 78: "Muted cuica", 79: "Open cuica",
    80: "Muted triangle", 81: "Open triangle",
}  # fmt: skip
"""By MIDI pitch."""

DRUM_KIT = tuple(range(35, 60))
PERCUSSION = tuple(range(54, 82))


def drum_name(pitch: int) -> str:
    """``Snare`` for 38; a pitch that the map does not name by its number."""
    return DRUM_NAMES.get(pitch, str(pitch))
