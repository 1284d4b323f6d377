# SPDX-License-Identifier: GPL-3.0-or-later
"""The effects that sound: one class a kind, made fresh for every player and every export, never shared between two.

`make_processor` is the way in. All of them run at 48 kHz on (2, frames), keep their state from block to block, give
as many frames as they take (no latency), and give the same samples whatever the block sizes, as long as their values
stay.
"""

from musicstudio.project.model import Device

from ..devices import device_spec, device_values
from .base import Processor
from .colour import Chorus, Filter, Saturator, StereoWidth
from .dynamics import Compressor, Deesser, Ducker, Gate, Limiter
from .equalizer import Equalizer
from .space import Delay, Reverb

_CLASSES: dict[str, type[Processor]] = {
    "eq": Equalizer, "compressor": Compressor, "deesser": Deesser, "gate": Gate, "saturator": Saturator,
    "chorus": Chorus, "delay": Delay, "reverb": Reverb, "limiter": Limiter, "stereo_width": StereoWidth,
    "filter": Filter, "ducker": Ducker,
}  # fmt: skip


def make_processor(device: Device) -> Processor:
    """A fresh processor for a device, with its values set. Raises InputError for an unknown kind."""
    device_spec(device.kind)
    processor = _CLASSES[device.kind]()
    processor.set_values(device_values(device))
    return processor


__all__ = ["Processor", "make_processor"]
