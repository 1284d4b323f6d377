# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound that is kept in memory while it is mastered."""

import numpy as np


class Memory:
    """A store in memory."""

    def __init__(self) -> None:
        self._blocks = [np.zeros((2, 0), np.float32)]

    def append(self, block: np.ndarray) -> None:
        self._blocks.append(block)

    def audio(self) -> np.ndarray:
        return np.concatenate(self._blocks, axis=1)
