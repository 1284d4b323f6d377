# SPDX-License-Identifier: GPL-3.0-or-later
"""Files in and out of a song: importing, exporting, and finding audio that went missing."""
