# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sung: lyrics to words, syllables and phonemes, with their stresses and rhymes."""
