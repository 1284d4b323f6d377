# SPDX-License-Identifier: GPL-3.0-or-later
"""Stems line up with the recording, sum to it with the residual, and equal what demucs itself computes."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from musicstudio.core.errors import InputError, MediaError, ModelMissingError
from musicstudio.core.progress import run_to_end
from musicstudio.separation import remembered
from musicstudio.separation.models import find_model
from musicstudio.separation.network import open_network
from musicstudio.separation.separate import separate, separate_file
from musicstudio.separation.stems import Stems

NULL = 10.0 ** (-90.0 / 20.0)


def music(seconds: float, rate: int, channels: int = 2, seed: int = 0) -> NDArray[np.float32]:
    """Noise and tones with a beat, about -15 dBFS."""
    rng = np.random.default_rng(seed)
    time_s = np.arange(round(seconds * rate)) / rate
    beat = np.exp(-8.0 * (time_s % 0.5))
    tones = sum(np.sin(2 * np.pi * hz * time_s) for hz in (110.0, 277.0, 659.0))
    return (0.1 * tones + 0.1 * beat * rng.standard_normal((channels, time_s.size))).astype(np.float32)


def null_error(audio: NDArray[np.float32], parted: Stems) -> float:
    """Largest difference between the source and the sum of what was taken from it."""
    return float(np.abs(audio - (sum(parted.stems.values()) + parted.residual)).max())


def test_equals_the_demucs_command(tiny_htdemucs: str) -> None:
    import torch
    from demucs.apply import BagOfModels, apply_model

    audio = music(6.3, 44_100)
    parted = run_to_end(separate(audio, 44_100, tiny_htdemucs))
    network, _ = open_network(find_model(tiny_htdemucs))
    mix = torch.from_numpy(audio)
    mean, deviation = mix.mean(0).mean(), mix.mean(0).std(correction=0)
    bag = BagOfModels(network.members)
    expected = apply_model(bag, ((mix - mean) / deviation)[None], shifts=0)[0].numpy() * float(deviation)
    for name, stem in zip(network.sources, expected, strict=True):
        assert np.abs(parted.stems[name] - stem).max() < 1e-5


@pytest.mark.parametrize(("rate", "channels"), [(44_100, 2), (48_000, 1), (192_000, 2), (8_000, 2), (44_100, 1)])
def test_stems_and_residual_sum_to_the_source_at_any_rate(tiny_htdemucs: str, rate: int, channels: int) -> None:
    audio = music(2.2, rate, channels)
    parted = run_to_end(separate(audio, rate, tiny_htdemucs))
    assert {stem.shape for stem in parted.stems.values()} == {audio.shape} and parted.residual.shape == audio.shape
    assert {stem.dtype for stem in parted.stems.values()} == {np.dtype(np.float32)}
    assert null_error(audio, parted) < NULL


def test_surround_is_folded_with_a_notice(tiny_htdemucs: str) -> None:
    parted = run_to_end(separate(music(1.0, 48_000, 6), 48_000, tiny_htdemucs))
    assert parted.residual.shape == (2, 48_000)
    assert "6 channels" in parted.notices[0]


@pytest.mark.parametrize("frames", [0, 1, 999, 66_150])
def test_any_length_comes_back_as_long(tiny_htdemucs: str, frames: int) -> None:
    audio = music(1.5, 44_100)[:, :frames]
    parted = run_to_end(separate(audio, 44_100, tiny_htdemucs))
    assert parted.residual.shape == (2, frames)
    assert not frames or null_error(audio, parted) < NULL


def test_silence_stays_silent(tiny_htdemucs: str) -> None:
    parted = run_to_end(separate(np.zeros((2, 50_000), np.float32), 44_100, tiny_htdemucs))
    assert all(np.abs(stem).max() < 1e-6 for stem in parted.stems.values())


def test_two_stems_are_vocals_and_the_rest(tiny_htdemucs: str) -> None:
    audio = music(2.0, 44_100)
    four, two = (run_to_end(separate(audio, 44_100, tiny_htdemucs, stems)) for stems in (4, 2))
    assert list(two.stems) == ["vocals", "instrumental"]
    assert np.array_equal(two.stems["vocals"], four.stems["vocals"])
    assert np.allclose(
        two.stems["instrumental"], sum(four.stems[name] for name in ("drums", "bass", "other")), atol=1e-6
    )


def test_six_stems_need_a_model_that_has_them(tiny_htdemucs: str) -> None:
    with pytest.raises(InputError, match="htdemucs_6s"):
        run_to_end(separate(music(1.0, 44_100), 44_100, tiny_htdemucs, 6))


def test_a_region_is_judged_in_its_context(tiny_htdemucs: str) -> None:
    """What is cut out equals the same place of the whole song, but for the segments' grid and the song's level."""
    audio = music(20.0, 44_100)
    part = run_to_end(separate(audio, 44_100, tiny_htdemucs, region_s=(9.0, 11.5)))
    wanted = audio[:, 9 * 44_100 : round(11.5 * 44_100)]
    assert part.residual.shape == wanted.shape
    assert null_error(wanted, part) < NULL


def test_the_same_seed_gives_the_same_bytes(tiny_htdemucs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "recall", lambda key: None)
    audio = music(2.0, 44_100)
    first, again, other = (
        run_to_end(separate(audio, 44_100, tiny_htdemucs, shifts=2, seed=seed)).stems["drums"] for seed in (3, 3, 4)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_asking_again_recalls_the_result(tiny_htdemucs: str) -> None:
    audio = music(3.0, 44_100)
    first = run_to_end(separate(audio, 44_100, tiny_htdemucs))
    steps = list(separate(audio, 44_100, tiny_htdemucs))
    again = run_to_end(separate(audio, 44_100, tiny_htdemucs))
    assert len(steps) == 1
    assert all(np.array_equal(first.stems[name], again.stems[name]) for name in first.stems)


def test_progress_rises_and_a_cancelled_job_leaves_nothing(tiny_htdemucs: str, home: Path) -> None:
    audio = music(6.0, 44_100)
    fractions = [step.fraction for step in separate(audio, 44_100, tiny_htdemucs)]
    assert fractions == sorted(fractions) and fractions[-1] == 1.0
    job = separate(audio[:, ::-1], 44_100, tiny_htdemucs)
    for _ in range(4):
        next(job)
    job.close()
    assert len(list((home / "cache" / "separation").iterdir())) == 1


def test_missing_weights_are_told_with_size_and_license(home: Path) -> None:
    with pytest.raises(ModelMissingError, match=r"84 MB, licence MIT"):
        run_to_end(separate(music(1.0, 44_100), 44_100, "htdemucs"))


def test_a_file_becomes_files(tiny_htdemucs: str, tmp_path: Path) -> None:
    audio = music(5.0, 32_000)
    path = tmp_path / "Song.flac"
    soundfile.write(path, audio.T, 32_000, subtype="PCM_24")
    read = soundfile.read(path, dtype="float32", always_2d=True)[0].T
    files = run_to_end(separate_file(path, tmp_path / "stems", tiny_htdemucs))
    for file in files.values():
        with soundfile.SoundFile(file) as stem:
            assert stem.comment.startswith(f"Taken apart from {path.name} by ") and stem.title.startswith(path.stem)
    assert sorted(files) == ["bass", "drums", "other", "residual", "vocals"]
    parts = [soundfile.read(file, dtype="float32", always_2d=True) for file in files.values()]
    assert {rate for _, rate in parts} == {32_000}
    assert np.abs(sum(part.T for part, _ in parts) - read).max() < NULL


def test_a_cancelled_file_leaves_no_files(tiny_htdemucs: str, tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    soundfile.write(path, music(8.0, 44_100).T, 44_100)
    job = separate_file(path, tmp_path / "stems", tiny_htdemucs)
    while next(job).fraction < 0.4:
        pass
    job.close()
    assert list((tmp_path / "stems").iterdir()) == []


def test_a_text_file_is_refused(tiny_htdemucs: str, tmp_path: Path) -> None:
    path = tmp_path / "notes.wav"
    path.write_text("not audio")
    with pytest.raises(MediaError, match=r"notes\.wav"):
        run_to_end(separate_file(path, tmp_path / "stems", tiny_htdemucs))


def test_only_the_wanted_stems_are_written_and_all_still_sum_to_the_recording(
    tiny_htdemucs: str, tmp_path: Path
) -> None:
    path = tmp_path / "song.wav"
    audio = np.random.default_rng(5).standard_normal((44_100 * 3, 2)).astype(np.float32) * 0.1
    soundfile.write(path, audio, 44_100, "FLOAT")
    files = run_to_end(separate_file(path, tmp_path / "stems", tiny_htdemucs, only=("vocals", "drums")))
    assert list(files) == ["drums", "vocals", "residual"]
    total = sum(soundfile.read(file, dtype="float32")[0] for file in files.values())
    np.testing.assert_allclose(total, audio, atol=1e-4)
    with pytest.raises(InputError, match="no stem “cello”"):
        run_to_end(separate_file(path, tmp_path / "stems", tiny_htdemucs, only=("cello",)))
