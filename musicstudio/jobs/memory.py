# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory that a job is done with, given back to the system."""

import ctypes
import sys
from functools import lru_cache
from typing import Any

_M_ARENA_MAX = -8


def trim_heap() -> None:
    """Return free pages of the C heap: glibc keeps them for itself, half a gigabyte after rendering a song."""
    trim = _function("malloc_trim")
    if trim is not None:
        trim(0)


def use_single_arena() -> None:
    """Have threads that begin from now on allocate where the others do: a heap for each keeps what another could use.

    Peak memory of a network that runs on a thread of its own: 1.2 times that on the main thread with heaps apart.
    """
    option = _function("mallopt")
    if option is not None:
        option(_M_ARENA_MAX, 1)


@lru_cache(maxsize=4)
def _function(name: str) -> Any:
    """A function of glibc's heap; None where the C library is another."""
    if sys.platform != "linux":
        return None
    try:
        return getattr(ctypes.CDLL("libc.so.6"), name)
    except (OSError, AttributeError):
        return None
