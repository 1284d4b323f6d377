# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory that a job is done with, given back to the system."""

import ctypes
import sys
from functools import lru_cache
from typing import Any


def give_back() -> None:
    """Return free pages of the C heap: glibc keeps them for itself, half a gigabyte after rendering a song."""
    trim = _trim()
    if trim is not None:
        trim(0)


@lru_cache(maxsize=1)
def _trim() -> Any:
    if sys.platform != "linux":
        return None
    try:
        return ctypes.CDLL("libc.so.6").malloc_trim
    except (OSError, AttributeError):  # another C library
        return None
