# SPDX-License-Identifier: GPL-3.0-or-later
"""How the song is listened to, which is no part of it: single strips before or after the fader (PFL, AFL), the mix
without its mastering, dimmed, in mono, or one range of its frequencies. Only the player does this; exports never do.
"""

import numpy as np

from musicstudio.core.units import SAMPLE_RATE, gain_from_db
from musicstudio.dsp.audio import Audio, silence
from musicstudio.dsp.bands import BANDS, FLOOR_DB, BandMeter
from musicstudio.dsp.biquads import Biquads
from musicstudio.mixing.equalizer import Section, high_cut_section, low_cut_section
from musicstudio.mixing.strip import DeviceChain

from ..graph.graph import Rendered
from ..graph.latency import DelayLine
from .monitor import HeardBand, Monitor, Watch, Watched

DIM_DB = -20.0
_LEAST_Q = 0.1
_SPECTRUM_EVERY_FRAMES = SAMPLE_RATE // 25


class Listener:
    """Makes what is heard of what was rendered. One thread at a time."""

    def __init__(self, monitor: Monitor, latency_frames: int) -> None:
        """latency_frames: of the master chain, for which what passes it by waits."""
        self._monitor = monitor
        self._line = DelayLine(latency_frames)
        self._band = Biquads(band_sections(monitor.band)) if monitor.band else None
        self._gain = np.float32(gain_from_db(monitor.gain_db + (DIM_DB if monitor.is_dimmed else 0.0)))

    def process(self, finished: Audio, rendered: Rendered) -> Audio:
        """The block as it is to be heard. finished: out of the master chain."""
        monitor = self._monitor
        if monitor.lane_ids:
            finished = self._line.process(self._lanes(rendered))
        elif monitor.is_unmastered:
            finished = self._line.process(rendered.mix)
        if self._band is not None:
            finished = self._band.process(finished).astype(np.float32)
        if monitor.is_mono:
            finished = np.repeat(finished.mean(axis=0, keepdims=True, dtype=np.float32), 2, axis=0)
        return finished if self._gain == 1 else finished * self._gain

    def _lanes(self, rendered: Rendered) -> Audio:
        total = silence(rendered.mix.shape[1])
        for lane_ids, place in ((self._monitor.before_fader, 0), (self._monitor.after_fader, 1)):
            for lane_id in lane_ids:
                if lane_id in rendered.taps:
                    total += rendered.taps[lane_id][place]
        return total


def band_sections(band: HeardBand) -> list[Section]:
    """Filters of 24 dB an octave to each side that leave a range."""
    if band.kind == "low":
        return [high_cut_section(band.frequency_hz)] * 2
    if band.kind == "high":
        return [low_cut_section(band.frequency_hz)] * 2
    half_octaves = np.arcsinh(0.5 / max(band.q, _LEAST_Q)) / np.log(2)
    low_hz, high_hz = band.frequency_hz * 2**-half_octaves, band.frequency_hz * 2**half_octaves
    return [low_cut_section(float(low_hz))] * 2 + [high_cut_section(float(high_hz))] * 2


class Watcher:
    """Looks into the chain that holds a watched device. One thread at a time."""

    def __init__(self, watch: Watch) -> None:
        self._watch, self._bands = watch, BandMeter()
        self._sound = np.zeros((2, 2, self._bands.size), dtype=np.float32)
        self._spectra = np.full((2, BANDS), FLOOR_DB, dtype=np.float32)
        self._frames = _SPECTRUM_EVERY_FRAMES

    def look(self, chain: DeviceChain | None) -> Watched | None:
        """After a block; None where there is no such device, or it is switched off."""
        if chain is None:
            return None
        if chain.around is not None:
            self._take(chain.around)
        meters = {device_id: (meter.level_db, meter.reduction_db) for device_id, meter in chain.meters.items()}
        return Watched(self._spectra[0], self._spectra[1], meters)

    def _take(self, around: tuple[Audio, Audio]) -> None:
        """Spectra 25 times a second, each of the last sixth of a second."""
        size = self._bands.size
        for row, audio in enumerate(around):
            self._sound[row] = np.concatenate([self._sound[row], audio[:, -size:]], axis=1)[:, -size:]
        self._frames += around[0].shape[1]
        if self._frames >= _SPECTRUM_EVERY_FRAMES:
            self._frames = 0
            self._spectra = np.stack([self._bands.levels_db(sound) for sound in self._sound])
