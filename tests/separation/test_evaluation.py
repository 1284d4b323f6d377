# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the model card are museval's."""

import museval
import numpy as np
import pytest

from scripts.train_separator.evaluate import sdr


def test_sdr_is_that_of_museval() -> None:
    rng = np.random.default_rng(0)
    truth = rng.standard_normal((2, 2, 3 * 44_100)).astype(np.float32) * 0.1
    estimate = truth + 0.03 * truth[::-1] + 0.01 * rng.standard_normal(truth.shape).astype(np.float32)
    ratios = museval.evaluate(truth.transpose(0, 2, 1), estimate.transpose(0, 2, 1), padding=False)[0]
    ours = sdr(truth, estimate)
    assert list(ours) == ["drums", "bass"]
    for value, row in zip(ours.values(), ratios, strict=True):
        assert value == pytest.approx(float(np.nanmedian(row)), abs=0.01)
