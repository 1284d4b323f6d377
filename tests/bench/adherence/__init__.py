# SPDX-License-Identifier: GPL-3.0-or-later
"""How far words are obeyed: prompts and edits kept apart from the parser's making, checked on plan, notes and sound."""
