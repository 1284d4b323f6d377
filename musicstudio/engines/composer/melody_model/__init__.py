# SPDX-License-Identifier: GPL-3.0-or-later
"""The learned lead sheet: a small Transformer that writes, continues, fills in and harmonizes melody and chords."""
