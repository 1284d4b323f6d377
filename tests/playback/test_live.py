# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes that a hand plays: heard at once beside the song, and fading when they are let go."""

import numpy as np

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.playback.player.devices.base import LIVE_AHEAD_FRAMES
from musicstudio.playback.player.live import MAX_VOICES
from musicstudio.playback.player.messages import LiveOff, LiveOn, LiveSound
from musicstudio.project.model import Project

from .rig import Rig


class NoMedia:
    def read(self, content_hash, start, frames):
        raise AssertionError

    info = read

    def distrust(self, content_hashes):
        """Nothing to distrust."""


def rig_with_a_tone(level: float = 0.25, length_s: float = 2.0) -> Rig:
    rig = Rig(Project("p"), NoMedia())
    tone = np.full((round(length_s * SAMPLE_RATE), 2), level, np.float32)
    rig.do(LiveSound("tone", tone.tobytes()))
    return rig


def test_a_key_sounds_at_once_while_the_song_stands_still():
    rig = rig_with_a_tone()
    rig.do(LiveOn(60, "tone", 0.5))
    heard = rig.hear(4800)
    first = int(np.argmax(np.abs(heard[0]) > 0.01))
    assert first <= LIVE_AHEAD_FRAMES and np.allclose(heard[:, 2400:], 0.125)


def test_a_key_that_comes_up_fades_without_a_click_and_nothing_goes_on():
    rig = rig_with_a_tone()
    rig.do(LiveOn(60, "tone"))
    rig.hear(4800)
    rig.do(LiveOff(60))
    heard = rig.hear(2 * SAMPLE_RATE)[0]
    assert heard[-1] == 0 and np.abs(np.diff(heard)).max() < 0.001
    assert not rig.player.is_awaited


def test_two_keys_are_summed_and_a_key_struck_again_replaces_itself():
    rig = rig_with_a_tone(0.2)
    rig.do(LiveOn(60, "tone"))
    rig.do(LiveOn(64, "tone"))
    assert np.allclose(rig.hear(9600)[0, -2400:], 0.4)
    rig.do(LiveOn(60, "tone"))
    assert np.allclose(rig.hear(9600)[0, -2400:], 0.4)


def test_more_keys_than_hands_never_grow_without_end_nor_clip():
    rig = rig_with_a_tone(0.9)
    for key in range(127):
        rig.do(LiveOn(key, "tone", 1.0))
    assert np.abs(rig.hear(9600)).max() <= 1.0
    assert np.allclose(rig.hear(4800)[0, -100:], 1.0) and MAX_VOICES < 127


def test_a_sound_that_is_not_known_is_silent():
    rig = rig_with_a_tone()
    rig.do(LiveOn(60, "another"))
    assert not rig.hear(4800).any()
