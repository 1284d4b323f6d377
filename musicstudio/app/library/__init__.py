# SPDX-License-Identifier: GPL-3.0-or-later
"""The library as the studio keeps it: filled from songs, searched, carried to other machines, learned from."""
