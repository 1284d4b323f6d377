# SPDX-License-Identifier: GPL-3.0-or-later
"""What an audio file sounds like to a meter, as a player decodes it."""

from pathlib import Path

from musicstudio.core.progress import Job, Progress
from musicstudio.dsp.measurement import Measurement, SoundMeter
from musicstudio.media.decoding import DecodedFile


def measure_file(path: Path) -> Job[Measurement]:
    """Decode and measure, in little memory. Raises `MediaError`."""
    meter, frames = SoundMeter(), 0
    with DecodedFile(path) as file:
        for block in file.blocks():
            yield Progress(min(1.0, frames / max(1, file.frames)), f"Measuring {path.name}")
            if block is not None:
                meter.feed(block)
                frames += block.shape[1]
    yield Progress(1.0, "Measured")
    return meter.finish()
