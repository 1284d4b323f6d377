# SPDX-License-Identifier: GPL-3.0-or-later
"""Standard MIDI files read as people send them: bytes to chunks, events, channels, notes, lyrics. All functions pure.

`musicstudio.interchange.midi_import` is the doorway; nothing else reads MIDI.
"""
