# SPDX-License-Identifier: GPL-3.0-or-later
"""From written cells to audio: rendering in time order, exact ends, and loops without a seam."""
