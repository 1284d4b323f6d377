# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes of pitched parts, by Spotify's Basic Pitch network run through onnxruntime.

Windowing, onsets and note decoding follow R. Bittner et al., "A Lightweight Instrument-Agnostic Model for Polyphonic
Note Transcription and Multipitch Estimation", ICASSP 2022, and the package ``basic-pitch`` (Apache-2.0).
"""

from functools import lru_cache
from typing import Any

import numpy as np

from musicstudio.core.errors import ModelMissingError
from musicstudio.core.paths import resources_dir
from musicstudio.core.progress import Job, Progress

from .detected import DetectedNote
from .features import Floats, to_mono

RATE, HOP = 22_050, 256
WINDOW = 2 * RATE - HOP
FRAMES_A_WINDOW, OVERLAP_FRAMES = 172, 30
STEP = WINDOW - OVERLAP_FRAMES * HOP
LOWEST_PITCH = 21
ONSET_LEVEL, FRAME_LEVEL = 0.5, 0.3
MIN_LENGTH_FRAMES, QUIET_FRAMES = 6, 11
WINDOWS_A_RUN = 8


def find_notes(
    audio: Floats, rate: int, low: int = 21, high: int = 108, is_mono: bool = False
) -> Job[list[DetectedNote]]:
    """Notes of (channels, frames) audio between two MIDI pitches, by start time.

    Is_mono: one note at a time (bass, a voice).

    Raises `ModelMissingError` when the network is not among the resources.
    """
    notes, onsets = yield from activations(to_mono(audio, rate, RATE))
    heard = notes_of(notes, onsets, low, high)
    return one_at_a_time(heard) if is_mono else heard


def notes_of(notes: Floats, onsets: Floats, low: int = 21, high: int = 108) -> list[DetectedNote]:
    """The notes in what `activations` gave, between two MIDI pitches, by start time."""
    return _decode(notes, _with_inferred(onsets, notes), low, high)


def activations(mono: Floats) -> Job[tuple[Floats, Floats]]:
    """How surely each of the 88 pitches sounds, and begins, in each frame of `HOP` samples at `RATE`: (frames, 88).

    Raises `ModelMissingError`.
    """
    session = _session()
    padded = np.concatenate([np.zeros(OVERLAP_FRAMES // 2 * HOP, np.float32), mono.astype(np.float32)])
    starts = range(0, max(1, len(padded)), STEP)
    windows = np.stack([_window(padded, start) for start in starts])
    pieces: list[tuple[Floats, Floats]] = []
    for at in range(0, len(windows), WINDOWS_A_RUN):
        yield Progress(at / len(windows), "Listening for notes")
        batch = windows[at : at + WINDOWS_A_RUN, :, None]
        found = session.run(
            ["StatefulPartitionedCall:1", "StatefulPartitionedCall:2"], {"serving_default_input_2:0": batch}
        )
        pieces.append((found[0], found[1]))
    count = int(len(mono) / HOP)
    notes, onsets = (_unwrap(np.concatenate([piece[i] for piece in pieces]))[:count] for i in (0, 1))
    return notes, onsets


def _window(padded: Floats, start: int) -> Floats:
    piece = padded[start : start + WINDOW]
    return np.pad(piece, (0, WINDOW - len(piece)))


def _unwrap(windows: Floats) -> Floats:
    half = OVERLAP_FRAMES // 2
    return np.concatenate(list(windows[:, half:-half]))


@lru_cache(maxsize=1)
def _session() -> Any:
    import onnxruntime

    path = resources_dir() / "models" / "basic_pitch" / "nmp.onnx"
    if not path.is_file():
        raise ModelMissingError("The note listener (Basic Pitch, 230 KB) is missing from the studio's resources.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _with_inferred(onsets: Floats, notes: Floats) -> Floats:
    """Onsets, and sudden rises of a note where the network gave none."""
    rises = [notes - np.pad(notes, ((n, 0), (0, 0)))[: len(notes)] for n in (1, 2)]
    rise = np.maximum(np.minimum(*rises), 0.0)
    rise[:2] = 0.0
    top = rise.max(initial=0.0)
    return np.maximum(onsets, rise * (onsets.max(initial=0.0) / top)) if top > 0 else onsets


def _decode(notes: Floats, onsets: Floats, low: int, high: int) -> list[DetectedNote]:
    is_peak = np.zeros(onsets.shape, dtype=bool)
    is_peak[1:-1] = (onsets[1:-1] > onsets[:-2]) & (onsets[1:-1] >= onsets[2:])
    left = notes.copy()
    heard = []
    for frame, index in np.argwhere(is_peak & (onsets >= ONSET_LEVEL))[::-1]:
        pitch = int(index) + LOWEST_PITCH
        end = _end_of(left[:, index], int(frame))
        if low <= pitch <= high and end - frame > MIN_LENGTH_FRAMES:
            strength = float(notes[frame:end, index].mean())
            left[frame:end, max(0, index - 1) : index + 2] = 0.0
            heard.append(DetectedNote(frame * HOP / RATE, end * HOP / RATE, pitch, strength))
    return sorted(heard, key=lambda note: (note.start_s, note.pitch))


def _end_of(activation: Floats, start: int) -> int:
    quiet, frame = 0, start + 1
    while frame < len(activation) - 1 and quiet < QUIET_FRAMES:
        quiet = quiet + 1 if activation[frame] < FRAME_LEVEL else 0
        frame += 1
    return frame - quiet


def one_at_a_time(heard: list[DetectedNote]) -> list[DetectedNote]:
    """A line: where notes overlap, the stronger stays, and each ends where the next begins."""
    line: list[DetectedNote] = []
    for note in heard:
        if line and note.start_s < line[-1].end_s - 0.05:
            last = line[-1]
            if note.start_s - last.start_s < 0.06:
                if note.strength > last.strength:
                    line[-1] = note
                continue
            line[-1] = DetectedNote(last.start_s, note.start_s, last.pitch, last.strength)
        line.append(note)
    return line
