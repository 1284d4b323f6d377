# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs of other programs: DAWproject, REAPER and MusicXML, read into a `foreign.ForeignSong` and believed in nothing.

Entities are refused, places outside of what was given are left out, numbers that make no sense become what is usual.
"""
