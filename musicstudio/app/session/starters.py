# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a first song may begin: sentences to be heard at once, and purposes whose sentence is still to be finished."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Starter:
    """icon: a file name in resources/icons. title and hint: as on its card. prompt: what it writes into the wish."""

    icon: str
    title: str
    hint: str
    prompt: str


def _example(icon: str, sentence: str) -> Starter:
    return Starter(icon, sentence, "", sentence)


EXAMPLES = (
    _example("quote", "Wistful piano ballad with cello, rain on the window, no drums, builds to a hopeful last chorus"),
    _example("repeat", "Tense 90 second boss fight loop, taiko and brass, 140 BPM"),
    _example("clock", "Warm 12 second podcast opening, soft synths, ends with a hit"),
    _example("sparkles", "Bright folk duet with verses and a chorus, guitars and claps, 90 seconds"),
)
PURPOSES = (
    Starter("file-music", "First song", "2:30, verse and chorus", "Hopeful pop song with verses and choruses, 2:30"),
    Starter("audio-lines", "Advert", "30 s, hit at 25 s", "Bright upbeat advert music, 30 seconds, a hit at 0:25"),
    Starter("headphones", "Podcast sting", "12 s, one clear end", "Warm podcast sting, 12 seconds, ends with a hit"),
    Starter("repeat", "Game loop", "one minute, seamless", "Exploration music for a cozy game, one minute loop"),
    Starter("clock", "Film cue", "turns at your time", "Quiet strings, 60 seconds, turns dark at 0:30, stops at 0:55"),
    Starter("audio-waveform", "Video bed", "under a voice", "Calm background music, 2 minutes, no melody"),
    Starter("metronome", "Beat", "16 bars, keys and bass", "Boom bap beat, 16 bars, drums, bass, electric piano"),
    Starter("piano", "Piano alone", "small and slow", "Solo piano, slow and gentle, 90 seconds"),
)
