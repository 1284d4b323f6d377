# SPDX-License-Identifier: GPL-3.0-or-later
"""What the fuzzers share: how long they run, and bytes gone wrong."""

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

CASES = int(os.environ.get("MUSICSTUDIO_FUZZ_CASES", "150"))
"""Cases of each fuzzer; the nightly run sets thousands."""

fuzzed = settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@st.composite
def mutated(draw: st.DrawFn, sound: st.SearchStrategy[bytes]) -> bytes:
    """Sound bytes with some changed, taken out, doubled or put in, and perhaps cut off."""
    data = bytearray(draw(sound))
    for _ in range(draw(st.integers(0, 6))):
        if not data:
            break
        at = draw(st.integers(0, len(data) - 1))
        kind = draw(st.sampled_from(["change", "remove", "double", "insert", "swap"]))
        size = draw(st.integers(1, 8))
        if kind == "change":
            data[at] = draw(st.integers(0, 255))
        elif kind == "remove":
            del data[at : at + size]
        elif kind == "double":
            data[at:at] = data[at : at + size]
        elif kind == "insert":
            data[at:at] = draw(st.binary(min_size=size, max_size=size))
        else:
            other = draw(st.integers(0, len(data) - 1))
            data[at], data[other] = data[other], data[at]
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.integers(0, 4)) == 0 else data)
