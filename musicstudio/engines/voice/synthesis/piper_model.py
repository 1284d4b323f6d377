# SPDX-License-Identifier: GPL-3.0-or-later
"""A Piper voice (a VITS network in ONNX) taken apart so that a singer can hold the reins.

Piper's exported graph takes phoneme ids and gives audio, choosing every length itself. Its only ``Ceil`` node
yields the frames of each id; its second ``RandomNormalLike`` is the noise of the latent. `open_model` makes two
graphs of it in memory: *lengths* (ids to natural frames) and *speech* (ids, frames and noise to audio), so time and
chance are ours.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.errors import EngineError, ModelMissingError

from .graphs import part_of, run, session

LATENT_CHANNELS = 192
RATE_RANGE, HOP_RANGE = (8_000, 96_000), (16, 4_096)
Frames = NDArray[np.float32]


@dataclass(frozen=True)
class PiperModel:
    """An opened voice. rate:

    Hz of its audio. hop: audio samples a frame. Calls are thread-safe (onnxruntime sessions are).
    """

    rate: int
    hop: int
    language: str
    ids: dict[str, list[int]]
    noise_scale: float
    speakers: int
    lengths_session: Any
    speech_session: Any

    def natural_frames(self, ids: list[int]) -> Frames:
        """Frames that the voice would give each id when speaking, shape (len(ids),)."""
        (frames,) = run(self.lengths_session, None, self._inputs(ids))
        return np.asarray(frames, np.float32).ravel()

    def speak(self, ids: list[int], frames: NDArray[np.int64], noise: Frames) -> NDArray[np.float32]:
        """Audio, shape (frames.sum() * hop,), with exactly these frames for each id.

        noise: (LATENT_CHANNELS, frames.sum()), standard normal; scale it down for a calmer, duller tone.
        """
        feeds = self._inputs(ids) | {
            "durations": frames.astype(np.float32)[None, None],
            "noise": noise.astype(np.float32)[None],
        }
        (audio,) = run(self.speech_session, None, feeds)
        return np.asarray(audio, np.float32).ravel()

    def _inputs(self, ids: list[int]) -> dict[str, Any]:
        feeds: dict[str, Any] = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array([self.noise_scale, 1.0, 0.0], np.float32),
        }
        return feeds | ({"sid": np.array([0], np.int64)} if self.speakers > 1 else {})


@lru_cache(maxsize=2)
def open_model(path: Path) -> PiperModel:
    """Load ``NAME.onnx`` with its ``NAME.onnx.json`` (about 2 s and 200 MB; the last two stay open).

    Raises ModelMissingError when a file is not there and EngineError when it is no Piper voice.
    """
    config_path = path.with_name(path.name + ".json")
    if not path.is_file() or not config_path.is_file():
        raise ModelMissingError(
            f"The voice {path.stem} needs {path.name} and {config_path.name}; one of them is missing."
        )
    try:
        config = json.loads(config_path.read_text("utf-8"))
        lengths, speech = _split_graph(path)
        return PiperModel(
            rate=_within(config["audio"]["sample_rate"], RATE_RANGE),
            hop=_within(config.get("hop_length", 256), HOP_RANGE),
            language=str(config["espeak"]["voice"]),
            ids={symbol: list(ids) for symbol, ids in config["phoneme_id_map"].items()},
            noise_scale=float(config.get("inference", {}).get("noise_scale", 0.667)),
            speakers=int(config.get("num_speakers", 1)),
            lengths_session=session(lengths),
            speech_session=session(speech),
        )
    except Exception as error:  # onnx, protobuf and onnxruntime each have failures of their own
        raise EngineError(f"{path.name} is not a Piper voice that can be opened for singing.") from error


def _within(value: Any, bounds: tuple[int, int]) -> int:
    if not bounds[0] <= int(value) <= bounds[1]:
        raise ValueError(value)
    return int(value)


def _split_graph(path: Path) -> tuple[Any, Any]:
    """(lengths, speech): two copies of the graph, cut at the Ceil node."""
    import onnx
    from onnx import TensorProto, helper

    speech = onnx.load(str(path), load_external_data=False)
    graph = speech.graph
    ceil = next(node for node in graph.node if node.op_type == "Ceil").output[0]
    random = next(node for node in graph.node if node.op_type == "RandomNormalLike" and "/dp/" not in node.name).output[
        0
    ]
    lengths = part_of(speech, [ceil], {})
    for node in graph.node:
        for index, name in enumerate(node.input):
            node.input[index] = {ceil: "durations", random: "noise"}.get(name, name)
    graph.input.append(helper.make_tensor_value_info("durations", TensorProto.FLOAT, [1, 1, "phonemes"]))
    graph.input.append(helper.make_tensor_value_info("noise", TensorProto.FLOAT, [1, LATENT_CHANNELS, "frames"]))
    return lengths, speech
