# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions of actions, asked in place: a small form where the user looks, never a box in the middle of the screen."""
