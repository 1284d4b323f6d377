# SPDX-License-Identifier: GPL-3.0-or-later
"""Singing, offline.

`text`: lyrics to words, syllables and sounds. `melody`: syllables to notes, who sings which words, harmony parts and
doubles, a melody sung as given. `synthesis`: notes to a sung voice, who sings, and how a vocal is mixed.
"""
