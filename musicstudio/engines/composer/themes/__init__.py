# SPDX-License-Identifier: GPL-3.0-or-later
"""The lead sheet of a whole song: themes that return, their chords and melodies. Start at `writing.write_lead_sheet`.

The learned model (`..leadsheet`) writes wherever its weights are present; `rules` is the musician's rulebook that
stands in for it.
"""
