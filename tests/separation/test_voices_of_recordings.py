# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundled network for voices of real recordings: its weights, its sums, and a voice it takes out of a band."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from musicstudio.core.errors import InputError, MediaError
from musicstudio.core.progress import run_to_end
from musicstudio.instruments import catalogue
from musicstudio.instruments.levels import PHRASE_TEMPO, typical_phrase
from musicstudio.instruments.render import render_notes
from musicstudio.separation import store
from musicstudio.separation.models import BUNDLED, HYBRID, find_model, present_model
from musicstudio.separation.separate import separate
from musicstudio.separation.weights import load_network
from scripts.tensorflow_checkpoint import read_tensors

Audio = NDArray[np.float32]
RATE = 48_000


def test_it_comes_with_the_studio_and_is_asked_first_where_no_larger_one_is(home: Path) -> None:
    model = find_model(HYBRID)
    assert model.is_present and not model.is_fetchable and present_model().name == HYBRID
    assert sum(path.stat().st_size for path in model.paths) == pytest.approx(model.size_bytes, rel=0.02)
    with pytest.raises(InputError):
        store.remove(HYBRID)
    assert model.is_present and find_model(BUNDLED).is_present


def test_stems_and_residual_sum_to_the_source(home: Path) -> None:
    mix = _mix(_sung())[:, : 3 * RATE]
    parted = run_to_end(separate(mix, RATE, HYBRID))
    assert set(parted.stems) == {"drums", "bass", "other", "vocals"}
    assert np.abs(mix - sum(parted.stems.values()) - parted.residual).max() < 1e-5
    assert all(stem.shape == mix.shape for stem in parted.stems.values())


def test_a_voice_is_found_and_the_band_is_not_taken_for_one(home: Path) -> None:
    """The voice's stem is far more like the voice than like the band, and quiet where nobody sings."""
    sung, band = _sung(), _mix(np.zeros((2, 6 * RATE), np.float32))
    voice = run_to_end(separate(sung + band, RATE, HYBRID)).stems["vocals"]
    assert _likeness(voice, sung) > 0.6 > 3.0 * _likeness(voice, band)
    unsung = run_to_end(separate(band, RATE, HYBRID)).stems["vocals"]
    assert np.sqrt(np.mean(unsung**2)) < 0.15 * np.sqrt(np.mean(voice**2))


def test_weights_of_another_shape_are_damage(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    tensors = load_file(find_model(HYBRID).paths[0])
    del tensors["last.bias"]
    path = tmp_path / "voices.safetensors"
    save_file(tensors, path, {"klass": "musicstudio.separation.vocals_net.VocalsNet", "args": "[]", "kwargs": "{}"})
    with pytest.raises(MediaError, match="damaged or of another version"):
        load_network(path)


def test_a_checkpoint_of_tensorflow_is_read_by_its_format() -> None:
    """A table of one block made by hand: names share their beginnings, values are protobuf messages."""
    data = np.arange(6, dtype="<f4").tobytes()
    entries = [(b"a/bias", _entry([2], 0, 8)), (b"a/kernel", _entry([2, 2], 8, 16)), (b"step", b"\x08\x09")]
    tensors = read_tensors(_table(entries), data)
    assert list(tensors) == ["a/bias", "a/kernel"]
    assert tensors["a/bias"].tolist() == [0.0, 1.0] and tensors["a/kernel"].tolist() == [[2.0, 3.0], [4.0, 5.0]]


def _entry(shape: list[int], start: int, size: int) -> bytes:
    sizes = b"".join(b"\x12\x02\x08" + bytes([each]) for each in shape)
    return b"\x08\x01\x12" + bytes([len(sizes)]) + sizes + b"\x20" + bytes([start]) + b"\x28" + bytes([size])


def _table(entries: list[tuple[bytes, bytes]]) -> bytes:
    block = _block(entries)
    index = _block([(b"z", bytes([0]) + bytes([len(block)]))])
    handles = bytes([0, 0, len(block) + 5, len(index)])
    return block + b"\0" * 5 + index + b"\0" * 5 + handles.ljust(48, b"\0")


def _block(entries: list[tuple[bytes, bytes]]) -> bytes:
    block, last = b"", b""
    for key, value in entries:
        shared = next((i for i, (a, b) in enumerate(zip(last, key, strict=False)) if a != b), min(len(last), len(key)))
        block += bytes([shared, len(key) - shared, len(value)]) + key[shared:] + value
        last = key
    return block + (0).to_bytes(4, "little") + (1).to_bytes(4, "little")


def _sung() -> Audio:
    """Six seconds of a voice: harmonics with vibrato through the formants of changing vowels, with pauses."""
    time = np.arange(6 * RATE) / RATE
    pitch = 220.0 * 2.0 ** (np.repeat([0, 4, 7, 5, 2, 0], RATE)[: time.size] / 12.0)
    phase = 2 * np.pi * np.cumsum(pitch * (1 + 0.01 * np.sin(2 * np.pi * 5.5 * time))) / RATE
    formants = np.array([(700, 1200, 2600), (400, 2000, 2600), (500, 900, 2500)])[(time * 2).astype(int) % 3]
    voice = np.zeros(time.size)
    for number in range(1, 24):
        gain = sum(1.0 / (1.0 + ((number * pitch - formants[:, i]) / 120.0) ** 2) for i in range(3))
        voice += gain * np.sin(number * phase) / number**0.5
    voice *= np.clip(np.sin(np.pi * time) ** 2 * 4, 0.0, 1.0)
    return np.repeat((0.15 * voice / np.abs(voice).max())[None], 2, axis=0).astype(np.float32)


def _mix(voice: Audio) -> Audio:
    for name in ("kit_acoustic", "finger_bass"):
        audio = render_notes(name, typical_phrase(catalogue.load()[name]), PHRASE_TEMPO, 0, 0).audio
        voice = voice + np.resize(audio[:, : 4 * RATE].T, (voice.shape[1], 2)).T.astype(np.float32)
    return voice


def _likeness(one: Audio, other: Audio) -> float:
    return float(np.abs(np.corrcoef(one.reshape(-1), other.reshape(-1))[0, 1]))
