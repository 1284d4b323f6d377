# SPDX-License-Identifier: GPL-3.0-or-later
"""What the composer can be asked, one task a file; `write_song` and `results` hold what they share."""
