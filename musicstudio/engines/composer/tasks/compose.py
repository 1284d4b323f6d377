# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes only: a whole song on paper, for a DAW or an orchestra."""

from musicstudio.core.progress import Job, Progress
from musicstudio.engines.contract import Request, Result, ScoreReady

from .results import write_result
from .write_song import write_song


def compose(request: Request) -> Job[Result]:
    """Write a song and do not play it."""
    song = yield from write_song(request)
    result = write_result(request, song)
    yield Progress(1.0, "Written", ScoreReady(result))
    return result
