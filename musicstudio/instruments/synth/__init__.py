# SPDX-License-Identifier: GPL-3.0-or-later
"""Synthesizers: patches as data, band-limited oscillators, filters applied to the spectrum, envelopes."""
