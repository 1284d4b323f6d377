# SPDX-License-Identifier: GPL-3.0-or-later
"""A MusicGen of a few thousand random weights, of the very classes of the real one, saved as its files are."""

import shutil
import string

import pytest

from musicstudio.engines.neural.warm import unload
from musicstudio.model_store.catalogue import find_entry

CODES = 16
RATIOS = [10, 8, 8, 5]
"""Ten codec frames a second instead of fifty, so that 30 s are soon generated."""


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory):
    """Folders by kind: mono, stereo, and mono and stereo that follow a tune."""
    make = tmp_path_factory.mktemp
    found = {channels: _save(make("tiny"), channels) for channels in (1, 2)}
    return found | {f"melody {channels}": _save_melody(make("tiny"), channels) for channels in (1, 2)}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path / "home"))
    yield tmp_path / "home"
    unload()


@pytest.fixture
def put(home, tiny_models):
    """Lay a tiny model where one of the catalogue belongs; its entry."""

    def lay(kind=1, name="musicgen-small"):
        entry = find_entry(name)
        shutil.copytree(tiny_models[kind], entry.folder)
        return entry

    return lay


@pytest.fixture(autouse=True)
def no_net(monkeypatch):
    """Reaching for the net fails."""
    import socket

    def refuse(*_):
        raise AssertionError("reached for the net")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def _save(folder, channels):
    import torch
    from transformers import EncodecFeatureExtractor, MusicgenForConditionalGeneration, MusicgenProcessor
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.set_num_threads(1)
    with torch.random.fork_rng():
        torch.manual_seed(7)
        model = MusicgenForConditionalGeneration(_config(channels))
        for layer in model.audio_encoder.quantizer.layers:  # all zeros, else every code would sound the same
            layer.codebook.embed.normal_()
    settings = model.generation_config
    settings.decoder_start_token_id = settings.pad_token_id = settings.bos_token_id = CODES
    settings.max_length = 300  # as in the real files, where it is 1500; the engine's own length must win
    model.save_pretrained(folder)
    listener = EncodecFeatureExtractor(feature_size=channels, sampling_rate=32_000)
    MusicgenProcessor(listener, _tokenizer()).save_pretrained(folder)
    return folder


def _save_melody(folder, channels):
    """As `_save`, for the class that follows a tune."""
    import torch
    from transformers import (
        MusicgenMelodyConfig,
        MusicgenMelodyFeatureExtractor,
        MusicgenMelodyForConditionalGeneration,
        MusicgenMelodyProcessor,
    )

    with torch.random.fork_rng():
        torch.manual_seed(7)
        plain = _config(channels)
        parts = plain.to_dict()
        decoder = {k: v for k, v in parts["decoder"].items() if k != "model_type"}
        config = MusicgenMelodyConfig(
            text_encoder=parts["text_encoder"], audio_encoder=parts["audio_encoder"], decoder=decoder, chroma_length=235
        )
        model = MusicgenMelodyForConditionalGeneration(config)
        for layer in model.audio_encoder.quantizer.layers:
            layer.codebook.embed.normal_()
    settings = model.generation_config
    settings.decoder_start_token_id = settings.pad_token_id = settings.bos_token_id = CODES
    settings.max_length = 300
    model.save_pretrained(folder)
    MusicgenMelodyProcessor(MusicgenMelodyFeatureExtractor(), _tokenizer()).save_pretrained(folder)
    return folder


def _config(channels):
    from transformers import EncodecConfig, MusicgenConfig, MusicgenDecoderConfig, T5Config

    return MusicgenConfig(
        text_encoder=T5Config(vocab_size=64, d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2),
        audio_encoder=EncodecConfig(
            sampling_rate=32_000,
            upsampling_ratios=RATIOS,
            num_filters=2,
            hidden_size=8,
            num_lstm_layers=1,
            codebook_size=CODES,
            target_bandwidths=[0.16],  # kbit/s: four codebooks of four bits, ten times a second
            use_causal_conv=False,
        ),
        decoder=MusicgenDecoderConfig(
            vocab_size=CODES,
            pad_token_id=CODES,
            bos_token_id=CODES,
            num_codebooks=4 * channels,
            audio_channels=channels,
            hidden_size=16,
            ffn_dim=16,
            num_hidden_layers=1,
            num_attention_heads=2,
        ),
    )


def _tokenizer():
    from transformers import T5Tokenizer

    pieces = ["<pad>", "</s>", "<unk>", "▁", *string.ascii_lowercase, *string.digits]
    return T5Tokenizer(vocab=[(piece, -float(rank)) for rank, piece in enumerate(pieces)], extra_ids=0)
