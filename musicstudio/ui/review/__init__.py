# SPDX-License-Identifier: GPL-3.0-or-later
"""The review: what a second pair of ears found in the song, where, and what can be done about it."""
