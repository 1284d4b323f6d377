# SPDX-License-Identifier: GPL-3.0-or-later
"""What a style file must keep to beyond its types, each failure in words for the musician who wrote it."""

from collections.abc import Iterator

from musicstudio.instruments.tones import BANDS_HZ
from musicstudio.project.model.tracks import ROLES

from .drum_map import DRUM_NOTES
from .style import Groove, PartStyle, Style

SECTION_KINDS = ("intro", "verse", "prechorus", "chorus", "bridge", "break", "build", "drop", "solo", "outro", "other")
MODES = ("major", "minor", "dorian", "mixolydian", "phrygian", "lydian")
PLAYER_NAMES = frozenset({
    "drums", "percussion", "timpani", "bass", "walking_bass", "drone", "comp", "jazz_comp", "strum", "pick", "power",
    "pad", "divisi", "stabs", "arp", "ostinato", "sparkle", "riff", "lead", "double", "counter", "riser", "texture",
})  # fmt: skip
_DRUM_STEPS = frozenset(".-xXo?rtf")
_PITCHED_STEPS = frozenset(".-xXouBFRrvsaT") | frozenset("12345678")


def problems_of(style: Style) -> list[str]:
    """Everything wrong with a style; empty when it can be used."""
    problems = [*_song_problems(style)]
    for groove in style.groove:
        problems += _groove_problems(groove)
    for part in style.part:
        problems += _part_problems(part)
    names = [part.name for part in style.part]
    problems += [f"two parts are called {name}" for name in sorted(set(names)) if names.count(name) > 1]
    return problems


def _song_problems(style: Style) -> Iterator[str]:
    low, high = style.bpm
    if not 20 <= low <= style.usual_bpm <= high <= 400:
        yield "bpm and usual_bpm must lie in order between 20 and 400"
    if not style.about or not style.part or not style.song.forms:
        yield "about, part and forms must not be empty"
    for mode in style.modes:
        if mode not in MODES:
            yield f"the mode {mode} is unknown"
    if len(style.mix.curve) not in (0, len(BANDS_HZ)):
        yield f"the curve of the mix needs {len(BANDS_HZ)} levels"
    for kind in style.vocals.doubled:
        if kind not in SECTION_KINDS:
            yield f"the lead cannot be doubled in {kind}, which is no section kind"
    for form in style.song.forms:
        for entry in form:
            kind, _, bars = entry.partition(" ")
            if kind not in SECTION_KINDS or not bars.isdigit() or int(bars) < 1:
                yield f'"{entry}" is not a section kind and a number of bars'


def _groove_problems(groove: Groove) -> Iterator[str]:
    for lane, pattern in groove.lanes.items():
        if lane not in DRUM_NOTES:
            yield f"there is no drum called {lane}"
        yield from _pattern_problems(f"the {lane} lane", pattern, _DRUM_STEPS)


def _part_problems(part: PartStyle) -> Iterator[str]:
    if part.role not in ROLES:
        yield f"{part.name} has the unknown role {part.role}"
    if part.player not in PLAYER_NAMES:
        yield f"{part.name} has the unknown player {part.player}"
    if not part.instruments:
        yield f"{part.name} names no instrument"
    if not 0 <= part.register[0] < part.register[1] <= 127:
        yield f"{part.name} has a register outside MIDI 0 to 127"
    for patterns in part.patterns.values():
        for pattern in patterns:
            yield from _pattern_problems(part.name, pattern, _PITCHED_STEPS)


def _pattern_problems(owner: str, pattern: str, steps: frozenset[str]) -> Iterator[str]:
    bars = [bar.replace(" ", "") for choice in pattern.split("/") for bar in choice.split("|")]
    if any(not bar for bar in bars):
        yield f"{owner} has an empty bar"
    for step in sorted(set("".join(bars)) - steps):
        yield f"{owner} has the unknown step {step}"
