# SPDX-License-Identifier: GPL-3.0-or-later
"""The room of a loop. A send to a bus would ring past the loop's end and be missing at its start, so each part of a
loop carries its reverb itself: rendered round and round, it runs from the last sample into the first.
"""

import numpy as np

from musicstudio.core.units import SAMPLE_RATE, gain_from_db
from musicstudio.project.model import Strip, Track

from .edges import Audio

REVERB_KIND = "reverb"


def render_reverb_tail(loop: Audio, strip: Strip, buses: tuple[Track, ...]) -> Audio:
    """What a part's reverb sends add to one round of its loop, float32 (2, frames); silence without such a send."""
    wet = np.zeros_like(loop)
    for bus in buses:
        device = next((device for device in bus.strip.devices if device.kind == REVERB_KIND), None)
        send = next((send for send in strip.sends if send.bus_id == bus.id), None)
        if device and send:
            gain = gain_from_db(send.gain_db + bus.strip.gain_db)
            wet += np.float32(gain) * _add_reverb(loop, device.params)
    return wet


def _add_reverb(loop: Audio, params: dict[str, float]) -> Audio:
    """The wet sound of the second round, with the first round's tail in it (and of as many more as the room needs)."""
    import pedalboard

    reverb = pedalboard.Reverb(
        room_size=params.get("size", 60.0) / 100,
        damping=params.get("damping", 45.0) / 100,
        wet_level=1.0,
        dry_level=0.0,
    )
    rounds = 2 + int(12 * SAMPLE_RATE // max(1, loop.shape[1]))
    sounded = reverb(np.tile(loop, rounds), SAMPLE_RATE)
    return np.asarray(sounded[:, -loop.shape[1] :], np.float32)
