# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets the tests import the shipped plugins without installing them."""

import sys
from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[2] / "plugins"

sys.path[:0] = [str(folder) for folder in sorted(SHIPPED.iterdir()) if (folder / "pyproject.toml").is_file()]
