# SPDX-License-Identifier: GPL-3.0-or-later
"""Players: each a function from a `room.Room` to the notes of one section, on the grid; `performance` plays them."""
