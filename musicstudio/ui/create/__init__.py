# SPDX-License-Identifier: GPL-3.0-or-later
"""The Create dock: what music is wished for, what was understood of it, and the button that makes it."""
