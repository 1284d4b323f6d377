# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking the song out of the window as files."""
