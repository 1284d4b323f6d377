# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends are said in words, as people write levels; what makes no sense is refused with what there is."""

import pytest

from musicstudio.app.actions.send_actions import read_send
from musicstudio.core.errors import InputError
from musicstudio.project.model import Project, Track

SONG = Project(
    "song", "Song", tracks=(Track("rev", "Reverb", "bus"), Track("dly", "Tape: slow", "bus"), Track("bass", "Bass"))
)


@pytest.mark.parametrize(("text", "bus", "gain_db", "is_pre"), [
    ("Reverb = −14", "rev", -14.0, None), ("reverb=-14 dB", "rev", -14.0, None), ("Reverb: 3,5", "rev", 3.5, None),
    ("Reverb = −20 before", "rev", -20.0, True), ("Reverb = 0 dB post", "rev", 0.0, False),
    ("REVERB = off", "rev", None, None), ("Tape: slow = -6 pre", "dly", -6.0, True),
])  # fmt: skip
def test_a_send_in_words(text: str, bus: str, gain_db: float | None, is_pre: bool | None) -> None:
    wish = read_send(SONG, text)
    assert (wish.bus.id, wish.gain_db, wish.is_pre_fader) == (bus, gain_db, is_pre)


@pytest.mark.parametrize(("text", "why"), [
    ("", "Say a bus"), ("Reverb", "Say a bus"), ("Reverb = loud", "Say a bus"),
    ("Hall = −6", "there are: Reverb, Tape"),
    ("Bass = −6", "no bus “Bass”"), ("Reverb = 40", "from -60 to"), ("Reverb = −1e9", "Say a bus"),
    ("=" * 500, "Say a bus"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(text: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read_send(SONG, text)
