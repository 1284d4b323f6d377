# SPDX-License-Identifier: GPL-3.0-or-later
"""The network's alphabet: symbols, durations, metres, styles and buckets, all relative to the tonic.

Nothing here depends on the key, so a tune in F and the same tune in B flat are one and the same to the network.
"""

from musicstudio.engines.composer.melody_model.qualities import MODEL_QUALITIES

UNITS_PER_QUARTER = 12
"""The grid: 3 units are a 16th, 4 a triplet quaver; 960 ticks a quarter make a unit 80 ticks."""
TICKS_PER_UNIT = 80
BEAT_GRID = (0, 2, 3, 4, 6, 8, 9, 10)
"""Where in a quarter a note may start: 16ths, triplet quavers and triplet 16ths."""

PAD, START, MASK, UNKNOWN, REST, HOLD = range(6)
"""MASK hides what is to be written; UNKNOWN stands for chords nobody wrote; HOLD ties over the bar line."""
PITCH_FIRST = 6
PITCH_LOW, PITCH_HIGH = -14, 29
NO_CHORD = PITCH_FIRST + PITCH_HIGH - PITCH_LOW + 1
CHORD_FIRST = NO_CHORD + 1
SYMBOLS = CHORD_FIRST + 12 * len(MODEL_QUALITIES)

MAX_UNITS = 72
DURATIONS = MAX_UNITS + 1

METERS = ((0, 0), (2, 4), (3, 4), (4, 4), (6, 8), (9, 8), (12, 8), (3, 2), (3, 8))
STYLES = (
    "any", "folk", "reel", "jig", "slipjig", "hornpipe", "waltz", "air", "march", "strathspey",
    "standard", "jazz", "song", "chorale", "carol",
)  # fmt: skip
MODES = ("any", "major", "minor", "dorian", "mixolydian")
PARTS = ("any", "first", "second", "later")

SECTION_POSITIONS = 18
"""Bar of the section 0 to 15; 16 unknown; 17 an upbeat before the section."""
POSITION_UNKNOWN, POSITION_PICKUP = 16, 17
TO_END = 17
"""Bars that follow in the section, 0 to 15 (15: or more); 16 unknown."""
TO_END_UNKNOWN = 16

ECHO_OFFSETS = (1, 2, 4, 8)
ECHO_KINDS = ("rhythm", "contour", "melody")
ECHO_UNKNOWN, ECHO_NEW = 0, 1
ECHOES = 2 + len(ECHO_OFFSETS) * len(ECHO_KINDS)
"""How a bar answers an earlier one: unknown, new, or (kind, bars back)."""

DENSITY_EDGES = (0.7, 1.0, 1.4, 1.9)
"""Notes a quarter; bucket 0 is unknown, 1 the sparsest."""
REGISTER_EDGES = (2.0, 4.5, 7.0, 9.5)
"""Mean pitch in semitones above the tonic."""
CHORD_RATE_EDGES = (0.2, 0.3, 0.45, 0.8)
"""Chords a quarter."""
COLOR_EDGES = (0.03, 0.2, 0.5)
"""Share of chords that are more than a plain major or minor triad."""
SYNCOPATION_EDGES = (0.02, 0.1, 0.25)
"""Share of notes that start off the beat and last beyond the next beat."""


def pitch_symbol(semitones_above_tonic: int) -> int:
    """The symbol of a pitch, folded by octaves into the range that the network knows."""
    folded = semitones_above_tonic
    while folded < PITCH_LOW:
        folded += 12
    while folded > PITCH_HIGH:
        folded -= 12
    return PITCH_FIRST + folded - PITCH_LOW


def symbol_pitch(symbol: int) -> int:
    """Semitones above the tonic of a pitch symbol."""
    return symbol - PITCH_FIRST + PITCH_LOW


def is_pitch(symbol: int) -> bool:
    """Whether the symbol starts a note."""
    return PITCH_FIRST <= symbol < NO_CHORD


def chord_symbol(root_above_tonic: int, quality: str) -> int:
    """The symbol of a chord; ``quality`` is one of `MODEL_QUALITIES`."""
    return CHORD_FIRST + (root_above_tonic % 12) * len(MODEL_QUALITIES) + MODEL_QUALITIES.index(quality)


def symbol_chord(symbol: int) -> tuple[int, str]:
    """(root in semitones above the tonic, quality) of a chord symbol."""
    root, quality = divmod(symbol - CHORD_FIRST, len(MODEL_QUALITIES))
    return root, MODEL_QUALITIES[quality]


def is_chord(symbol: int) -> bool:
    """Whether the symbol is a sounding chord."""
    return symbol >= CHORD_FIRST


def bucket(value: float, edges: tuple[float, ...]) -> int:
    """1 to len(edges) + 1: which of the buckets between ``edges`` holds ``value`` (0 is kept for unknown)."""
    return 1 + sum(value > edge for edge in edges)


def echo_class(kind: str, bars_back: int) -> int:
    """The number of one way to answer an earlier bar."""
    return 2 + ECHO_KINDS.index(kind) * len(ECHO_OFFSETS) + ECHO_OFFSETS.index(bars_back)
