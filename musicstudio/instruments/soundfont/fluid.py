# SPDX-License-Identifier: GPL-3.0-or-later
"""The few FluidSynth calls that are used, with a Python face; ctypes releases the GIL while it renders."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.errors import MediaError, ModelMissingError
from musicstudio.core.units import SAMPLE_RATE

CHANNELS = 256
POLYPHONY = 256
_BLOCK = 64
_SPARE_CHANNELS = (255, 254, 253, 252)
_MAX_VOICES_A_NOTE = 4
_FAILED = -1
_LOG_LEVELS = 5


class FluidSynth:
    """One synthesizer with one SoundFont. Not for two threads at a time; samples are shared between instances.

    A preset keeps the MIDI channel it was first given, so its samples stay loaded (FluidSynth loads them on demand and
    drops them when no channel uses them).
    """

    def __init__(self, soundfont: Path) -> None:
        self._fluid = _library()
        self._settings = self._fluid.new_fluid_settings()
        self._configure()
        self._synth = self._fluid.new_fluid_synth(self._settings)
        self._font = self._fluid.fluid_synth_sfload(self._synth, str(soundfont).encode(), 0)
        if self._font == _FAILED:
            self.close()
            raise MediaError(f"The SoundFont {soundfont.name} cannot be played; it may be damaged.")
        self._channels: dict[tuple[int, int], int] = {}
        for channel in _SPARE_CHANNELS:
            self._fluid.fluid_synth_program_select(self._synth, channel, self._font, 0, 0)
        self._write = _write_float(self._fluid)

    def channel_of(self, bank: int, preset: int) -> int:
        """The channel that plays a preset; falls back to bank 0, or to the standard kit, where the bank lacks it."""
        if (bank, preset) not in self._channels:
            channel = len(self._channels)
            fallbacks = [(bank, preset), (128, 0) if bank == 128 else (0, preset), (0, 0)]
            for candidate in fallbacks:
                found = self._fluid.fluid_synth_program_select(self._synth, channel, self._font, *candidate)
                if found != _FAILED:
                    break
            self._channels[bank, preset] = channel
        return self._channels[bank, preset]

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        """Start a note at the next block."""
        self._fluid.fluid_synth_noteon(self._synth, channel, pitch, velocity)

    def note_off(self, channel: int, pitch: int) -> None:
        """Release a note at the next block."""
        self._fluid.fluid_synth_noteoff(self._synth, channel, pitch)

    def write(self, audio: NDArray[np.float32], start: int, end: int) -> None:
        """Render frames ``start`` to ``end`` of a (2, frames) float32 array; whole blocks of 64 keep events exact."""
        left, right = (audio[row].ctypes.data_as(ctypes.c_void_p) for row in (0, 1))
        self._write(self._synth, end - start, left, start, 1, right, start, 1)

    def reset(self) -> None:
        """Bring the synthesizer to one known state, so that what is played next does not depend on what was played
        before.

        Besides silencing all voices this plays one inaudible block on every voice: FluidSynth keeps the last pan gain
        of each voice and ramps from it in the first block of the voice's next note.
        """
        scratch = np.zeros((2, 2 * _BLOCK), np.float32)
        self._fluid.fluid_synth_all_sounds_off(self._synth, -1)
        self.write(scratch, 0, _BLOCK)
        for channel in _SPARE_CHANNELS:
            for pitch in range(128):
                if self.voice_count() > POLYPHONY - _MAX_VOICES_A_NOTE:
                    break
                self.note_on(channel, pitch, 1)
        self.write(scratch, 0, _BLOCK)
        self._fluid.fluid_synth_all_sounds_off(self._synth, -1)
        self.write(scratch, 0, _BLOCK)

    def voice_count(self) -> int:
        """Voices still sounding."""
        return int(self._fluid.fluid_synth_get_active_voice_count(self._synth))

    def close(self) -> None:
        """Free the synthesizer (and the samples, when it was the last one using them)."""
        if self._synth is not None:
            self._fluid.delete_fluid_synth(self._synth)
            self._fluid.delete_fluid_settings(self._settings)
            self._synth = None

    def _configure(self) -> None:
        numbers = {b"synth.sample-rate": float(SAMPLE_RATE), b"synth.gain": 0.5}
        switches = {
            b"synth.reverb.active": 0, b"synth.chorus.active": 0, b"synth.dynamic-sample-loading": 1,
            b"synth.midi-channels": CHANNELS, b"synth.polyphony": POLYPHONY,
        }  # fmt: skip
        for name, number in numbers.items():
            self._fluid.fluid_settings_setnum(self._settings, name, number)
        for name, switch in switches.items():
            self._fluid.fluid_settings_setint(self._settings, name, switch)


def _library() -> Any:
    try:
        with _current_folder_left_out():
            import fluidsynth
    except (ImportError, OSError) as error:
        raise ModelMissingError(
            "FluidSynth is not installed, so sampled instruments cannot play; "
            "install libfluidsynth (on Debian or Ubuntu the package libfluidsynth3)."
        ) from error
    _silence_log(fluidsynth)
    return fluidsynth


@contextmanager
def _current_folder_left_out() -> Iterator[None]:
    """On Windows pyfluidsynth has libraries looked for in the current folder, which may hold anybody's."""
    if sys.platform != "win32":
        yield
        return
    add = os.add_dll_directory
    os.add_dll_directory = lambda path: add(path) if Path(path) != Path.cwd() else None
    try:
        yield
    finally:
        os.add_dll_directory = add


def _silence_log(fluid: Any) -> None:
    """Keep remarks about a bank's contents off the user's terminal; failures are seen by return values."""
    set_log_function = fluid._fl.fluid_set_log_function
    set_log_function.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]
    set_log_function.restype = ctypes.c_void_p
    for level in range(_LOG_LEVELS):
        set_log_function(level, None, None)


def _write_float(fluid: Any) -> Any:
    pointer, integer = ctypes.c_void_p, ctypes.c_int
    prototype = ctypes.CFUNCTYPE(integer, pointer, integer, pointer, integer, integer, pointer, integer, integer)
    return prototype(("fluid_synth_write_float", fluid._fl))
