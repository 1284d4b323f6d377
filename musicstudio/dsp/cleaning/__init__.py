# SPDX-License-Identifier: GPL-3.0-or-later
"""Bleed, noise, clicks and hum taken out of a recording. `clean.clean` is the doorway; each cure is a file."""
