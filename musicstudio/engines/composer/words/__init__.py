# SPDX-License-Identifier: GPL-3.0-or-later
"""From a sentence to a song sheet: words are marked, clauses are read, and every span is accounted for.

Start at `reading.read_sheet`.
"""
