# SPDX-License-Identifier: GPL-3.0-or-later
"""A song rendered to memory."""

import numpy as np

from musicstudio.core.progress import run_to_end
from musicstudio.dsp.audio import Audio, silence
from musicstudio.media.store import MediaStore
from musicstudio.playback.graph.offline import render
from musicstudio.project.model import Project


def render_mix(project: Project, media: MediaStore, *, with_master: bool = True, **span: float) -> Audio:
    """The whole mix, shape (2, frames). span: start_s, end_s."""
    blocks: list[Audio] = []
    run_to_end(render(project, media, lambda _, block: blocks.append(block), with_master=with_master, **span))
    return np.concatenate(blocks, axis=1) if blocks else silence(0)
