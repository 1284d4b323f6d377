# SPDX-License-Identifier: GPL-3.0-or-later
"""Lyrics for the voice's figures, written for this project: style, tempo, meter, chords and words."""

from dataclasses import dataclass

from musicstudio.project.model import Chord, Key, Meter


@dataclass(frozen=True)
class Song:
    """One verse to sing: eight bars whose chords change every bar."""

    style: str
    bpm: float
    meter: Meter
    key: Key
    chords: tuple[tuple[int, str], ...]
    words: str
    bars: int = 8

    def chord_lane(self) -> tuple[Chord, ...]:
        """A chord a bar."""
        bar = self.meter.bar_ticks
        return tuple(Chord(i * bar, bar, *self.chords[i % len(self.chords)]) for i in range(self.bars))


SONGS = (
    Song("ballad", 68, Meter(0), Key(0), ((0, "maj"), (9, "min"), (5, "maj"), (7, "maj")), """
[Verse]
Slowly the morning is calling your name
Silver and silent the river of rain
Nothing is broken and nothing is lost
Sunlight is melting the window of frost
"""),
    Song("pop", 104, Meter(0), Key(7), ((7, "maj"), (2, "maj"), (4, "min"), (0, "maj")), """
[Chorus]
Hold on tonight we are never alone
Dancing together and finding a home
Open your heart to the beautiful sound
Turning the city around and around
"""),
    Song("rock", 132, Meter(0), Key(4, "minor"), ((4, "min"), (0, "maj"), (7, "maj"), (2, "maj")), """
[Chorus]
Burn down the walls and run
Faster than fire and sun
Give me a reason to stay
Carry the thunder away
"""),
    Song("folk waltz", 120, Meter(0, 3, 4), Key(2), ((2, "maj"), (7, "maj"), (9, "maj"), (2, "maj")), """
[Verse]
The road to the valley is winding and long
My mother would sing me a travelling song
"""),
    Song("dance", 124, Meter(0), Key(9, "minor"), ((9, "min"), (5, "maj"), (0, "maj"), (7, "maj")), """
[Drop]
Feel the light
Higher and higher
All of the night
We walk on the wire
"""),
    Song("slow hymn", 60, Meter(0), Key(5), ((5, "maj"), (10, "maj"), (0, "maj"), (5, "maj")), """
[Verse]
Peace on the mountain and peace on the sea
Gather the people and set them all free
"""),
)  # fmt: skip
