# SPDX-License-Identifier: GPL-3.0-or-later
"""A held tone keeps its phase and its level while the song is edited and looped, whatever is swapped."""

import random

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.playback.player.messages import Loop, Play, Seek
from musicstudio.project.model import Clip, Device, Master, Project, Source, Strip, Take, Track

from .rig import Rig
from .songs import RATE, MemoryMedia, sine

TONE_HZ = 441
PERIOD_FRAMES = 1088  # ten periods of the tone, nearly


def looping(strip: Strip, is_mastered: bool) -> tuple[Rig, Project]:
    """A tone that meets itself at the seam of a loop of two seconds, beside an empty track, playing."""
    audio, media = sine(TONE_HZ, 8.0), MemoryMedia()
    media.add("tone", audio)
    clip = Clip("clip", 0.0, 8.0, takes=(Take("take", source="tone"),), active_take_id="take")
    tracks = (Track("a", "A", clips=(clip,), strip=strip), Track("b", "B"))
    sources = {"tone": Source("tone", audio.shape[1], RATE, 2)}
    project = Project("song", tracks=tracks, sources=sources, master=Master(is_on=is_mastered))
    rig = Rig(project, media)
    for command in (Loop(2 * RATE, 4 * RATE), Seek(2 * RATE), Play()):
        rig.do(command)
    return rig, project


@pytest.mark.parametrize("is_mastered", [False, True])
@pytest.mark.parametrize("devices", [(), (Device("c", "compressor", {}), Device("e", "equalizer", {}))])
def test_edits_and_seams_never_move_a_held_tone(devices: tuple[Device, ...], is_mastered: bool) -> None:
    rig, project = looping(Strip(devices=devices), is_mastered)
    rng, heard = random.Random(1), [rig.hear(RATE // 5)]
    for _ in range(40):
        other = replace(project.tracks[1], strip=Strip(gain_db=-10.0 * rng.random()))
        rig.load(replace(project, tracks=(project.tracks[0], other)))
        heard.append(rig.hear(rng.randrange(2000, 20_000)))
    tone = np.concatenate(heard, axis=1)[0, 4800:]
    turned = tone * np.exp(-2j * np.pi * TONE_HZ * np.arange(tone.size) / RATE)
    window = np.hanning(PERIOD_FRAMES)
    steady = np.convolve(turned, window / window.sum(), "valid")
    assert np.abs(np.diff(np.unwrap(np.angle(steady))[::PERIOD_FRAMES])).max() < 0.02
    assert np.abs(steady).min() > 0.98 * np.median(np.abs(steady))
