# SPDX-License-Identifier: GPL-3.0-or-later
"""Listening: tempo and beats, key, chords, notes of recorded parts, and a review of a finished song.

Everything is an estimate and carries a confidence. Audio is float32, (channels, frames).
"""
