# SPDX-License-Identifier: GPL-3.0-or-later
"""Playing a cell's notes on a SoundFont preset: a small pool of synthesizers that share their samples."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np

from musicstudio.core.units import SAMPLE_RATE

from ..events import BLOCK_FRAMES, SILENCE, Audio, TimedNote, trim_tail
from .bank import find_soundfont
from .fluid import FluidSynth

MAX_TAIL_S = 12
_TAIL_STEP = 64 * BLOCK_FRAMES


def play(notes: list[TimedNote], bank: int, preset: int, is_drums: bool) -> Audio:
    """Render notes to (2, frames) float32, dry, with the natural tail. Events fall within 32 frames of their time.

    The same notes give the same bytes whatever was played before and on any thread.
    """
    with _borrow_synth(find_soundfont()) as synth:
        with _loading_lock:
            channel = synth.channel_of(bank, preset)
        synth.reset()
        body, rest = _play_body(synth, notes, channel, is_drums)
        tail = _play_tail(synth)
    return trim_tail(np.concatenate([body[:, :rest], tail], axis=1))


def _play_body(synth: FluidSynth, notes: list[TimedNote], channel: int, is_drums: bool) -> tuple[Audio, int]:
    events = _events(notes, is_drums)
    end = max(frame for frame, *_ in events)
    audio = np.zeros((2, end + BLOCK_FRAMES), np.float32)
    now = 0
    for frame, is_on, pitch, velocity in events:
        if frame > now:
            synth.write(audio, now, frame)
            now = frame
        if is_on:
            synth.note_on(channel, pitch, velocity)
        else:
            synth.note_off(channel, pitch)
    return audio, now


def _play_tail(synth: FluidSynth) -> Audio:
    pieces = [np.zeros((2, 0), np.float32)]
    for _ in range(MAX_TAIL_S * SAMPLE_RATE // _TAIL_STEP):
        piece = np.zeros((2, _TAIL_STEP), np.float32)
        synth.write(piece, 0, _TAIL_STEP)
        pieces.append(piece)
        if synth.voice_count() == 0 or np.abs(piece).max() < SILENCE / 2:
            break
    return np.concatenate(pieces, axis=1)


def _events(notes: list[TimedNote], is_drums: bool) -> list[tuple[int, bool, int, int]]:
    """(frame on the block grid, is on, pitch, velocity); offs come before ons. A drum is struck, not held."""
    events = []
    for note in notes:
        on = (note.start + BLOCK_FRAMES // 2) // BLOCK_FRAMES * BLOCK_FRAMES
        off = max(on + BLOCK_FRAMES, (note.start + note.length) // BLOCK_FRAMES * BLOCK_FRAMES)
        events.append((on, True, note.pitch, note.velocity))
        if not is_drums:
            events.append((off, False, note.pitch, 0))
    return sorted(events)


@contextmanager
def _borrow_synth(soundfont: Path) -> Iterator[FluidSynth]:
    pool = _pool(soundfont, soundfont.stat().st_mtime_ns)
    with _pool_lock:
        synth = pool.pop() if pool else None
    if synth is None:
        with _loading_lock:
            synth = FluidSynth(soundfont)
    try:
        yield synth
    except BaseException:
        synth.close()
        raise
    with _pool_lock:
        pool.append(synth)


_pool_lock = Lock()
# FluidSynth shares samples between synthesizers: two that load at once got them at the wrong level.
_loading_lock = Lock()


@lru_cache(maxsize=2)
def _pool(soundfont: Path, modified_ns: int) -> list[FluidSynth]:
    """Idle synthesizers of one file as it stands on the disk: never more than were ever in use at a time."""
    del soundfont, modified_ns
    return []
