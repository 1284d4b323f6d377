# SPDX-License-Identifier: GPL-3.0-or-later
"""Real files after public bug reports of this field: each is read whole, as other players read it."""

from pathlib import Path

import numpy as np
import pytest

from musicstudio.core.progress import run_to_end
from musicstudio.media.importing import load_audio

SOUND = Path(__file__).parents[1] / "data" / "sound"


def hz_of(audio: np.ndarray) -> float:
    """The strongest frequency of (channels, frames) at 48 kHz."""
    spectrum = np.abs(np.fft.rfft(audio[0] * np.hanning(audio.shape[1])))
    return float(np.argmax(spectrum)) * 48_000 / audio.shape[1]


@pytest.mark.parametrize(("name", "seconds"), [
    ("mp3_cbr_cover_art.mp3", 4.049),  # the cover was counted as sound: "cut off"
    ("mp3_vbr_noxing_loud_first.mp3", 4.049),  # the first frame's bit rate is not that of the rest: 0.7 s
    ("mp3_leading_zeros.mp3", 1.0),  # "not an audio file"
    ("wav_stream_sox.wav", 0.5),  # 0x7FFFF000 is "length unknown": "cut off"
    ("wav_stream_zero.wav", 0.5),  # sizes never written: "0 samples long"
])  # fmt: skip
def test_a_file_is_decoded_to_its_last_frame(name: str, seconds: float) -> None:
    loaded = run_to_end(load_audio(SOUND / name))
    assert loaded.audio.shape[1] / 48_000 == pytest.approx(seconds, abs=0.06)
    assert np.abs(loaded.audio[:, -9600:-4800]).max() > 1e-4
    assert not [notice for notice in loaded.notices if "converted" not in notice]


def test_every_link_of_a_chained_ogg_is_read() -> None:
    audio = run_to_end(load_audio(SOUND / "ogg_chain.ogg")).audio
    assert audio.shape == (1, 48_000)
    assert hz_of(audio[:, 2000:22_000]) == pytest.approx(440, abs=5)
    assert hz_of(audio[:, 26_000:46_000]) == pytest.approx(880, abs=5)
