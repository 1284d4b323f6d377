# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes and words to a sung voice: the acoustic model, timing, pitch, breath and the phrase cache."""
