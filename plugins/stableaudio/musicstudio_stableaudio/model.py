# SPDX-License-Identifier: GPL-3.0-or-later
"""The pipeline in memory. Imports torch and diffusers, so import this module only on the thread that generates.

What is relied upon inside diffusers 0.42 (``pipelines/stable_audio``): sound that it starts from gets noise of
``sigma_max`` on top; the callback of each step is given the very tensor that the next step starts from; the sigmas are
those of the sound itself (what is clean plus sigma times noise). The length of the network is fixed; what is asked is
cut from its beginning.
"""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import CosineDPMSolverMultistepScheduler, StableAudioPipeline

from musicstudio.plugins.api import Audio, Plan, open_pipeline

# Noise is drawn between two sigmas, of which the second is rounded; torchsde remarks on every one.
warnings.filterwarnings("ignore", "Should have", UserWarning, "torchsde")

GUIDANCE = 7.0
LEAST_SIGMA, MOST_SIGMA = 0.5, 500.0
_PARTS = (
    ("diffusers", "AutoencoderOobleck"),
    ("transformers", "T5EncoderModel"),
    ("stable_audio", "StableAudioProjectionModel"),
    ("transformers", "T5Tokenizer"),
    ("transformers", "T5TokenizerFast"),
    ("diffusers", "StableAudioDiTModel"),
    ("diffusers", "CosineDPMSolverMultistepScheduler"),
    ("diffusers", "EDMDPMSolverMultistepScheduler"),
)


class Model:
    """Stable Audio Open of one folder. Not safe for several threads. rate: Hz. longest_s: what the network makes."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        """Raises `EngineError`."""
        self._pipeline = open_pipeline(StableAudioPipeline, folder, plan, _PARTS)
        self._settings = dict(self._pipeline.scheduler.config)
        self._place, self._dtype = plan.device.place, getattr(torch, plan.precision)
        self.rate, self._hop = int(self._pipeline.vae.sampling_rate), int(self._pipeline.vae.hop_length)
        self._frames = int(self._pipeline.transformer.config.sample_size)
        self.longest_s = self._frames * self._hop / self.rate

    def play(
        self,
        description: str,
        refused: str,
        length_s: float,
        seed: int,
        steps: int,
        on_step: Callable[[], None],
        source: Audio | None = None,
        strength: float = 1.0,
        hole_s: tuple[float, float] | None = None,
    ) -> Audio:
        """Audio (2, frames) at `rate`.

        source: sound at `rate` to start from, changed by ``strength`` (0 hardly to 1 wholly), or kept outside
        ``hole_s``. on_step: what it raises ends the generation.
        """
        generator = torch.Generator("cpu").manual_seed(seed)
        known = None if source is None or hole_s is None else self._encode(source)
        start = {} if source is None or hole_s is not None else self._start(source, strength)
        sigma = MOST_SIGMA if not start else LEAST_SIGMA * (MOST_SIGMA / LEAST_SIGMA) ** min(1.0, max(0.0, strength))
        self._pipeline.scheduler = CosineDPMSolverMultistepScheduler.from_config(self._settings, sigma_max=sigma)
        keep = _Keeper(self._pipeline.scheduler, known, self._mask(hole_s), generator) if known is not None else None

        def each(step: int, at: Any, latents: torch.Tensor) -> None:
            on_step()
            if keep:
                keep.put_back(latents)

        made = self._pipeline(
            prompt=description,
            negative_prompt=refused or None,
            audio_end_in_s=min(length_s, self.longest_s),
            num_inference_steps=steps,
            guidance_scale=GUIDANCE,
            generator=generator,
            callback=each,
            **start,
        ).audios
        return np.ascontiguousarray(made[0].float().cpu().numpy(), dtype=np.float32)

    def _start(self, source: Audio, strength: float) -> dict[str, Any]:
        sound = torch.tensor(self._fitted(source)[None], dtype=self._dtype, device=self._place)
        return {"initial_audio_waveforms": sound, "initial_audio_sampling_rate": self.rate}

    def _encode(self, source: Audio) -> torch.Tensor:
        sound = torch.tensor(self._fitted(source)[None], dtype=self._dtype, device=self._place)
        with torch.inference_mode():
            latents: torch.Tensor = self._pipeline.vae.encode(sound).latent_dist.mode()
        return latents.clone()

    def _fitted(self, source: Audio) -> Audio:
        """As long as the network, with silence after what there is."""
        whole = np.zeros((2, self._frames * self._hop), np.float32)
        piece = source[:, : whole.shape[1]]
        whole[:, : piece.shape[1]] = piece
        return whole

    def _mask(self, hole_s: tuple[float, float] | None) -> torch.Tensor:
        """1 where the sound is kept, in latent frames."""
        mask = torch.ones(1, 1, self._frames)
        if hole_s:
            first, last = (round(at * self.rate / self._hop) for at in hole_s)
            mask[:, :, first : max(first + 1, last)] = 0.0
        return mask


class _Keeper:
    """Puts what is known back after each step, at the noise of that step."""

    def __init__(self, scheduler: Any, known: torch.Tensor, mask: torch.Tensor, generator: torch.Generator) -> None:
        self._scheduler, self._known, self._mask = scheduler, known, mask.to(known.device, known.dtype)
        noise = torch.randn(known.shape, generator=torch.Generator("cpu").manual_seed(generator.initial_seed() + 1))
        self._noise = noise.to(known.device, known.dtype)

    def put_back(self, latents: torch.Tensor) -> None:
        index = self._scheduler.step_index
        sigma = float(self._scheduler.sigmas[index]) if index is not None else 0.0
        noised = self._known + sigma * self._noise
        latents.mul_(1.0 - self._mask).add_(noised * self._mask)
