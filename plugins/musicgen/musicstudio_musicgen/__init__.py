# SPDX-License-Identifier: GPL-3.0-or-later
"""MusicGen as an engine: a description in, one track of audio out.

From request to result: `spec` reads the request, `weights` looks for the model, `making` runs on a thread of its own
(`background`) and plays the windows that `windows` plans through `model`, and `answer` wraps the audio up.
"""

VERSION = "0.1.0"
