# SPDX-License-Identifier: GPL-3.0-or-later
"""The mixer: a strip a track, and the editor of a strip's effects."""
