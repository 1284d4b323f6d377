# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks of a few thousand random weights, of the very classes of the real ones, saved in the published layouts."""

import string


def t5_tokenizer():
    from transformers import T5Tokenizer

    pieces = ["<pad>", "</s>", "<unk>", "▁", *string.ascii_lowercase, *string.digits]
    return T5Tokenizer(
        vocab=[(piece, -float(rank)) for rank, piece in enumerate(pieces)], extra_ids=0, model_max_length=64
    )


def save_stable_audio(folder, rate=44_100, frames=1024):
    """As stable-audio-open-1.0; the codec takes 256 samples a frame."""
    import torch
    from diffusers import (
        AutoencoderOobleck,
        CosineDPMSolverMultistepScheduler,
        StableAudioDiTModel,
        StableAudioPipeline,
    )
    from diffusers.pipelines.stable_audio.modeling_stable_audio import StableAudioProjectionModel
    from transformers import T5Config, T5EncoderModel

    with torch.random.fork_rng():
        torch.manual_seed(3)
        pipeline = StableAudioPipeline(
            vae=AutoencoderOobleck(
                encoder_hidden_size=8, downsampling_ratios=[4, 8, 8], channel_multiples=[1, 2, 2], decoder_channels=4,
                decoder_input_channels=4, audio_channels=2, sampling_rate=rate,
            ),
            text_encoder=T5EncoderModel(
                T5Config(vocab_size=64, d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2)
            ),
            projection_model=StableAudioProjectionModel(16, 8, 0, 512),
            tokenizer=t5_tokenizer(),
            transformer=StableAudioDiTModel(
                sample_size=frames, in_channels=4, num_layers=1, attention_head_dim=8, num_attention_heads=2,
                num_key_value_attention_heads=2, out_channels=4, cross_attention_dim=8, time_proj_dim=16,
                global_states_input_dim=16, cross_attention_input_dim=8,
            ),
            scheduler=CosineDPMSolverMultistepScheduler(
                solver_order=2, prediction_type="v_prediction", sigma_data=1.0, sigma_schedule="exponential"
            ),
        )  # fmt: skip
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


def qwen_tokenizer():
    from transformers import Qwen2Tokenizer

    letters = [*map(chr, range(33, 127)), "Ġ", "Ċ"]
    vocab = {piece: rank for rank, piece in enumerate([*letters, "<|endoftext|>"])}
    return Qwen2Tokenizer(vocab=vocab, merges=[], model_max_length=512)


def save_ace_step(folder, is_turbo=True):
    """As acestep-v15-*-diffusers: 48 kHz, 25 latents a second."""
    import torch
    from diffusers import (
        AceStepPipeline,
        AceStepTransformer1DModel,
        AutoencoderOobleck,
        FlowMatchEulerDiscreteScheduler,
    )
    from diffusers.pipelines.ace_step.modeling_ace_step import (
        AceStepAudioTokenDetokenizer,
        AceStepAudioTokenizer,
        AceStepConditionEncoder,
    )
    from transformers import Qwen3Config, Qwen3Model

    small = {
        "hidden_size": 16, "intermediate_size": 16, "num_attention_heads": 2, "num_key_value_heads": 2, "head_dim": 8,
    }  # fmt: skip
    with torch.random.fork_rng():
        torch.manual_seed(3)
        pipeline = AceStepPipeline(
            vae=AutoencoderOobleck(
                encoder_hidden_size=16, downsampling_ratios=[2, 4, 4, 6, 10], channel_multiples=[1, 1, 1, 1, 1],
                decoder_channels=4, decoder_input_channels=8, audio_channels=2, sampling_rate=48_000,
            ),
            text_encoder=Qwen3Model(Qwen3Config(vocab_size=128, num_hidden_layers=1, **small)),
            tokenizer=qwen_tokenizer(),
            transformer=AceStepTransformer1DModel(
                **small, num_hidden_layers=2, in_channels=24, audio_acoustic_hidden_dim=8, encoder_hidden_size=16,
                is_turbo=is_turbo, model_version="turbo" if is_turbo else "base",
            ),
            condition_encoder=AceStepConditionEncoder(
                **small, text_hidden_dim=16, timbre_hidden_dim=8, num_lyric_encoder_hidden_layers=1,
                num_timbre_encoder_hidden_layers=1,
            ),
            scheduler=FlowMatchEulerDiscreteScheduler(num_train_timesteps=1, shift=1.0),
            audio_tokenizer=AceStepAudioTokenizer(
                **small, audio_acoustic_hidden_dim=8, fsq_dim=16, num_attention_pooler_hidden_layers=1
            ),
            audio_token_detokenizer=AceStepAudioTokenDetokenizer(
                **small, audio_acoustic_hidden_dim=8, num_attention_pooler_hidden_layers=1
            ),
        )  # fmt: skip
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder
