# SPDX-License-Identifier: GPL-3.0-or-later
"""The effects of a strip as data: which kinds there are, and what each lets you turn. The window builds its knobs
from this.
"""

from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.project.model import Device
from musicstudio.project.model.tracks import ROLES

from .impulses import SPACES

# What a delay can follow: the part of a whole note that an echo takes; free is its own time.
NOTE_LENGTHS = {
    "Free": 0.0, "1/2": 1 / 2, "1/4 dotted": 3 / 8, "1/4": 1 / 4, "1/4 triplet": 1 / 6, "1/8 dotted": 3 / 16,
    "1/8": 1 / 8, "1/8 triplet": 1 / 12, "1/16": 1 / 16,
}  # fmt: skip


PLUGIN = "plugin"


class ParamSpec(Struct, frozen=True):
    """One knob. unit: ``Hz dB ms s % x`` or empty; is_log: turned in octaves; choices: names of whole-number
    values.
    """

    name: str
    title: str
    unit: str
    min: float
    max: float
    default: float
    is_log: bool = False
    choices: tuple[str, ...] = ()


class DeviceSpec(Struct, frozen=True):
    """One kind of effect. hint: what it is for, in a sentence."""

    kind: str
    title: str
    hint: str
    params: tuple[ParamSpec, ...]

    def param(self, name: str) -> ParamSpec | None:
        """The parameter with a name."""
        return next((param for param in self.params if param.name == name), None)


def device_spec(kind: str) -> DeviceSpec:
    """The declaration of a kind. Raises InputError for a kind that does not exist."""
    if kind not in DEVICES:
        raise InputError(f"There is no effect called “{kind}”.")
    return DEVICES[kind]


def can_sound(device: Device) -> bool:
    """Whether the studio knows the kind of a device."""
    return device.kind in DEVICES or device.kind == PLUGIN


def device_values(device: Device) -> dict[str, float]:
    """Every parameter of a device: its own value within the allowed range, or the default; of a plug-in those set."""
    if device.kind == PLUGIN:
        return {name: min(max(float(value), 0.0), 1.0) for name, value in device.params.items()}
    return {
        param.name: min(max(float(device.params.get(param.name, param.default)), param.min), param.max)
        for param in device_spec(device.kind).params
    }


def _bell(number: int, default_hz: float) -> tuple[ParamSpec, ...]:
    return (
        ParamSpec(f"bell{number}_hz", f"Bell {number}", "Hz", 20, 20_000, default_hz, True),
        ParamSpec(f"bell{number}_db", f"Bell {number} gain", "dB", -18, 18, 0),
        ParamSpec(f"bell{number}_q", f"Bell {number} width", "Q", 0.1, 12, 1, True),
    )


def _mix(default: float) -> ParamSpec:
    return ParamSpec("mix", "Mix", "%", 0, 100, default)


def _dynamics(threshold_db: float, ratio: float, attack_ms: float, release_ms: float) -> tuple[ParamSpec, ...]:
    return (
        ParamSpec("threshold_db", "Threshold", "dB", -60, 0, threshold_db),
        ParamSpec("ratio", "Ratio", "x", 1, 20, ratio, True),
        ParamSpec("attack_ms", "Attack", "ms", 0.1, 200, attack_ms, True),
        ParamSpec("release_ms", "Release", "ms", 5, 2000, release_ms, True),
    )


def _band(name: str, title: str) -> tuple[ParamSpec, ...]:
    return (
        ParamSpec(f"{name}_threshold_db", f"{title} threshold", "dB", -60, 0, -24),
        ParamSpec(f"{name}_ratio", f"{title} ratio", "x", 1, 20, 2, True),
        ParamSpec(f"{name}_gain_db", f"{title} gain", "dB", -12, 12, 0),
    )


_SPECS = (
    DeviceSpec("eq", "Equalizer", "Shapes tone: six bands and two cuts, for both sides, the middle or the sides.", (
        ParamSpec("low_cut_hz", "Low cut (20 = off)", "Hz", 20, 1000, 20, True),
        ParamSpec("low_shelf_hz", "Low shelf", "Hz", 20, 2000, 110, True),
        ParamSpec("low_shelf_db", "Low shelf gain", "dB", -18, 18, 0),
        *_bell(1, 250), *_bell(2, 1000), *_bell(3, 4000), *_bell(4, 2200),
        ParamSpec("high_shelf_hz", "High shelf", "Hz", 500, 20_000, 9000, True),
        ParamSpec("high_shelf_db", "High shelf gain", "dB", -18, 18, 0),
        ParamSpec("high_cut_hz", "High cut (20 000 = off)", "Hz", 500, 20_000, 20_000, True),
        ParamSpec("works_on", "Works on", "", 0, 2, 0, choices=("Left and right", "Middle", "Sides")),
    )),
    DeviceSpec("compressor", "Compressor", "Evens out loud and soft.", (
        *_dynamics(-18, 3, 10, 120),
        ParamSpec("makeup_db", "Make-up gain", "dB", -12, 24, 0),
        _mix(100),
    )),
    DeviceSpec("deesser", "De-esser", "Tames sharp s and t of a voice.", (
        ParamSpec("split_hz", "From", "Hz", 2000, 12_000, 5500, True),
        ParamSpec("threshold_db", "Threshold", "dB", -60, 0, -30),
        ParamSpec("ratio", "Ratio", "x", 1, 10, 4, True),
    )),
    DeviceSpec("clean", "Clean", "Takes away steady noise, such as hiss or a fan, by what it heard in three seconds.", (
        ParamSpec("amount_db", "Amount", "dB", 0, 30, 14),
        ParamSpec("sensitivity", "Sensitivity", "x", 0.5, 4, 1.6, True),
    )),
    DeviceSpec("gate", "Gate", "Closes between the notes.", _dynamics(-45, 4, 1, 120)),
    DeviceSpec("expander", "Expander", "Makes what is soft softer, and no further than its range.", (
        *_dynamics(-40, 2, 2, 150),
        ParamSpec("range_db", "Range", "dB", 0, 60, 12),
    )),
    DeviceSpec("multiband", "Multiband compressor", "Compresses lows, middle and highs each by themselves.", (
        ParamSpec("low_hz", "Lows below", "Hz", 60, 1000, 200, True),
        ParamSpec("high_hz", "Highs above", "Hz", 1000, 12_000, 3000, True),
        *_band("low", "Lows"), *_band("middle", "Middle"), *_band("high", "Highs"),
        ParamSpec("attack_ms", "Attack", "ms", 0.1, 200, 15, True),
        ParamSpec("release_ms", "Release", "ms", 5, 2000, 150, True),
    )),
    DeviceSpec("transients", "Transient shaper", "Lifts or softens how sounds begin and how they ring.", (
        ParamSpec("attack", "Attack", "%", -100, 100, 30),
        ParamSpec("sustain", "Sustain", "%", -100, 100, 0),
    )),
    DeviceSpec("saturator", "Saturator", "Warmth: soft clipping like tape.", (
        ParamSpec("drive_db", "Drive", "dB", 0, 36, 6),
        ParamSpec("output_db", "Output", "dB", -24, 12, 0),
        _mix(100),
    )),
    DeviceSpec("distortion", "Distortion", "From grit to fuzz.", (
        ParamSpec("drive_db", "Drive", "dB", 0, 48, 18),
        ParamSpec("tone_hz", "Tone", "Hz", 500, 20_000, 7000, True),
        ParamSpec("output_db", "Output", "dB", -36, 12, -12),
        _mix(100),
    )),
    DeviceSpec("exciter", "Exciter", "Adds harmonics to the treble.", (
        ParamSpec("from_hz", "From", "Hz", 1000, 12_000, 4000, True),
        ParamSpec("drive_db", "Drive", "dB", 0, 36, 18),
        ParamSpec("amount_db", "Amount", "dB", -36, 6, -15),
    )),
    DeviceSpec("phaser", "Phaser", "Notches that wander through the sound.", (
        ParamSpec("rate_hz", "Rate", "Hz", 0.05, 8, 0.5, True),
        ParamSpec("depth", "Depth", "%", 0, 100, 50),
        ParamSpec("center_hz", "Center", "Hz", 100, 8000, 1300, True),
        ParamSpec("feedback", "Feedback", "%", 0, 90, 20),
        _mix(50),
    )),
    DeviceSpec("pitch", "Pitch", "Higher or lower, or slightly apart as a double.", (
        ParamSpec("semitones", "Semitones", "", -12, 12, 0),
        ParamSpec("cents", "Cents", "", -100, 100, 0),
        _mix(100),
    )),
    DeviceSpec("chorus", "Chorus", "Several of the same, slightly apart.", (
        ParamSpec("rate_hz", "Rate", "Hz", 0.05, 8, 0.8, True),
        ParamSpec("depth", "Depth", "%", 0, 100, 25),
        ParamSpec("delay_ms", "Delay", "ms", 1, 50, 7, True),
        ParamSpec("feedback", "Feedback", "%", 0, 90, 0),
        _mix(40),
    )),
    DeviceSpec("delay", "Delay", "Echoes.", (
        ParamSpec("time_ms", "Time", "ms", 1, 2000, 375, True),
        ParamSpec("sync", "Follows the tempo", "", 0, len(NOTE_LENGTHS) - 1, 0, choices=tuple(NOTE_LENGTHS)),
        ParamSpec("feedback", "Feedback", "%", 0, 95, 30),
        ParamSpec("low_cut_hz", "Low cut", "Hz", 20, 2000, 200, True),
        ParamSpec("high_cut_hz", "High cut", "Hz", 500, 20_000, 6000, True),
        _mix(30),
    )),
    DeviceSpec("reverb", "Reverb", "The room around the sound.", (
        ParamSpec("size", "Size", "%", 0, 100, 60),
        ParamSpec("damping", "Damping", "%", 0, 100, 45),
        ParamSpec("width", "Width", "%", 0, 100, 100),
        ParamSpec("predelay_ms", "Pre-delay", "ms", 0, 250, 20),
        ParamSpec("low_cut_hz", "Low cut", "Hz", 20, 2000, 180, True),
        ParamSpec("high_cut_hz", "High cut", "Hz", 500, 20_000, 9000, True),
        _mix(25),
    )),
    DeviceSpec("convolution", "Convolution reverb", "The response of a space: room, hall, plate.", (
        ParamSpec("space", "Space", "", 0, len(SPACES) - 1, 2, choices=tuple(space.title for space in SPACES)),
        ParamSpec("decay_s", "Decay", "s", 0.2, 6, 1.8, True),
        ParamSpec("low_cut_hz", "Low cut", "Hz", 20, 2000, 150, True),
        ParamSpec("high_cut_hz", "High cut", "Hz", 500, 20_000, 11_000, True),
        _mix(25),
    )),
    DeviceSpec("limiter", "Limiter", "Holds peaks below a level.", (
        ParamSpec("threshold_db", "Threshold", "dB", -30, 0, -3),
        ParamSpec("release_ms", "Release", "ms", 5, 1000, 100, True),
    )),
    DeviceSpec("stereo_width", "Stereo width", "From mono to extra wide.", (
        ParamSpec("width", "Width", "%", 0, 200, 100),
        ParamSpec("mono_below_hz", "Mono below (20 = off)", "Hz", 20, 500, 20, True),
    )),
    DeviceSpec("filter", "Filter", "A resonant filter for sweeps.", (
        ParamSpec("mode", "Mode", "", 0, 2, 0, choices=("Low-pass", "High-pass", "Band-pass")),
        ParamSpec("cutoff_hz", "Cutoff", "Hz", 20, 20_000, 20_000, True),
        ParamSpec("resonance", "Resonance", "%", 0, 95, 10),
        ParamSpec("drive_db", "Drive", "dB", 0, 24, 0),
    )),
    DeviceSpec("ducker", "Ducker", "Makes room whenever another part plays (side-chain).", (
        ParamSpec("source", "Listens to", "", 0, len(ROLES) - 1, ROLES.index("drums"), choices=ROLES),
        ParamSpec("amount_db", "Amount", "dB", 0, 24, 6),
        ParamSpec("threshold_db", "Threshold", "dB", -60, 0, -24),
        ParamSpec("attack_ms", "Attack", "ms", 1, 100, 5, True),
        ParamSpec("release_ms", "Release", "ms", 20, 2000, 180, True),
    )),
)  # fmt: skip

KEYED_KINDS = ("compressor", "gate", "expander", "ducker")
DEVICES: dict[str, DeviceSpec] = {spec.kind: spec for spec in _SPECS}
