# SPDX-License-Identifier: GPL-3.0-or-later
"""The studio without a window: a main-thread inbox, waiting for jobs, names for songs, and the notebook."""
