# SPDX-License-Identifier: GPL-3.0-or-later
"""Synthesizer patches: what ``resources/instruments/patches.toml`` may say."""

import tomllib
from functools import lru_cache

import msgspec

from musicstudio.core.paths import resources_dir


class Oscillator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One waveform. wave: of `spectra.WAVES`. width: duty of a pulse, 0 to 1. semitones, cents: shift from the note.

    voices: detuned copies, spread over ``detune_cents`` in all and over the stereo field by ``spread`` (0 mono to 1
    wide).
    """

    wave: str = "saw"
    level: float = 1.0
    semitones: float = 0.0
    cents: float = 0.0
    width: float = 0.5
    voices: int = 1
    detune_cents: float = 0.0
    spread: float = 0.0


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Attack (linear), decay and release (exponential, to -60 dB of the way) in seconds; sustain 0 to 1."""

    attack_s: float = 0.003
    decay_s: float = 0.3
    sustain: float = 1.0
    release_s: float = 0.08


class Filter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A low-pass. cutoff_hz holds for middle C at full velocity; it follows the keyboard by ``key_follow`` (1: fully).

    poles: 2 or 4. resonance_db: height of the peak. envelope_octaves and velocity_octaves move the cutoff upwards.
    """

    cutoff_hz: float = 20_000.0
    poles: int = 2
    resonance_db: float = 0.0
    key_follow: float = 0.5
    envelope_octaves: float = 0.0
    velocity_octaves: float = 0.0
    envelope: Envelope = Envelope()


class Patch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sound. Unison oscillators play from long loops; single ones follow vibrato and glide.

    is_mono: a new note ends the one before and, with glide_s, slides from it when they touch. drive: saturation, 0
    (off) up. noise: level of breath under the tone. vibrato grows in after vibrato_delay_s. velocity_db: loudness
    from softest to loudest.
    """

    oscillators: tuple[Oscillator, ...]
    amp: Envelope = Envelope()
    filter: Filter = Filter()
    is_mono: bool = False
    glide_s: float = 0.0
    drive: float = 0.0
    noise: float = 0.0
    vibrato_hz: float = 5.2
    vibrato_cents: float = 0.0
    vibrato_delay_s: float = 0.35
    velocity_db: float = 24.0


@lru_cache(maxsize=1)
def patches() -> dict[str, Patch]:
    """All patches by name; any thread."""
    path = resources_dir() / "instruments" / "patches.toml"
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: msgspec.convert(entry, Patch) for name, entry in entries.items()}
