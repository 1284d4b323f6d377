# SPDX-License-Identifier: GPL-3.0-or-later
"""What an audio file sounds like to a meter, as a player decodes it."""

from collections.abc import Callable
from pathlib import Path

from musicstudio.core.progress import Job, Progress
from musicstudio.dsp.measurement import Measurement, SoundMeter
from musicstudio.media.decoding import DecodedFile
from musicstudio.mixing.verdict import why_unmeasured


def measure_file(path: Path, tell: Callable[[str], object] = lambda sentence: None) -> Job[Measurement]:
    """Decode and measure, in little memory. Raises `MediaError`.

    tell: called with a sentence for whatever was changed on the way in, or cannot be measured.
    """
    meter, frames = SoundMeter(), 0
    with DecodedFile(path) as file:
        for block in file.blocks():
            yield Progress(min(1.0, frames / max(1, file.frames)), f"Measuring {path.name}")
            if block is not None:
                meter.feed(block)
                frames += block.shape[1]
        for notice in file.notices:
            tell(notice)
    yield Progress(1.0, "Measured")
    found = meter.finish()
    unmeasured = why_unmeasured(path.name, found.length_s, found.integrated_lufs, found.true_peak_dbtp)
    if unmeasured:
        tell(unmeasured)
    return found
