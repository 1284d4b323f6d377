# SPDX-License-Identifier: GPL-3.0-or-later
"""The song as a tree of words: sections, tracks, their clips, their notes. For screen readers, and for who searches."""
