# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets the tests of this folder import `songs`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
