# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions for scripts, under the name that older scripts import: see `musicstudio.app.headless.notebook`."""

from .headless.notebook import Song, generate, master, open_song, separate

__all__ = ["Song", "generate", "master", "open_song", "separate"]
