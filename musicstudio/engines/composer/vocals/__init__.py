# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs with words: a form that follows the lyric, a tune that fits the words, and the singer's cells."""
