# SPDX-License-Identifier: GPL-3.0-or-later
"""Spleeter's network for voices (Hennequin et al., JOSS 2020; MIT), as a torch module that takes and gives sound.

A U-Net looks at the magnitudes of a stereo mix up to 11 kHz and gives a mask for the voice; everything else is the mix
without it. Spleeter runs at 44.1 kHz and uses the lower half of its 2,049 bins; here the same bins come from the mix at
22.05 kHz, with half the window and hop: the same frequencies at the same moments for half the work.
"""

import itertools

import torch
from torch import Tensor, nn
from torchaudio.transforms import InverseSpectrogram, Spectrogram

RATE = 22_050
WINDOW, HOP, BINS = 2048, 512, 1024
SEGMENT_S = 11.888
FILTERS = (16, 32, 64, 128, 256, 512)
LEVEL = 0.5
"""The networks of this package hear a mix of deviation 1; this one was trained on music as it is mastered."""
_FRAMES_MULTIPLE = 2 ** len(FILTERS)
_EPSILON = 1e-3  # of TensorFlow's batch normalization


class VocalsNet(nn.Module):
    """(batch, 2, frames) of a normalized mix to (batch, 2 stems, 2, frames): the voice, and the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.sources = ["vocals", "other"]
        self.samplerate = RATE
        self.segment = SEGMENT_S
        widths = (2, *FILTERS)
        self.down = nn.ModuleList(nn.Conv2d(a, b, 5, 2) for a, b in itertools.pairwise(widths))
        self.down_norm = nn.ModuleList(nn.BatchNorm2d(width, _EPSILON) for width in FILTERS[:-1])
        outward = (*FILTERS[-2::-1], 1)
        inward = (FILTERS[-1], *(2 * width for width in FILTERS[-2::-1]))
        self.up = nn.ModuleList(nn.ConvTranspose2d(a, b, 5, 2) for a, b in zip(inward, outward, strict=True))
        self.up_norm = nn.ModuleList(nn.BatchNorm2d(width, _EPSILON) for width in outward)
        self.last = nn.Conv2d(1, 2, 4, dilation=2)
        self._to_bins = Spectrogram(WINDOW, hop_length=HOP, power=None)
        self._to_sound = InverseSpectrogram(WINDOW, hop_length=HOP)

    def forward(self, mix: Tensor) -> Tensor:
        """See the class."""
        spectrum = self._to_bins(mix)
        mask = self._mask(2.0 * LEVEL * spectrum.abs()[:, :, :BINS])  # half the window sums to half the magnitude
        masked = nn.functional.pad(mask, (0, 0, 0, spectrum.shape[2] - BINS)) * spectrum
        voice = self._to_sound(masked, mix.shape[-1])
        return torch.stack([voice, mix - voice], dim=1)

    def _mask(self, magnitudes: Tensor) -> Tensor:
        """(batch, 2, bins, times) in 0..1. The network's own order is times by bins."""
        times = magnitudes.shape[-1]
        tall = nn.functional.pad(magnitudes, (0, -times % _FRAMES_MULTIPLE)).transpose(2, 3)
        mask: Tensor = torch.sigmoid(self._logits(tall)).transpose(2, 3)[..., :times]
        return mask

    def _logits(self, image: Tensor) -> Tensor:
        skips: list[Tensor] = []
        for index, layer in enumerate(self.down):
            image = layer(nn.functional.pad(image, (1, 2, 1, 2)))  # TensorFlow's "same"
            skips.append(image)
            if index < len(self.down_norm):
                image = nn.functional.leaky_relu(self.down_norm[index](image), 0.2)
        image = skips.pop()
        for layer, norm in zip(self.up, self.up_norm, strict=True):
            image = norm(torch.relu(layer(image)[..., 1:-2, 1:-2]))
            image = torch.cat([skips.pop(), image], dim=1) if skips else image
        found: Tensor = self.last(nn.functional.pad(image, (3, 3, 3, 3)))
        return found
