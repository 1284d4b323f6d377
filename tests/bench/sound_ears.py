# SPDX-License-Identifier: GPL-3.0-or-later
"""A listener that knows nothing of the studio: musicnn (Pons and Serra, 2019; ISC licence), trained on tags that people
gave to records.

Its weights come with the PyPI package ``musicnn`` (``pip install --no-deps musicnn==0.1.0``: its own pins are of 2019).
The TensorFlow checkpoint is read here and the network runs in torch. Needed by the bench only.
"""

import importlib.util
from functools import lru_cache
from pathlib import Path

import numpy as np

from scripts.tensorflow_checkpoint import read_tensors

RATE, HOP, FFT, MELS, PATCH = 16_000, 256, 512, 96, 187
MSD_TAGS = (
    "rock", "pop", "alternative", "indie", "electronic", "female vocalists", "dance", "00s", "alternative rock", "jazz",
    "beautiful", "metal", "chillout", "male vocalists", "classic rock", "soul", "indie rock", "Mellow", "electronica",
    "80s", "folk", "90s", "chill", "instrumental", "punk", "oldies", "blues", "hard rock", "ambient", "acoustic",
    "experimental", "female vocalist", "guitar", "Hip-Hop", "70s", "party", "country", "easy listening", "sexy",
    "catchy", "funk", "electro", "heavy metal", "Progressive rock", "60s", "rnb", "indie pop", "sad", "House", "happy",
)  # fmt: skip


def weights_folder(model: str = "MSD_musicnn") -> Path | None:
    """Where the installed package keeps a model; None without the package."""
    found = importlib.util.find_spec("musicnn")
    folders = list(found.submodule_search_locations or ()) if found else []
    return Path(folders[0]) / model if folders and (Path(folders[0]) / model / ".index").is_file() else None


def listen(audio: np.ndarray, model: str = "MSD_musicnn") -> tuple[np.ndarray, np.ndarray]:
    """(embedding, mean tag likelihoods) of (2, frames) at 48 kHz: the second last layer over patches of 3 s."""
    import librosa
    import torch

    mono = librosa.resample(audio.mean(axis=0), orig_sr=48_000, target_sr=RATE)
    mel = librosa.feature.melspectrogram(y=mono, sr=RATE, hop_length=HOP, n_fft=FFT, n_mels=MELS).T
    spectrum = np.log10(10_000.0 * mel + 1.0).astype(np.float32)
    count = max(1, len(spectrum) // PATCH)
    spectrum = np.pad(spectrum, ((0, max(0, PATCH - len(spectrum))), (0, 0)))[: count * PATCH]
    with torch.inference_mode():
        penultimate, logits = _run(torch.from_numpy(spectrum.reshape(count, PATCH, MELS)), model)
        return penultimate.mean(0).numpy(), torch.sigmoid(logits).mean(0).numpy()


def _run(x, model: str):  # type: ignore[no-untyped-def]
    import torch
    from torch.nn.functional import pad, relu

    weights = _weights(model)

    def norm(values, number: int):  # type: ignore[no-untyped-def]
        name = f"batch_normalization_{number}" if number else "batch_normalization"
        gamma, beta, mean, variance = (
            weights[f"{name}/{part}"] for part in ("gamma", "beta", "moving_mean", "moving_variance")
        )
        shape = (1, -1, *([1] * (values.ndim - 2)))
        return (values - mean.view(shape)) * (gamma / torch.sqrt(variance + 1e-3)).view(shape) + beta.view(shape)

    def conv(values, number: int, before: int, after: int):  # type: ignore[no-untyped-def]
        name = f"conv2d_{number}" if number else "conv2d"
        kernel = weights[f"{name}/kernel"].permute(3, 2, 0, 1)
        return relu(torch.nn.functional.conv2d(pad(values, (0, 0, before, after)), kernel, weights[f"{name}/bias"]))

    normal = norm(x[:, None], 0)
    front = [norm(conv(normal, n, 3, 3), n + 1).amax(3) for n in (0, 1)]
    for number, length in ((2, 128), (3, 64), (4, 32)):
        front.append(norm(conv(normal, number, (length - 1) // 2, length // 2), number + 1).amax(3))
    features = torch.cat(front, 1)
    first = norm(conv(features.transpose(1, 2)[:, None], 5, 3, 3), 6)[..., 0]
    second = first + norm(conv(first.transpose(1, 2)[:, None], 6, 3, 3), 7)[..., 0]
    third = second + norm(conv(second.transpose(1, 2)[:, None], 7, 3, 3), 8)[..., 0]
    maps = torch.cat([features, first, second, third], 1)
    pooled = norm(torch.stack([maps.amax(2), maps.mean(2)], 2).flatten(1), 9)
    penultimate = norm(relu(pooled @ weights["dense/kernel"] + weights["dense/bias"]), 10)
    return penultimate, penultimate @ weights["dense_1/kernel"] + weights["dense_1/bias"]


@lru_cache(maxsize=2)
def _weights(model: str):  # type: ignore[no-untyped-def]
    import torch

    folder = weights_folder(model)
    assert folder is not None, "install musicnn first: pip install --no-deps musicnn==0.1.0"
    tensors = read_tensors((folder / ".index").read_bytes(), (folder / ".data-00000-of-00001").read_bytes())
    return {name: torch.from_numpy(value.copy()) for name, value in tensors.items() if "Adam" not in name}
