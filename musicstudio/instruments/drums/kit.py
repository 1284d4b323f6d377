# SPDX-License-Identifier: GPL-3.0-or-later
"""Synthesised drum kits as data: what ``resources/instruments/drums.toml`` may say."""

import tomllib
from functools import lru_cache

import msgspec

from musicstudio.core.paths import resources_dir


class Tone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tone whose pitch falls from start_hz to end_hz with time constant sweep_s, and decays by 60 dB in decay_s."""

    end_hz: float
    start_hz: float = 0.0
    sweep_s: float = 0.03
    decay_s: float = 0.3
    level: float = 1.0
    wave: str = "sine"


class Noise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Noise between low_hz and high_hz, decaying by 60 dB in decay_s; bursts_s are the hits of a clap. hold: frames a
    value is held.
    """

    low_hz: float = 200.0
    high_hz: float = 12_000.0
    decay_s: float = 0.15
    level: float = 1.0
    attack_s: float = 0.0005
    bursts_s: tuple[float, ...] = (0.0,)
    hold: int = 1


class Metal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Six squares at inharmonic ratios above base_hz, high-passed at low_hz: the body of machine cymbals, hats and
    cowbells.
    """

    base_hz: float = 205.0
    low_hz: float = 7_000.0
    decay_s: float = 0.1
    level: float = 1.0
    partials: int = 6


class Drum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sound: layers, saturation, place in the stereo field (-1 to 1) and the choke group that it silences. width:
    how much its noise and metal differ between the sides (0 to 1), as two microphones hear them.
    """

    tones: tuple[Tone, ...] = ()
    noises: tuple[Noise, ...] = ()
    metals: tuple[Metal, ...] = ()
    drive: float = 0.0
    pan: float = 0.0
    width: float = 0.0
    choke: str = ""
    level: float = 1.0


class KitData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """families: MIDI keys of each kind of drum; drums: sounds by name; kits: for each kit, the drum of each family."""

    families: dict[str, tuple[int, ...]]
    drums: dict[str, Drum]
    kits: dict[str, dict[str, str]]

    def drum_of(self, kit: str, key: int) -> tuple[Drum, float]:
        """The drum that a key plays and its tuning in semitones (keys of one family are tuned apart)."""
        family = next((name for name, keys in self.families.items() if key in keys), "other")
        keys = self.families.get(family, (key,))
        middle = (len(keys) - 1) / 2.0
        steps = keys.index(key) - middle if key in keys else 0.0
        spacing = 2.4 if family == "tom" else 1.0 if family in ("kick", "snare") else 1.6
        return self.drums[self.kits[kit].get(family) or self.kits[kit]["other"]], steps * spacing


@lru_cache(maxsize=1)
def kit_data() -> KitData:
    """All synthesised kits; any thread."""
    path = resources_dir() / "instruments" / "drums.toml"
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), KitData)
