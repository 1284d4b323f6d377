# SPDX-License-Identifier: GPL-3.0-or-later
"""An inaudible mark in sound that says it was made with AI in this studio, and which song it is."""
