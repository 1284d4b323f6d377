# SPDX-License-Identifier: GPL-3.0-or-later
"""MusicGen as an engine: music from a description, on from a sound, after a tune.

From request to result: `spec` reads the request, `making` runs on a thread of its own (`in_background`) and plays the
windows that `windows` plans through `model`; `guide` writes a tune as the sound that the melody models follow.
"""

VERSION = "0.2.0"
