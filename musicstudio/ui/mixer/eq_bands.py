# SPDX-License-Identifier: GPL-3.0-or-later
"""The bands of an equalizer as they are seen and dragged: names, colors, places, and what moving them sets."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.app.session.monitoring import HeardBand
from musicstudio.mixing.devices import DEVICES, device_values
from musicstudio.mixing.equalizer import HIGH_CUT_OFF_HZ, LOW_CUT_OFF_HZ, eq_curve, is_band_on
from musicstudio.project.model import Device

LOWEST_HZ, HIGHEST_HZ, RANGE_DB = 20.0, 20_000.0, 18.0
FREQUENCIES_HZ: NDArray[np.float64] = np.geomspace(LOWEST_HZ, HIGHEST_HZ, 256)
Values = dict[str, float]


class Band(Struct, frozen=True):
    """name: of its parameters; title: in words; role: whose color it wears."""

    name: str
    title: str
    role: str

    @property
    def is_cut(self) -> bool:
        """Whether it only has a frequency."""
        return self.name.endswith("_cut")

    @property
    def has_width(self) -> bool:
        """Whether its width can be turned."""
        return self.name.startswith("bell")

    def place(self, values: Values) -> tuple[float, float]:
        """Frequency and gain of its point."""
        return values[f"{self.name}_hz"], 0.0 if self.is_cut else values[f"{self.name}_db"]

    def moved(self, frequency_hz: float, gain_db: float) -> Values:
        """What its point at another place sets, within the bounds of its knobs."""
        found = {f"{self.name}_hz": _within(f"{self.name}_hz", frequency_hz, 1)}
        return found if self.is_cut else found | {f"{self.name}_db": _within(f"{self.name}_db", gain_db, 1)}

    def widened(self, values: Values, factor: float) -> Values:
        """What turning its width by a factor sets."""
        return (
            {f"{self.name}_q": _within(f"{self.name}_q", values[f"{self.name}_q"] * factor, 2)}
            if self.has_width
            else {}
        )

    def heard(self, values: Values) -> HeardBand:
        """The frequencies that it works on, to be heard alone: of a cut those that it takes away."""
        frequency_hz, _ = self.place(values)
        if self.has_width:
            return HeardBand("band", frequency_hz, values[f"{self.name}_q"])
        return HeardBand("low" if self.name.startswith("low") else "high", frequency_hz)

    def reset(self) -> Values:
        """What makes it do nothing."""
        if self.is_cut:
            return {f"{self.name}_hz": LOW_CUT_OFF_HZ if self.name == "low_cut" else HIGH_CUT_OFF_HZ}
        return {f"{self.name}_db": 0.0}

    def is_on(self, values: Values) -> bool:
        """Whether it does something."""
        return is_band_on(self.name, values)

    def curve_db(self, values: Values) -> NDArray[np.float64]:
        """What it does alone, at `FREQUENCIES_HZ`."""
        own = {name: value for name, value in values.items() if name.rpartition("_")[0] == self.name}
        return eq_curve(Device("", "eq", own), FREQUENCIES_HZ)

    def told(self, values: Values) -> str:
        """Frequency and gain in words."""
        frequency_hz, gain_db = self.place(values)
        place = f"{frequency_hz / 1000:.1f} kHz" if frequency_hz >= 1000 else f"{frequency_hz:.0f} Hz"
        return place if self.is_cut else f"{place} {gain_db:+.1f} dB".replace("-", "−")


BANDS = (
    Band("low_cut", "Low cut", "other"), Band("low_shelf", "Low shelf", "keys"), Band("bell1", "Bell 1", "bass"),
    Band("bell2", "Bell 2", "brass"), Band("bell3", "Bell 3", "drums"), Band("bell4", "Bell 4", "guitar"),
    Band("high_shelf", "High shelf", "synth"), Band("high_cut", "High cut", "other"),
)  # fmt: skip


def total_curve_db(device: Device) -> NDArray[np.float64]:
    """What all bands do together, at `FREQUENCIES_HZ`."""
    return eq_curve(device, FREQUENCIES_HZ)


def values_of(device: Device) -> Values:
    """Every parameter of an equalizer."""
    return device_values(device)


def _within(name: str, value: float, digits: int) -> float:
    spec = DEVICES["eq"].param(name)
    return min(max(round(value, digits), spec.min), spec.max) if spec else value
