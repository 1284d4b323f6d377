# SPDX-License-Identifier: GPL-3.0-or-later
"""The spectrum of one heard note, and what in it belongs to the note's pitch and what does not."""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ..features import Floats
from .notes import Stretch
from .pitch import HIGHEST_HZ, STEP_S

_WINDOW_S, _PERIODS, _MAX_WINDOWS, _PADDING = 0.06, 5.0, 12, 4
_PARTIALS, _HIGHEST_HZ = 8, 5000.0
_SOUNDS_DB, _OVER_NOISE_DB, _MISSING_DB = -12.0, 9.0, -15.0
_AUDIBLE_DB, _OVER_VALLEY_DB = -35.0, 3.0


class NoteSpectrum(Struct, frozen=True):
    """Mean power of a note in bins ``bin_hz`` apart, seen through a window whose peaks are ``peak_hz`` wide."""

    power: Floats
    bin_hz: float
    peak_hz: float
    pitch_hz: float

    def db_near(self, hertz: float) -> float:
        """The strongest power in dB near a frequency; -140 where there is none."""
        reach = max(0.6 * self.peak_hz, 0.02 * hertz)
        near = self.power[max(0, int((hertz - reach) / self.bin_hz)) : int((hertz + reach) / self.bin_hz) + 1]
        return float(10 * np.log10(near.max() + 1e-14)) if len(near) else -140.0


def spectrum_of(mono: Floats, rate: int, note: Stretch) -> NoteSpectrum | None:
    """The spectrum of a note that lies in the audio, or None of one at its very edge."""
    hertz = 440.0 * 2 ** ((note.pitch - 69) / 12)
    size = int(rate * max(_WINDOW_S, _PERIODS / hertz))
    first, last = int(note.first * STEP_S * rate), int(note.last * STEP_S * rate)
    if last - first < size:
        first = max(0, (first + last - size) // 2)
        last = first + size
    if last > len(mono):
        return None
    starts = np.linspace(first, last - size, min(_MAX_WINDOWS, 1 + (last - first) // size)).astype(int)
    frames = np.stack([mono[start : start + size] for start in starts]) * np.hanning(size)
    power = (np.abs(np.fft.rfft(frames, _PADDING * size, axis=1)) ** 2).mean(axis=0)
    return NoteSpectrum(power, rate / (_PADDING * size), 2.6 * rate / size, hertz)


def with_right_octaves(mono: Floats, rate: int, found: list[Stretch]) -> list[Stretch]:
    """The notes, moved an octave down where partials sound halfway between those of the pitch heard, and up where every
    other partial is missing."""
    spectra = [spectrum_of(mono, rate, note) for note in found]
    return [
        replace(note, pitch=note.pitch + octave_of(spectrum)) if spectrum else note
        for note, spectrum in zip(found, spectra, strict=True)
    ]


def octave_of(spectrum: NoteSpectrum) -> float:
    """How many semitones too low the pitch was heard: 0, 12 or -12."""
    count = np.arange(1, 7)
    own, between, noise = (_summed_db(spectrum, count - part) for part in (0.0, 0.5, 0.25))
    if between > own + _SOUNDS_DB and between > noise + _OVER_NOISE_DB:
        return -12.0
    if 2 * spectrum.pitch_hz > HIGHEST_HZ:
        return 0.0
    odd, even = _summed_db(spectrum, 2 * count - 1), _summed_db(spectrum, 2 * count)
    return 12.0 if odd < even + _MISSING_DB else 0.0


def share_of_partials(spectrum: NoteSpectrum) -> float:
    """How many partials sound, of those from the first to the strongest: 1 for a voice, less for the common root that
    several notes seem to have."""
    counts = [k for k in range(1, _PARTIALS + 1) if k == 1 or k * spectrum.pitch_hz < _HIGHEST_HZ]
    own = [spectrum.db_near(k * spectrum.pitch_hz) for k in counts]
    strongest = int(np.argmax(own))
    audible = 0
    for k, level in list(zip(counts, own, strict=True))[: strongest + 1]:
        valley = min(spectrum.db_near((k + side) * spectrum.pitch_hz) for side in (-0.5, 0.5))
        audible += level > own[strongest] + _AUDIBLE_DB and level > valley + _OVER_VALLEY_DB
    return audible / (strongest + 1)


def stray_db(spectrum: NoteSpectrum) -> float:
    """The strongest peak that is no partial of the pitch, beside the strongest one (dB)."""
    power, hertz = spectrum.power, np.arange(len(spectrum.power)) * spectrum.bin_hz
    nearest = np.maximum(1, np.round(hertz / spectrum.pitch_hz)) * spectrum.pitch_hz
    is_off = np.abs(hertz - nearest) > np.maximum(max(spectrum.peak_hz, 0.07 * spectrum.pitch_hz), 0.035 * nearest)
    is_heard = (hertz > max(60.0, 0.45 * spectrum.pitch_hz)) & (hertz < min(6.5 * spectrum.pitch_hz, _HIGHEST_HZ))
    is_peak = np.zeros(len(power), dtype=bool)
    is_peak[1:-1] = (power[1:-1] >= power[:-2]) & (power[1:-1] >= power[2:])
    strays = power[is_off & is_heard & is_peak]
    own = max(spectrum.db_near(k * spectrum.pitch_hz) for k in range(1, _PARTIALS + 1))
    return float(10 * np.log10(strays.max(initial=0.0) + 1e-14)) - own


def explained_share(spectrum: NoteSpectrum) -> float:
    """How much of the power from 50 Hz to 5 kHz lies on the pitch's partials (0 to 1)."""
    hertz = np.arange(len(spectrum.power)) * spectrum.bin_hz
    is_heard = (hertz > 50.0) & (hertz < _HIGHEST_HZ)
    nearest = np.maximum(1, np.round(hertz / spectrum.pitch_hz)) * spectrum.pitch_hz
    is_near = np.abs(hertz - nearest) < np.maximum(1.2 * spectrum.peak_hz, 0.03 * nearest)
    return float(spectrum.power[is_heard & is_near].sum() / max(1e-14, spectrum.power[is_heard].sum()))


def _summed_db(spectrum: NoteSpectrum, multiples: Floats) -> float:
    bins = np.round(multiples * spectrum.pitch_hz / spectrum.bin_hz).astype(int)
    return float(10 * np.log10(spectrum.power[bins[bins < len(spectrum.power)]].sum() + 1e-12))
