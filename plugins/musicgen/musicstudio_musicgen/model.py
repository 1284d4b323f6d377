# SPDX-License-Identifier: GPL-3.0-or-later
"""The model in memory. Imports torch and transformers, so import this module only on the thread that generates.

What is relied upon inside transformers 5.23 (``models/musicgen/modeling_musicgen.py``): ``generate`` drops a streamer,
so progress comes from a stopping criterion, which is asked after each step; a criterion must never answer True, since
the delay pattern needs every step, so stopping early means raising; what is generated from audio begins with that
audio, decoded anew. The melody class has no way in for audio to go on from; it takes its codes as
``decoder_input_ids``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import (
    MusicgenForConditionalGeneration,
    MusicgenMelodyForConditionalGeneration,
    MusicgenMelodyProcessor,
    MusicgenProcessor,
    StoppingCriteria,
)
from transformers.utils import logging

from musicstudio.plugins.api import Audio, Plan

SAMPLING: dict[str, Any] = {"do_sample": True, "guidance_scale": 3.0, "temperature": 1.0, "top_k": 250}
"""As in Meta's audiocraft and the model's card."""
_CODEC = "audio_encoder."


class Model:
    """MusicGen of one folder. Not safe for several threads.

    rate: its sample rate in Hz. channels: 1 or 2. hop: audio frames in one codec frame. delay: steps that each window
    takes beyond its codec frames, because each codebook is generated one step after the one before.
    """

    def __init__(self, folder: Path, plan: Plan, follows_tune: bool) -> None:
        """Load from ``folder``, never from the net and never a pickle. Raises ``OSError`` or ``ValueError``."""
        logging.disable_progress_bar()
        self._place, self._follows_tune = plan.device.place, follows_tune
        self._dtype = getattr(torch, plan.precision)
        network_class, processor_class = (
            (MusicgenMelodyForConditionalGeneration, MusicgenMelodyProcessor)
            if follows_tune
            else (MusicgenForConditionalGeneration, MusicgenProcessor)
        )
        with torch.random.fork_rng():  # building draws numbers, though the files replace what they went into
            network = network_class.from_pretrained(
                folder, local_files_only=True, use_safetensors=True, dtype=self._dtype
            )
        if self._dtype is not torch.float32:
            _restore_codec(network, folder)
        self._network = network.to(self._place).eval()
        self._processor = processor_class.from_pretrained(folder, local_files_only=True)
        codec, decoder = network.config.audio_encoder, network.config.decoder
        self.rate, self.hop = int(codec.sampling_rate), int(codec.hop_length)
        self.channels = int(decoder.audio_channels)
        self.delay = int(decoder.num_codebooks // self.channels) - 1

    def window(
        self, description: str, context: Audio | None, guide: Audio | None, new: int, on_step: Callable[[], None]
    ) -> Audio:
        """Audio (channels, frames) at `rate`: ``context`` decoded anew, then ``new`` codec frames of music.

        context: whole codec frames of audio to go on from, of the model's channels. guide: (1, frames) of the tune of
        this window, for a melody model. on_step: called after each of the ``new + delay`` steps; what it raises ends
        the generation.
        """
        inputs = (
            self._melody_inputs(description, context, guide)
            if self._follows_tune
            else self._inputs(description, context)
        )
        with torch.inference_mode():
            made: torch.Tensor = self._network.generate(
                **inputs,
                **SAMPLING,
                max_new_tokens=new + self.delay,
                stopping_criteria=[_EachStep(on_step)],
            )
        return np.ascontiguousarray(made[0].float().cpu().numpy(), dtype=np.float32)

    def _inputs(self, description: str, context: Audio | None) -> Any:
        found = self._processor(
            text=[description],
            audio=context[0] if context is not None and len(context) == 1 else context,
            sampling_rate=self.rate,
            padding=True,
            return_tensors="pt",
        )
        return found.to(self._place)

    def _melody_inputs(self, description: str, context: Audio | None, guide: Audio | None) -> Any:
        found = dict(
            self._processor(
                text=[description],
                audio=None if guide is None else guide[0],
                sampling_rate=self.rate,
                padding=True,
                return_tensors="pt",
            ).to(self._place)
        )
        if "input_features" in found:
            found["input_features"] = found["input_features"].to(self._dtype)
        if context is not None:
            found["decoder_input_ids"] = self._codes(context)
        return found

    def _codes(self, context: Audio) -> torch.Tensor:
        """(codebooks, frames): the sound as the decoder's own tokens; of stereo left and right by turns."""
        sound = torch.tensor(context, dtype=torch.float32, device=self._place)
        with torch.inference_mode():
            sides = [self._network.audio_encoder.encode(side[None, None]).audio_codes[0, 0] for side in sound]
        codes: torch.Tensor = torch.stack(sides, dim=1).reshape(-1, sides[0].shape[-1])
        return codes


def _restore_codec(network: Any, folder: Path) -> None:
    """The codec at full precision: it is small, and rounded it hisses."""
    from safetensors import safe_open

    network.audio_encoder.float()
    known = network.audio_encoder.state_dict()
    for path in sorted(folder.glob("*.safetensors")):
        with safe_open(path, "pt") as file:
            for name in file.keys():  # noqa: SIM118  # not a dict
                own = name.removeprefix(_CODEC)
                if name.startswith(_CODEC) and own in known:
                    known[own].copy_(file.get_tensor(name))


@contextmanager
def seed_torch(seed: int) -> Iterator[None]:
    """Torch draws from ``seed`` inside and goes on as if nothing had happened afterwards.

    The generator is one for the whole process: two threads must not be inside at once.
    """
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield


class _EachStep(StoppingCriteria):  # type: ignore[misc]  # transformers is not type-checked
    def __init__(self, on_step: Callable[[], None]) -> None:
        self._on_step = on_step

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        self._on_step()
        return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)
