# SPDX-License-Identifier: GPL-3.0-or-later
"""Praat keeps state of its own, so one thread at a time may listen with it."""

from threading import Lock

PRAAT_LOCK = Lock()
"""Held around each call into parselmouth."""
