# SPDX-License-Identifier: GPL-3.0-or-later
"""A/B: two takes are compared equally loud, by the gain of their clip."""

import numpy as np
import pytest

from musicstudio.app.actions import ACTIONS
from musicstudio.project.edits.clips import add_clip
from musicstudio.project.edits.tracks import add_track
from musicstudio.project.model import Clip, Source, Take, Track

RATE = 48_000
TONE = np.sin(2 * np.pi * 440 * np.arange(4 * RATE) / RATE).astype(np.float32) * 0.4


def add_takes(session, *levels):
    """A clip with a take for each level of one tone; the last is heard."""
    takes, sources = [], []
    for level in levels:
        digest, frames = session.media.add(np.stack([TONE, TONE]) * np.float32(level))
        sources.append(Source(digest, frames, RATE, 2))
        takes.append(Take(f"take-{len(takes)}", source=digest))
    clip = Clip("clip", 0.0, 3.0, takes=tuple(takes), active_take_id=takes[-1].id)
    session.document.transact("Row", add_track(Track("row", "Row")))
    session.document.transact("Clip", add_clip("row", clip, sources))
    session.selection.set(clip_ids={"clip"})
    return clip


def clip_now(session):
    return session.project.find_clip("clip")[1]


def test_a_b_levels_the_takes_and_b_again_is_as_before(headless):
    session = headless.session
    clip = add_takes(session, 1.0, 0.25)
    ACTIONS["take.swap"].do(session)
    assert clip_now(session).active_take_id == "take-0"
    assert clip_now(session).gain_db == pytest.approx(-12.0, abs=0.1)
    ACTIONS["take.swap"].do(session)
    assert clip_now(session) == clip


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_silent_or_equally_loud_takes_change_no_gain(headless, level):
    add_takes(headless.session, level, 1.0)
    ACTIONS["take.swap"].do(headless.session)
    assert clip_now(headless.session).gain_db == 0.0
