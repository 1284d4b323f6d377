# SPDX-License-Identifier: GPL-3.0-or-later
"""Pure functions on audio: float32 arrays of shape (channels, frames). No files, no document, no threads."""
