# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawing the timeline: tiles of rows (rendered off the paint path), the bands above them, and what floats on top."""
