# SPDX-License-Identifier: GPL-3.0-or-later
"""How loud a part will sound, told from its notes: no audio is needed to balance a band.

The instruments are trimmed so that a typical phrase of each has one loudness (`musicstudio.instruments.levels`). A
part's notes are compared with that phrase: power by velocity, sounding time by how the instrument decays, averaged over
blocks of 400 ms with the relative gate of ITU-R BS.1770 at -10 dB.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.instruments import catalogue
from musicstudio.instruments.levels import PHRASE_TEMPO, TARGET_LUFS, typical_phrase
from musicstudio.project.model import Note

_BIN_S = 0.1
_BLOCK_BINS = 4
_GATE = 0.1  # -10 dB of power
_VELOCITY_POWER = 3.4  # power grows with this power of velocity
_SUSTAIN_S = 60.0
_DECAYS_S = {"keys": 0.9, "guitar": 0.9, "bass": 1.2, "drums": 0.09, "percussion": 0.09}
_SUSTAINED = frozenset({
    "organ", "church_organ", "accordion", "overdriven_guitar", "distorted_guitar", "synth_bass", "sub_bass",
    "reese_bass", "acid_bass", "chip_bass",
})  # fmt: skip
_PLUCKED = frozenset({"pizzicato", "harp", "pluck", "sitar"})
_DRUM_POWERS = {
    35: 0.8, 36: 0.8, 42: 0.08, 44: 0.06, 46: 0.25, 49: 2.5, 51: 0.2, 52: 2.5, 53: 0.2, 54: 0.2, 57: 2.5, 69: 0.1,
    70: 0.1, 82: 0.1,
}  # fmt: skip
_OTHER_DRUM_POWER = 0.9


def estimated_lufs(instrument_id: str, notes: tuple[Note, ...], bpm: float) -> float:
    """Integrated loudness of an instrument's notes at its own trim; -70 LUFS for silence or an unknown instrument."""
    instrument = catalogue.load().get(instrument_id)
    if instrument is None or not notes:
        return -70.0
    power = _gated_power(instrument, notes, bpm)
    return TARGET_LUFS + 10 * float(np.log10(max(power / _typical_power(instrument_id), 1e-4)))


@lru_cache(maxsize=256)
def _typical_power(instrument_id: str) -> float:
    instrument = catalogue.load()[instrument_id]
    return _gated_power(instrument, typical_phrase(instrument), PHRASE_TEMPO.bpm_at(0))


def _gated_power(instrument: catalogue.Instrument, notes: tuple[Note, ...], bpm: float) -> float:
    tick_s = 60.0 / (bpm * TICKS_PER_QUARTER)
    starts = np.array([note.start_ticks for note in notes]) * tick_s
    ends = starts + np.array([note.length_ticks for note in notes]) * tick_s
    starts, ends = starts - starts.min(), ends - starts.min()
    bins = _bins(instrument, notes, starts, ends)
    blocks = np.convolve(bins, np.ones(_BLOCK_BINS) / _BLOCK_BINS, "valid")
    loud = blocks[blocks > _GATE * blocks[blocks > 0].mean()]
    return float(loud.mean())


def _bins(
    instrument: catalogue.Instrument, notes: tuple[Note, ...], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Power in each tenth of a second: notes decay exponentially until they end, drums until they have died away."""
    decay_s = _decay_s(instrument)
    if instrument.is_drums:
        ends = starts + 6 * decay_s
    powers = np.array([(note.velocity / 92.0) ** _VELOCITY_POWER for note in notes])
    if instrument.is_drums:
        powers = powers * np.array([_DRUM_POWERS.get(note.pitch, _OTHER_DRUM_POWER) for note in notes])
    edges = np.arange(0.0, float(ends.max()) + _BIN_S * _BLOCK_BINS, _BIN_S)
    into = np.clip(edges[None, :], starts[:, None], ends[:, None]) - starts[:, None]
    energy = decay_s * (1.0 - np.exp(-into / decay_s))
    result: NDArray[np.float64] = (np.diff(energy, axis=1) * powers[:, None]).sum(axis=0) / _BIN_S
    return result


def _decay_s(instrument: catalogue.Instrument) -> float:
    if instrument.id in _SUSTAINED:
        return _SUSTAIN_S
    return 0.6 if instrument.id in _PLUCKED else _DECAYS_S.get(instrument.role, _SUSTAIN_S)
