# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything a prompt states outright, gathered from the readers of tempo, key, metre, length, players and shape."""

from msgspec import Struct

from musicstudio.project.model import Key

from .duration import read_bars, read_durations, read_hits
from .instrumentation import Instrumentation, read_instrumentation
from .meter import read_meter
from .shape import Shape, read_shape
from .tempo import read_bpms, read_marking, read_pace
from .tonality import read_keys, read_mode
from .wording import tidy


class Facts(Struct, frozen=True):
    """What was read; None or empty where nothing was said. text: the tidied prompt. notices: contradictions,
    resolved and told.

    pace: 0 slowest to 1 fastest of what the style plays. marking_bpm: the tempo of "allegro".
    """

    text: str
    players: Instrumentation
    shape: Shape
    bpm: float | None = None
    marking_bpm: float | None = None
    pace: float | None = None
    key: Key | None = None
    mode: str | None = None
    meter: tuple[int, int] | None = None
    duration_s: float | None = None
    bars: int | None = None
    hits_s: tuple[float, ...] = ()
    notices: tuple[str, ...] = ()


def read_facts(prompt: str) -> Facts:
    """Read a prompt in any wording. Raises `InputError` for a tempo that cannot be played."""
    text = tidy(prompt)
    players = read_instrumentation(text)
    bpms, keys, lengths = read_bpms(text), read_keys(text), read_durations(text)
    return Facts(
        text=text,
        players=players,
        shape=read_shape(text, players.refused),
        bpm=bpms[0] if bpms else None,
        marking_bpm=read_marking(players.kept),
        pace=read_pace(players.kept),
        key=keys[0] if keys else None,
        mode=read_mode(text),
        meter=read_meter(players.kept),
        duration_s=lengths[0] if lengths else None,
        bars=read_bars(text),
        hits_s=read_hits(text),
        notices=tuple(_notices(bpms, keys, lengths)),
    )


def _notices(bpms: tuple[float, ...], keys: tuple[Key, ...], lengths: tuple[float, ...]) -> list[str]:
    notices = []
    if len(bpms) > 1:
        notices.append(f"The prompt names {len(bpms)} tempi; {bpms[0]:g} BPM, the first, was taken.")
    if len(keys) > 1:
        notices.append(f"The prompt names {len(keys)} keys; {keys[0].name}, the first, was taken.")
    if len(lengths) > 1:
        notices.append(f"The prompt names {len(lengths)} lengths; {lengths[0]:g} seconds, the first, was taken.")
    return notices
