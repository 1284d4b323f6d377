# SPDX-License-Identifier: GPL-3.0-or-later
"""Two networks as one: Spleeter's, which was trained on real singers, and the studio's, which knows its own songs.

Each hears the whole mix. The voice is between their two voices, moment by moment nearer to the louder: the usual fault
of either is not to hear a voice at all (Spleeter the studio's synthetic singers, ours everybody else). Drums and bass
are ours; what our voice had more or less than the chosen one goes to or comes from *other*, so the sum stays the same.
"""

import torch
from torch import Tensor, nn

from .vocals_net import VocalsNet

WINDOW_S, HOP_S = 1.0, 0.025


class HybridNet(nn.Module):
    """(batch, 2, frames) of a normalized mix to (batch, 4 stems, 2, frames), in the studio network's order."""

    def __init__(self, voices: VocalsNet, studio: nn.Module) -> None:
        super().__init__()
        self.voices, self.studio = voices, studio
        self.sources: list[str] = list(getattr(studio, "sources"))  # noqa: B009  # a module's attribute has torch's type
        self.samplerate = voices.samplerate
        self.segment = voices.segment

    def forward(self, mix: Tensor) -> Tensor:
        """See the class."""
        stems: Tensor = self.studio(mix)
        voice, other = self.sources.index("vocals"), self.sources.index("other")
        ours, theirs = stems[:, voice], self.voices(mix)[:, 0]
        chosen = ours + _share(theirs, ours, self.samplerate) * (theirs - ours)
        stems[:, other] += ours - chosen
        stems[:, voice] = chosen
        return stems


def _share(one: Tensor, two: Tensor, rate: int) -> Tensor:
    """(batch, 1, frames): the share of the first voice in the sum of both voices' pressure over `WINDOW_S`."""
    pressures = [_pressure(voice, rate) for voice in (one, two)]
    share = pressures[0] / (pressures[0] + pressures[1]).clamp_min(1e-9)
    return nn.functional.interpolate(share, size=one.shape[-1], mode="linear", align_corners=True)


def _pressure(voice: Tensor, rate: int) -> Tensor:
    hop = round(HOP_S * rate)
    power = nn.functional.avg_pool1d(voice.square().mean(dim=1, keepdim=True), hop, ceil_mode=True)
    window = round(WINDOW_S / HOP_S) | 1
    return torch.sqrt(nn.functional.avg_pool1d(power, window, 1, window // 2, count_include_pad=False))
