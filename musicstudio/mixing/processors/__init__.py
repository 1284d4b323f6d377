# SPDX-License-Identifier: GPL-3.0-or-later
"""The effects that sound: one class a kind, made fresh for every player and every export, never shared between two.

`make_running` is the way in: it gives plugins of pedalboard for the strip's board, or a processor of ours. All of them
run at 48 kHz on (2, frames), keep their state from block to block, give as many frames as they take (no latency), and
give the same samples whatever the block sizes, as long as their values stay.
"""

from collections.abc import Callable, Iterable

from musicstudio.project.model import Device

from ..devices import device_spec, device_values
from ..equalizer import BOTH_SIDES
from .bands import MultibandCompressor
from .base import GainMeter, PluginDevice, Processor, Running, board_of, run
from .cleaning import Clean
from .color import Chorus, Distortion, Exciter, Filter, Phaser, Saturator, StereoWidth
from .dynamics import Compressor, Deesser, Ducker, Expander, Gate, Limiter
from .equalizer import Equalizer, MiddleSideEqualizer
from .shaping import Pitch, TransientShaper
from .space import Convolution, Delay, Reverb

_CLASSES: dict[str, Callable[[], Running]] = {
    "compressor": Compressor, "deesser": Deesser, "gate": Gate, "saturator": Saturator, "chorus": Chorus,
    "delay": Delay, "reverb": Reverb, "limiter": Limiter, "stereo_width": StereoWidth, "filter": Filter,
    "ducker": Ducker, "multiband": MultibandCompressor, "expander": Expander, "distortion": Distortion,
    "exciter": Exciter, "phaser": Phaser, "transients": TransientShaper, "pitch": Pitch, "convolution": Convolution,
    "clean": Clean,
}  # fmt: skip


def make_running(device: Device, automated: Iterable[str] = ()) -> Running:
    """A fresh running device with its values set; automated: names of parameters that will be turned. Raises InputError
    for an unknown kind.
    """
    device_spec(device.kind)
    values = device_values(device)
    if device.kind == "eq":
        is_plain = round(values["works_on"]) == BOTH_SIDES and "works_on" not in automated
        return (Equalizer if is_plain else MiddleSideEqualizer)(values, automated)
    running = _CLASSES[device.kind]()
    running.set_values(values)
    return running


__all__ = ["GainMeter", "PluginDevice", "Processor", "Running", "board_of", "make_running", "run"]
