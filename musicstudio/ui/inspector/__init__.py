# SPDX-License-Identifier: GPL-3.0-or-later
"""The inspector: the selection, its takes, how it was made, the history, and what the review found."""
