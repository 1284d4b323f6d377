# SPDX-License-Identifier: GPL-3.0-or-later
"""The style map: every style as a point of a plane, near to what it resembles; any point between is a blend."""

from .points import load_style_map

__all__ = ["load_style_map"]
