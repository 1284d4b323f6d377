# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine understands of a request, and what it says that it cannot heed."""

import pytest
from musicstudio_musicgen.spec import spec_of

from musicstudio.core.errors import InputError
from musicstudio.engines.contract import GenerationOptions, Request, Task


def spec(prompt="slow piano", **options):
    return spec_of(Request(Task.GENERATE, prompt, options=GenerationOptions(**options)))


def test_the_length_is_what_was_set_then_what_is_written_then_15_seconds():
    assert spec("slow piano, 40 seconds", duration_s=20.0).duration_s == 20.0
    assert spec("slow piano, 40 seconds").duration_s == 40.0
    assert spec("slow piano").duration_s == 15.0


def test_what_was_set_by_hand_is_told_in_words():
    told = spec("night drive", styles={"lofi_hiphop": 1.0}, wanted=("sax",), bpm=84.0).description
    assert told == "night drive, lofi hiphop, sax, 84 bpm"


def test_what_it_cannot_heed_is_said():
    said = " ".join(
        spec_of(Request(Task.GENERATE, "x", "la la", options=GenerationOptions(unwanted=("drums",)))).notices
    )
    assert "does not sing" in said and "drums" in said and "not for commercial use" in said
    assert "window" in " ".join(spec(duration_s=60.0).notices)
    assert "sing" not in " ".join(spec().notices)


@pytest.mark.parametrize(
    "request_",
    [
        Request(Task.GENERATE, "  "),
        Request(Task.EXTEND, "slow piano"),
        Request(Task.GENERATE, "slow piano", options=GenerationOptions(duration_s=0.5)),
        Request(Task.GENERATE, "slow piano", options=GenerationOptions(duration_s=600.0)),
    ],
)
def test_what_it_cannot_make_is_refused_in_a_sentence(request_):
    with pytest.raises(InputError, match="MusicGen"):
        spec_of(request_)
