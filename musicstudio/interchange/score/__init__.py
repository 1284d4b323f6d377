# SPDX-License-Identifier: GPL-3.0-or-later
"""The song on paper: `notation` puts notes on a grid to be read, `musicxml` writes them, `lrc` the words alone."""
