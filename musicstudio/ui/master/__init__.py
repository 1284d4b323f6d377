# SPDX-License-Identifier: GPL-3.0-or-later
"""The master: how loud the song shall be, how loud it is, and its spectrum."""
