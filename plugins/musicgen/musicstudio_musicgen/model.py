# SPDX-License-Identifier: GPL-3.0-or-later
"""The model in memory. Imports torch and transformers, so import this module only on the thread that generates.

What is relied upon inside transformers 5.23 (``models/musicgen/modeling_musicgen.py``): ``generate`` drops a streamer,
so progress comes from a stopping criterion, which is asked after each step; a criterion must never answer True, since
the delay pattern needs every step, so stopping early means raising; what is generated from audio begins with that
audio, decoded anew.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import MusicgenForConditionalGeneration, MusicgenProcessor, StoppingCriteria
from transformers.utils import logging

from musicstudio.plugins.api import CPU, Audio, ComputeDevice, compute_device, free_memory, is_out_of_memory

SAMPLING: dict[str, Any] = {"do_sample": True, "guidance_scale": 3.0, "temperature": 1.0, "top_k": 250}
"""As in Meta's audiocraft and the model's card."""


class Model:
    """MusicGen of one folder. Not safe for several threads.

    rate: its sample rate in Hz. hop: audio frames in one codec frame. delay: steps that each window takes beyond its
    codec frames, because each codebook is generated one step after the one before.
    """

    def __init__(self, folder: Path) -> None:
        """Load from ``folder``, never from the net and never a pickle. Raises ``OSError`` or ``ValueError``."""
        logging.disable_progress_bar()
        self.device = compute_device()
        with torch.random.fork_rng():  # building draws numbers, though the files replace what they went into
            network = MusicgenForConditionalGeneration.from_pretrained(
                folder, local_files_only=True, use_safetensors=True, dtype=torch.float32
            )
        self._network = network.to(self.device.place).eval()
        self._processor = MusicgenProcessor.from_pretrained(folder, local_files_only=True)
        codec, decoder = network.config.audio_encoder, network.config.decoder
        self.rate = int(codec.sampling_rate)
        self.hop = int(codec.hop_length)
        self.delay = int(decoder.num_codebooks // decoder.audio_channels) - 1

    def window(self, description: str, context: Audio | None, new: int, on_step: Callable[[], None]) -> Audio:
        """Audio (channels, frames) at `rate`: ``context`` decoded anew, then ``new`` codec frames of music.

        context: whole codec frames of audio to go on from. on_step: called after each of the ``new + delay`` steps;
        what it raises ends the generation.
        """
        inputs = self._processor(
            text=[description],
            audio=context[0] if context is not None and len(context) == 1 else context,
            sampling_rate=self.rate,
            padding=True,
            return_tensors="pt",
        )
        try:
            made = self._generate(inputs, new, on_step)
        except RuntimeError as error:
            if self.device.kind == CPU.kind or not is_out_of_memory(error):
                raise
            self._fall_back()
            made = self._generate(inputs, new, on_step)
        return np.ascontiguousarray(made[0].float().cpu().numpy(), dtype=np.float32)

    def _generate(self, inputs: Any, new: int, on_step: Callable[[], None]) -> torch.Tensor:
        made: torch.Tensor = self._network.generate(
            **inputs.to(self.device.place),
            **SAMPLING,
            max_new_tokens=new + self.delay,
            stopping_criteria=[_EachStep(on_step)],
        )
        return made

    def _fall_back(self) -> None:
        """Go on on the processor, with a notice that says so."""
        full, notice = self.device, f"{self.device.title} has too little memory; the processor goes on."
        self.device = ComputeDevice(CPU.kind, CPU.place, CPU.title, notice)
        self._network = self._network.to(CPU.place)
        free_memory(full)


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
