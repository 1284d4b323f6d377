# SPDX-License-Identifier: GPL-3.0-or-later
"""The piano roll: notes of one clip, to add, move, resize, delete and shade."""
