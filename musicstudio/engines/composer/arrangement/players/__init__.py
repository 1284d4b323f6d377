# SPDX-License-Identifier: GPL-3.0-or-later
"""Players: each makes the notes of one section from a `SectionContext`, on the grid; `performance` plays them."""
