# SPDX-License-Identifier: GPL-3.0-or-later
"""Music theory, once: pitch names, scales and chords as plain numbers, for whoever reads or writes music."""
