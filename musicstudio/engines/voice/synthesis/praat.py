# SPDX-License-Identifier: GPL-3.0-or-later
"""One at a time: Praat's library keeps global state and is not thread-safe."""

import threading

PRAAT_LOCK = threading.Lock()
