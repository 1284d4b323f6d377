# SPDX-License-Identifier: GPL-3.0-or-later
"""From an immutable song to sound: `plan` (what sounds when), `graph` (how it flows), `offline` (faster than real
time).
"""
