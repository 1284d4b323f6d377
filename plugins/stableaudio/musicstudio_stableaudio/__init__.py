# SPDX-License-Identifier: GPL-3.0-or-later
"""Stable Audio Open as an engine: music and sounds from words, from sound, and between sound.

`engine` is what the studio sees, `making` runs on a thread of its own, `model` holds the pipeline of diffusers.
"""

VERSION = "0.1.0"
