# SPDX-License-Identifier: GPL-3.0-or-later
"""The networks of the neural engines at their real sizes, or tiny, on random weights: how long a piece takes them.

Each player is built once and then plays: it returns (channels, frames) at a rate. Nothing is loaded or fetched.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

Play = Callable[[float, Callable[[], None]], tuple[np.ndarray, int]]


@dataclass
class Player:
    """parameters: of the whole network. play(seconds, on_step): audio and its rate. network: what moves and casts."""

    name: str
    parameters: int
    play: Play
    network: Any


def musicgen(size: str, device: str, dtype: torch.dtype) -> Player:
    """MusicGen small or medium: T5-base, EnCodec at 32 kHz, and the decoder."""
    from transformers import (
        EncodecConfig,
        MusicgenConfig,
        MusicgenDecoderConfig,
        MusicgenForConditionalGeneration,
        StoppingCriteria,
        T5Config,
    )

    layers, width, heads = {"small": (24, 1024, 16), "medium": (48, 1536, 24), "tiny": (1, 16, 2)}[size]
    is_tiny = size == "tiny"
    text = T5Config(vocab_size=64, d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2) if is_tiny else T5Config(
        vocab_size=32128, d_model=768, d_kv=64, d_ff=3072, num_layers=12, num_heads=12)  # fmt: skip
    codec = {
        "sampling_rate": 32_000, "upsampling_ratios": [8, 5, 4, 4], "codebook_size": 2048, "target_bandwidths": [2.2],
        "num_filters": 2 if is_tiny else 64, "hidden_size": 8 if is_tiny else 128, "use_causal_conv": False,
        "num_lstm_layers": 1 if is_tiny else 2, "norm_type": "weight_norm", "use_conv_shortcut": False,
    }  # fmt: skip
    decoder = MusicgenDecoderConfig(
        vocab_size=2048, num_hidden_layers=layers, hidden_size=width, num_attention_heads=heads, ffn_dim=4 * width,
        num_codebooks=4, audio_channels=1, pad_token_id=2048, bos_token_id=2048,
    )  # fmt: skip
    model = MusicgenForConditionalGeneration(
        MusicgenConfig(text_encoder=text, audio_encoder=EncodecConfig(**codec), decoder=decoder)
    ).eval()
    settings = model.generation_config
    settings.decoder_start_token_id = settings.pad_token_id = settings.bos_token_id = 2048
    model.to(device, dtype)
    model.audio_encoder.float()

    class Each(StoppingCriteria):
        def __init__(self, on_step: Callable[[], None]) -> None:
            self._on_step = on_step

        def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
            self._on_step()
            return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)

    def play(seconds: float, on_step: Callable[[], None]) -> tuple[np.ndarray, int]:
        tokens = torch.randint(3, 60, (1, 12), device=device)
        with torch.inference_mode():
            made = model.generate(
                input_ids=tokens, attention_mask=torch.ones_like(tokens), do_sample=True, guidance_scale=3.0, top_k=250,
                max_new_tokens=round(50 * seconds) + 3, stopping_criteria=[Each(on_step)],
            )  # fmt: skip
        return made[0].float().cpu().numpy(), 32_000

    return Player(f"MusicGen {size}", _count(model), play, model)


def stable_audio(size: str, device: str, dtype: torch.dtype, steps: int = 4, share: float = 1.0) -> Player:
    """Stable Audio Open 1.0: its transformer hears the window at each step, the codec decodes what is wanted.

    share: of the window, for machines that have no time for all of it.
    """
    from diffusers import AutoencoderOobleck, StableAudioDiTModel

    is_tiny = size == "tiny"
    tiny = {"sample_size": 64, "in_channels": 4, "num_layers": 1, "attention_head_dim": 8, "num_attention_heads": 2,
                "num_key_value_attention_heads": 2, "out_channels": 4, "cross_attention_dim": 8, "time_proj_dim": 16,
                "global_states_input_dim": 16, "cross_attention_input_dim": 8}  # fmt: skip
    network = StableAudioDiTModel(**(tiny if is_tiny else {})).to(device, dtype).eval()
    codec = AutoencoderOobleck(encoder_hidden_size=8, decoder_channels=4, decoder_input_channels=4) if is_tiny else (
        AutoencoderOobleck())  # fmt: skip
    codec = codec.to(device, dtype).eval()
    channels, frames, words = (
        network.config.in_channels,
        network.config.sample_size,
        network.config.cross_attention_input_dim,
    )

    def play(seconds: float, on_step: Callable[[], None]) -> tuple[np.ndarray, int]:
        from diffusers.models.embeddings import get_1d_rotary_pos_embed

        latents = torch.randn(2, channels, frames, device=device, dtype=dtype)
        text = torch.randn(2, 130, words, device=device, dtype=dtype)
        times = torch.randn(2, 1, 2 * words, device=device, dtype=dtype)
        rotary = get_1d_rotary_pos_embed(
            network.config.attention_head_dim // 2, frames + 1, use_real=True, repeat_interleave_real=False
        )
        with torch.inference_mode():
            for step in range(steps):
                at = torch.tensor([1.0 - step / steps], device=device, dtype=dtype)
                said = network(
                    latents, at, encoder_hidden_states=text, global_hidden_states=times, rotary_embedding=rotary,
                    return_dict=False,
                )[0]  # fmt: skip
                latents = latents - said / steps
                on_step()
            wanted = min(frames, max(1, round(seconds * 44_100 / codec.hop_length)))
            made = codec.decode(latents[:1, :, :wanted]).sample
        return made[0].float().cpu().numpy(), 44_100

    return Player(f"Stable Audio Open ({steps} steps)", _count(network) + _count(codec), play, network)


def ace_step(size: str, device: str, dtype: torch.dtype, steps: int = 8) -> Player:
    """ACE-Step 1.5's transformer (2B) and codec."""
    from diffusers import AceStepTransformer1DModel, AutoencoderOobleck

    is_tiny = size == "tiny"
    tiny = {
        "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
        "num_key_value_heads": 2, "head_dim": 8, "in_channels": 24, "audio_acoustic_hidden_dim": 8,
    }  # fmt: skip
    network = AceStepTransformer1DModel(**(tiny if is_tiny else {}), is_turbo=True).to(device, dtype).eval()
    codec = AutoencoderOobleck(
        encoder_hidden_size=16 if is_tiny else 128, downsampling_ratios=[2, 4, 4, 6, 10], sampling_rate=48_000,
        decoder_channels=4 if is_tiny else 128, decoder_input_channels=8 if is_tiny else 64,
    ).to(device, dtype).eval()  # fmt: skip
    codec.use_tiling = True
    acoustic, width = network.config.audio_acoustic_hidden_dim, network.config.hidden_size

    def play(seconds: float, on_step: Callable[[], None]) -> tuple[np.ndarray, int]:
        frames = round(25 * seconds)
        latents = torch.randn(1, frames, acoustic, device=device, dtype=dtype)
        heard = torch.randn(1, frames, 2 * acoustic, device=device, dtype=dtype)
        words = torch.randn(1, 256, width, device=device, dtype=dtype)
        with torch.inference_mode():
            for step in range(steps):
                at = torch.full((1,), 1.0 - step / steps, device=device, dtype=dtype)
                said = network(
                    hidden_states=latents, timestep=at, timestep_r=at, encoder_hidden_states=words,
                    context_latents=heard, return_dict=False,
                )[0]  # fmt: skip
                latents = latents - said / steps
                on_step()
            made = codec.decode(latents.transpose(1, 2)).sample
        return made[0].float().cpu().numpy(), 48_000

    return Player(f"ACE-Step 1.5 ({steps} steps)", _count(network) + _count(codec), play, network)


def htdemucs(size: str, device: str, dtype: torch.dtype) -> Player:
    """Hybrid Transformer Demucs as demucs builds it; a segment at a time."""
    from demucs.htdemucs import HTDemucs

    more = {
        "channels": 8,
        "growth": 2,
        "depth": 4,
        "t_layers": 1,
        "t_heads": 2,
        "t_hidden_scale": 1.0,
        "bottom_channels": 32,
    }
    plain = {"channels": 48, "bottom_channels": 512}
    network = HTDemucs(["drums", "bass", "other", "vocals"], **(more if size == "tiny" else plain)).to(device).eval()
    segment = int(network.segment * network.samplerate)
    cast = torch.autocast(device, dtype) if dtype is not torch.float32 else nullcontext()

    def play(seconds: float, on_step: Callable[[], None]) -> tuple[np.ndarray, int]:
        pieces = []
        with torch.inference_mode(), cast:
            for _ in range(max(1, round(seconds * network.samplerate / segment))):
                pieces.append(network(torch.randn(1, 2, segment, device=device))[0].sum(0).float().cpu().numpy())
                on_step()
        return np.concatenate(pieces, axis=1), network.samplerate

    return Player("htdemucs", _count(network), play, network)


def _count(network: Any) -> int:
    return sum(each.numel() for each in network.parameters())
