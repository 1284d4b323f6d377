# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure every instrument's typical phrase (BS.1770) and write the trims to resources/instruments/levels.toml.

Run after a change of patches, kits or bank: ``python scripts/level_instruments.py``.
"""

import numpy as np
import pyloudnorm

from musicstudio.core.paths import resources_dir
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.instruments import catalogue
from musicstudio.instruments.levels import PHRASE_TEMPO, TARGET_LUFS, typical_phrase
from musicstudio.instruments.render import render_notes
from musicstudio.instruments.soundfont.bank import find_soundfont


def main() -> None:
    """Measure with the present trims, correct them and write the file."""
    lines = [
        f"# Gain in dB that brings each instrument's typical phrase to {TARGET_LUFS:g} LUFS.",
        f"# Made by scripts/level_instruments.py with {find_soundfont().name}.",
    ]
    for instrument in catalogue.load().values():
        trim_db = round(instrument.gain_db + TARGET_LUFS - _loudness(instrument), 1)
        lines.append(f"{instrument.id} = {trim_db}")
        print(lines[-1])
    (resources_dir() / "instruments" / "levels.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _loudness(instrument: catalogue.Instrument) -> float:
    audio = render_notes(instrument.id, typical_phrase(instrument), PHRASE_TEMPO, 0, 0).audio
    return float(pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(audio.T.astype(np.float64)))


if __name__ == "__main__":
    main()
