# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure every instrument's typical phrase: trims by BS.1770 to resources/instruments/levels.toml, and its tone in
bands to tones.toml.

Run after a change of patches, kits or bank: ``python -m scripts.level_instruments``.
"""

import numpy as np
import pyloudnorm

from musicstudio.core.paths import resources_dir
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.instruments import catalogue
from musicstudio.instruments.levels import PHRASE_TEMPO, TARGET_LUFS, typical_phrase
from musicstudio.instruments.render import render_notes
from musicstudio.instruments.soundfont.bank import find_soundfont
from musicstudio.instruments.tones import band_powers


def main() -> None:
    """Measure with the present trims, correct them and write the file."""
    lines = [
        f"# Gain in dB that brings each instrument's typical phrase to {TARGET_LUFS:g} LUFS.",
        f"# Made by scripts/level_instruments.py with {find_soundfont().name}.",
    ]
    tones = [
        "# Power in dB of each instrument's phrase at its trim, in the bands of musicstudio.instruments.tones.",
        lines[1],
    ]
    for instrument in catalogue.load().values():
        audio = render_notes(instrument.id, typical_phrase(instrument), PHRASE_TEMPO, 0, 0).audio
        change_db = TARGET_LUFS - float(pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(audio.T.astype(np.float64)))
        lines.append(f"{instrument.id} = {round(instrument.gain_db + change_db, 1)}")
        bands_db = 10 * np.log10(sum(band_powers(side, SAMPLE_RATE) for side in audio) / 2 + 1e-12) + change_db
        tones.append(f"{instrument.id} = {bands_db.round(1).tolist()}")
        print(lines[-1])
    for name, rows in (("levels.toml", lines), ("tones.toml", tones)):
        (resources_dir() / "instruments" / name).write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
