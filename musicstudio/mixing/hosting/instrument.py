# SPDX-License-Identifier: GPL-3.0-or-later
"""A third-party instrument plays the notes of a clip, in its own process."""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio, silence
from musicstudio.project.model import Device, PluginRef

from ..automation import Curve
from .child import LOADING_S, Child
from .children import children

_PIECE_FRAMES = 2 * SAMPLE_RATE
# How long a setting that moves stands still.
_TURNED_FRAMES = 512
_MAX_TAIL_FRAMES = 10 * SAMPLE_RATE
_PATIENCE_S = 30.0
_SILENCE = 1e-4
_NOTE_ON, _NOTE_OFF = 0x90, 0x80


PlayedNote = tuple[int, int, int, int]
"""Start and length in frames from the start of the sound, pitch (MIDI), velocity."""


def play_notes(device: Device, notes: Sequence[PlayedNote], curves: Sequence[Curve] = (), begin: int = 0) -> Job[Audio]:
    """The sound (2, frames) of notes until an instrument is silent, its latency taken out; one frame at least.

    curves: automation of its settings; begin: the frame of the song at which the sound starts.

    Raises `MediaError` with a sentence for a plug-in that is not there, crashes, hangs or is no instrument.
    """
    ref = device.plugin or PluginRef("", "Plug-in")
    if not ref.path or not Path(ref.path).exists():
        raise MediaError(f"The plug-in “{ref.name}” is not installed; its settings are kept.")
    key = (device.id, ref.path)
    try:
        child = children.take(key, ref)
        try:
            audio = yield from _play(child, device, ref, notes, _Turning(curves, begin))
        except BaseException:
            children.forget(child)
            raise
        finally:
            children.give_back(key, child)
    except (MediaError, Base64Error, KeyError) as error:
        raise MediaError(f"The plug-in “{ref.name}” does not play: {error}.") from error
    return audio


class _Turning:
    """Settings that move with the song."""

    def __init__(self, curves: Sequence[Curve], begin: int) -> None:
        self._curves, self._begin = curves, begin
        self._values: dict[str, float] = {}

    def within(self, start: int, end: int) -> list[tuple[int, dict[str, float]]]:
        """What is to be set at which frame of a piece of the sound, in order."""
        turns = ((frame - start, self._changed_at(frame)) for frame in range(start, end, _TURNED_FRAMES))
        return [(offset, values) for offset, values in turns if values] if self._curves else []

    def _changed_at(self, frame: int) -> dict[str, float]:
        now = {curve.param: curve.at(self._begin + frame) for curve in self._curves}
        changed = {name: value for name, value in now.items() if self._values.get(name) != value}
        self._values = now
        return changed


def _play(child: Child, device: Device, ref: PluginRef, notes: Sequence[PlayedNote], turning: _Turning) -> Job[Audio]:
    yield Progress(0.0, f"Loading {ref.name}")
    about = child.about(LOADING_S)
    child.set_state(b64decode(ref.state or about["state"], validate=True))
    child.set_values(device.params)
    late = max(0, int(about["latency_frames"]))
    messages = _messages(notes)
    last = max((start + length for start, length, _, _ in notes), default=0) + late
    pieces, start = list[Audio](), 0
    while start < last or (start < last + _MAX_TAIL_FRAMES and not _is_over(pieces, start - last)):
        yield Progress(min(0.99, start / max(1, last)), f"Playing {ref.name}")
        end = min(start + _PIECE_FRAMES, max(last, start + _PIECE_FRAMES // 4))
        here = [((at - start) / SAMPLE_RATE, message) for at, message in messages if start <= at < end]
        pieces.append(child.play(here, end - start, start == 0, _PATIENCE_S, turning.within(start, end)))
        start = end
    return np.concatenate([*pieces, silence(1)], axis=1)[:, min(late, sum(piece.shape[1] for piece in pieces)) :]


def _messages(notes: Sequence[PlayedNote]) -> list[tuple[int, list[int]]]:
    """(frame, MIDI message) in order; at one frame notes end before others begin."""
    ends = [(start + length, [_NOTE_OFF, pitch, 0]) for start, length, pitch, _ in notes]
    starts = [(start, [_NOTE_ON, pitch, velocity]) for start, _, pitch, velocity in notes]
    return sorted([*ends, *starts])


def _is_over(pieces: Sequence[Audio], tail_frames: int) -> bool:
    """Whether the last piece, all of it after the last note, is silent."""
    is_tail = bool(pieces) and tail_frames >= pieces[-1].shape[1]
    return is_tail and float(np.abs(pieces[-1]).max(initial=0.0)) < _SILENCE
