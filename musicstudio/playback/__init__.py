# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that sounds: `graph` renders a song (for playing and for export alike), `player` is the process that
plays it, `client` is how the rest of the studio talks to that process.
"""
