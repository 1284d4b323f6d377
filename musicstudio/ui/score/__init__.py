# SPDX-License-Identifier: GPL-3.0-or-later
"""The score tab: the song as notation to be read, following the playhead."""
