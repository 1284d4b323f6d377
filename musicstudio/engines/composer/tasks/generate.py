# SPDX-License-Identifier: GPL-3.0-or-later
"""A new song from a prompt, lyrics and controls."""

from musicstudio.core.progress import Job, within
from musicstudio.engines.contract import Request, Result

from .results import SCORE_SHARE, play_result
from .write_song import write_song


def generate(request: Request) -> Job[Result]:
    """Write a song and play it."""
    song = yield from within(write_song(request), 0.0, SCORE_SHARE)
    return (yield from play_result(request, song))
