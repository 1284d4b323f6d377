# SPDX-License-Identifier: GPL-3.0-or-later
"""The master: how loud the song shall be, and how loud it is."""
