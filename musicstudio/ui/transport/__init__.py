# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar at the top: song, transport, clock, facts of the song, loudness and the sound device."""
