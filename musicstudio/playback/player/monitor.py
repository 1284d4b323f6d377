# SPDX-License-Identifier: GPL-3.0-or-later
"""How the song is listened to and looked into, which is no part of it, and what meters show, as values."""

from collections.abc import Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

MASTER_ID = "master"
LEVELS, STEREO_POINTS = 5, 256
Levels = NDArray[np.float32]


class HeardBand(Struct, frozen=True):
    """A range of frequencies that is heard alone. kind: ``band`` around a frequency, ``low`` below it, ``high`` above
    it; q: how narrow a band is.
    """

    kind: str
    frequency_hz: float
    q: float = 1.0


class Monitor(Struct, frozen=True, tag=True):
    """What is heard instead of the master: lanes before their faders, lanes after them, or the unmastered mix.

    band: of what is heard, the only frequencies that are. gain_db: of what is heard, so that two ways of listening are
    equally loud. Exports know nothing of it.
    """

    before_fader: tuple[str, ...] = ()
    after_fader: tuple[str, ...] = ()
    is_unmastered: bool = False
    gain_db: float = 0.0
    is_dimmed: bool = False
    is_mono: bool = False
    band: HeardBand | None = None

    @property
    def lane_ids(self) -> tuple[str, ...]:
        """Lanes that are listened to by themselves."""
        return (*self.before_fader, *self.after_fader)


class Watch(Struct, frozen=True, tag=True):
    """The device that is looked into: of a lane, or of the master for `MASTER_ID`; empty for none."""

    owner_id: str = ""
    device_id: str = ""


class Watched(Struct, frozen=True):
    """before_db, after_db: spectra around the device, dBFS, shape (BANDS,). meters: of all devices of its strip that
    turn levels down, by id: the loudest sample they listened to in dBFS, and by how many dB they turned down.
    """

    before_db: Levels
    after_db: Levels
    meters: Mapping[str, tuple[float, float]]


class Readings(Struct, frozen=True):
    """What the meters show of a block. lanes: rows of the plan's lanes: peak left, peak right, RMS left, RMS right,
    linear, and by how many dB the lane's dynamics turned it down. master_reduction_db: the same of the master.
    """

    lanes: Levels
    master_reduction_db: float = 0.0
    watched: Watched | None = None
