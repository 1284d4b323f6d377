# SPDX-License-Identifier: GPL-3.0-or-later
"""What a whole song is made of, found in a recording or read from its notes: pulse, harmony, tune, sections.

Start at `hearing.hear_song` for audio and at `reading.read_song` for notes.
"""
