# SPDX-License-Identifier: GPL-3.0-or-later
"""The same actions without a window: one command a file in `commands`."""
