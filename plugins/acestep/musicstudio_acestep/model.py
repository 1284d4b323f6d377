# SPDX-License-Identifier: GPL-3.0-or-later
"""The pipeline in memory. Imports torch and diffusers, so import this module only on the thread that generates.

What is relied upon inside diffusers 0.42 (``pipelines/ace_step``): with ``output_type="latent"`` the latents come as
(batch, frames, channels) and nothing is brought to −1 dBFS; the callback at the end of a step may raise; ``shift``
defaults to the turbo's.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import AceStepPipeline

from musicstudio.plugins.api import Audio, Plan, open_pipeline

from .asking import Asked

GUIDANCE = 7.0
_PARTS = (
    ("diffusers", "AutoencoderOobleck"),
    ("transformers", "Qwen3Model"),
    ("transformers", "Qwen2Tokenizer"),
    ("transformers", "Qwen2TokenizerFast"),
    ("transformers", "PreTrainedTokenizerFast"),
    ("transformers", "TokenizersBackend"),
    ("diffusers", "AceStepTransformer1DModel"),
    ("ace_step", "AceStepConditionEncoder"),
    ("ace_step", "AceStepAudioTokenizer"),
    ("ace_step", "AceStepAudioTokenDetokenizer"),
    ("diffusers", "FlowMatchEulerDiscreteScheduler"),
)


class Model:
    """ACE-Step of one folder. Not safe for several threads. rate: Hz."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        """Raises `EngineError`."""
        self._pipeline = open_pipeline(AceStepPipeline, folder, plan, _PARTS)
        self._pipeline.vae.use_tiling = True  # a song of minutes is decoded piece by piece
        self._place, self._dtype = plan.device.place, getattr(torch, plan.precision)
        self.rate = int(self._pipeline.sample_rate)

    def play(
        self,
        description: str,
        lyrics: str,
        asked: Asked,
        seed: int,
        steps: int,
        shift: float,
        on_step: Callable[[], None],
        **about: Any,
    ) -> Audio:
        """Audio (2, frames) at `rate`. about: tempo, key and metre. on_step: what it raises ends the generation."""

        def each(pipeline: Any, step: int, at: Any, tensors: dict[str, Any]) -> dict[str, Any]:
            on_step()
            return {}

        source = None if asked.source is None else torch.tensor(asked.source, dtype=self._dtype, device=self._place)
        latents = self._pipeline(
            prompt=description,
            lyrics=lyrics,
            audio_duration=asked.length_s,
            task_type=asked.task,
            src_audio=source,
            num_inference_steps=steps,
            guidance_scale=1.0 if self._pipeline.is_turbo else GUIDANCE,
            shift=shift,
            generator=torch.Generator("cpu").manual_seed(seed),
            output_type="latent",
            callback_on_step_end=each,
            **asked.named,
            **about,
        ).audios
        with torch.inference_mode():
            made = self._pipeline.vae.decode(latents.transpose(1, 2)).sample
        return np.ascontiguousarray(made[0].float().cpu().numpy(), dtype=np.float32)
