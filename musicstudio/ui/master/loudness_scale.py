# SPDX-License-Identifier: GPL-3.0-or-later
"""The scale on which loudness over time is drawn, in LUFS."""

HIGHEST_LUFS, LOWEST_LUFS = -3.0, -35.0
MARKS_LUFS = (-9, -14, -19, -24, -29)
