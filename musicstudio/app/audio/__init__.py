# SPDX-License-Identifier: GPL-3.0-or-later
"""Work on audio: separate, clean, transcribe, match the tempo, review, and master songs and files."""
