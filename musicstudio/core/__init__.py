# SPDX-License-Identifier: GPL-3.0-or-later
"""Units, ids, errors, progress and paths: what every other layer may use. Standard library (and platformdirs) only."""
