# SPDX-License-Identifier: GPL-3.0-or-later
"""Singing, offline.

`lyrics` and `words`: text to syllables. `setting`: syllables to notes. `answers`: who sings which words. `singer`:
notes to a sung voice. `voices`: who sings. `backing`: harmony parts and doubles. `strip`: how a vocal is mixed.
`melody_file`: a MIDI melody sung as given.
"""
