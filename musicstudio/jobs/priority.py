# SPDX-License-Identifier: GPL-3.0-or-later
"""Workers step back for what must not wait: the window and the sound."""

import contextlib
import os
import sys
import threading

NICE = 10


def lower_priority() -> None:
    """Lower the calling thread's priority, and with it that of threads it will start. Only Linux has it by thread."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
