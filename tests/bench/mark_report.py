# SPDX-License-Identifier: GPL-3.0-or-later
"""How the inaudible mark does on real sound: ``python -m tests.bench.mark_report FILE...``.

For each unmarked file: how far below hearing the mark is (noise-to-mask ratio), its level, and how surely it is read
again whole and from ten seconds after MP3 of 128 kbit/s, 44.1 kHz and a gain; then what unmarked windows of ten seconds
score, which is what a false alarm would come from.
"""

import io
import math
import sys
import time
from pathlib import Path

import numpy as np
import soundfile

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import to_stereo
from musicstudio.dsp.resample import resample
from musicstudio.dsp.watermark.reading import CERTAIN_SCORE, MarkReader
from musicstudio.dsp.watermark.writing import mark_blocks

from .mark_measures import noise_to_mask_db, null_db

_NUMBER, _WINDOW, _STEP = 0x5EEDCAFE, 10 * SAMPLE_RATE, 3 * SAMPLE_RATE
_BLOCK = 1 << 15


def main(paths):
    """Print a table, and the scores of what is not marked."""
    print("| file | s | NMR dB | worst frame | level dB | write x | read x | whole | 10 s | MP3 128, 44.1, -10 dB |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    unmarked = []
    for path in map(Path, paths):
        audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
        stereo = to_stereo(resample(np.ascontiguousarray(audio.T), rate, SAMPLE_RATE))
        print(_row(path.stem, stereo), flush=True)
        firsts = range(0, max(1, stereo.shape[1] - _WINDOW + 1), _STEP)
        unmarked += [_score(stereo[:, first : first + _WINDOW]) for first in firsts]
    scores = np.array(unmarked)
    print(f"\n{scores.size} unmarked windows of 10 s: mean {scores.mean():.2f}, deviation {scores.std():.2f},", end=" ")
    print(f"highest {scores.max():.2f}; certain from {CERTAIN_SCORE}.")
    above = (CERTAIN_SCORE - scores.mean()) / scores.std()
    print(f"If they are normal, one in {1 / (0.5 * math.erfc(above / math.sqrt(2))):.0e} would be a false alarm.")


def _row(name, audio):
    began = time.perf_counter()
    written = np.concatenate(list(mark_blocks((audio[:, at : at + _BLOCK] for at in _starts(audio)), _NUMBER)), axis=1)
    wrote = time.perf_counter()
    whole = _score(written)
    read = time.perf_counter()
    middle = max(0, (written.shape[1] - _WINDOW) // 2) + 777
    excerpt = written[:, middle : middle + _WINDOW]
    other = resample(resample(_as_mp3(excerpt), SAMPLE_RATE, 44_100), 44_100, SAMPLE_RATE) * np.float32(0.316)
    seconds, (total, worst) = audio.shape[1] / SAMPLE_RATE, noise_to_mask_db(audio, written)
    return (
        f"| {name} | {seconds:.0f} | {total:.1f} | {worst:.1f} | {null_db(audio, written):.1f} "
        f"| {seconds / (wrote - began):.0f} | {seconds / (read - wrote):.0f} | {whole:.1f} | {_score(excerpt):.1f} "
        f"| {_score(other):.1f} |"
    )


def _starts(audio):
    return range(0, audio.shape[1], _BLOCK)


def _score(audio):
    reader = MarkReader()
    for at in _starts(audio):
        reader.feed(audio[:, at : at + _BLOCK])
    reader.finish()
    return reader.score


def _as_mp3(audio):
    file = io.BytesIO()
    level = (320 - 128) / 288
    with soundfile.SoundFile(
        file, "w", SAMPLE_RATE, 2, format="MP3", compression_level=level, bitrate_mode="CONSTANT"
    ) as writer:
        for at in range(0, audio.shape[1], 4096):
            writer.write(np.clip(audio[:, at : at + 4096], -1, 1).T)
    file.seek(0)
    return np.ascontiguousarray(soundfile.read(file, dtype="float32")[0].T)


if __name__ == "__main__":
    main(sys.argv[1:])
