# SPDX-License-Identifier: GPL-3.0-or-later
"""Which General MIDI program stands for an instrument of the studio, and which instrument plays a program."""

from functools import lru_cache

from musicstudio.instruments.catalogue import load
from musicstudio.project.model import Track

DRUM_CHANNEL = 9
_DRUM_ROLES = ("drums", "percussion")
_PROGRAM_OF_ROLE = {
    "vocals": 53, "backing": 52, "choir": 52, "bass": 33, "keys": 4, "guitar": 25, "strings": 48, "brass": 61,
    "woodwind": 73, "synth": 81, "lead": 80, "arp": 81, "pad": 89, "fx": 95,
}  # fmt: skip
_PROGRAM_OF_INSTRUMENT = {
    "saw_lead": 81, "square_lead": 80, "soft_lead": 82, "chip_lead": 80, "synth_bass": 38, "sub_bass": 39,
    "reese_bass": 38, "acid_bass": 38, "chip_bass": 38, "poly_synth": 90, "warm_pad": 89, "air_pad": 88, "dark_pad": 92,
    "kit_electronic": 24, "kit_808": 25,
}  # fmt: skip
_NEAREST = {
    2: "grand_piano", 3: "upright_piano", 5: "electric_piano", 9: "celesta", 13: "marimba", 14: "vibraphone",
    15: "harpsichord", 17: "organ", 18: "organ", 20: "accordion", 23: "accordion", 26: "clean_guitar",
    31: "clean_guitar", 37: "slap_bass", 38: "synth_bass", 39: "sub_bass", 49: "string_ensemble",
    50: "string_ensemble", 51: "string_ensemble", 54: "voice_oohs", 55: "brass_section", 62: "brass_section",
    63: "brass_section", 76: "pan_flute", 77: "flute", 79: "recorder", 80: "square_lead", 81: "saw_lead",
    82: "soft_lead", 83: "pluck", 84: "saw_lead", 85: "soft_lead", 86: "saw_lead", 87: "saw_lead", 88: "air_pad",
    89: "warm_pad", 90: "poly_synth", 91: "air_pad", 92: "dark_pad", 93: "air_pad", 94: "air_pad", 95: "warm_pad",
    106: "banjo", 107: "harp", 111: "oboe", 112: "celesta", 113: "steel_drums", 115: "marimba", 116: "timpani",
    117: "timpani", 118: "timpani",
}  # fmt: skip
_NEAREST_KIT = {24: "kit_electronic", 25: "kit_808"}
_SAME_SOUND = frozenset({38, 80, 81, 82, 88, 89, 90, 92})
"""Programs that synthesised instruments stand for, so that nobody needs to be told."""


def is_drums(track: Track) -> bool:
    """Whether a row's pitches name drums."""
    instrument = load().get(track.instrument)
    return instrument.is_drums if instrument else track.role in _DRUM_ROLES


def program_of(track: Track) -> int:
    """The program (0-127) that sounds most like a row; of a row of drums, the kit."""
    instrument = load().get(track.instrument)
    if instrument and instrument.kind == "soundfont":
        return instrument.preset
    if track.instrument in _PROGRAM_OF_INSTRUMENT:
        return _PROGRAM_OF_INSTRUMENT[track.instrument]
    return 0 if is_drums(track) else _PROGRAM_OF_ROLE.get(track.role, 0)


def program_of_instrument(name: str) -> int:
    """The program that a row with an instrument of the catalogue is written with."""
    instrument = load()[name]
    return program_of(Track("", name, role=instrument.role, instrument=name))


def instrument_of(program: int, plays_drums: bool = False) -> tuple[str, str]:
    """(role, instrument of the catalogue) for a program, or for a kit where it plays drums."""
    if plays_drums:
        return "drums", _by_preset(128).get(program) or _NEAREST_KIT.get(program, "kit_acoustic")
    name = _by_preset(0).get(program) or _NEAREST.get(program, "air_pad")
    return load()[name].role, name


def is_approximate(program: int) -> bool:
    """Whether the studio's instrument for a program is only the nearest one."""
    return program not in _by_preset(0) and program not in _SAME_SOUND


@lru_cache(maxsize=2)
def _by_preset(bank: int) -> dict[int, str]:
    found: dict[int, str] = {}
    for name, instrument in load().items():
        if instrument.kind == "soundfont" and instrument.bank == bank and (bank or not instrument.is_drums):
            found.setdefault(instrument.preset, name)
    return found
