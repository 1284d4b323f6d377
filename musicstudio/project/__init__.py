# SPDX-License-Identifier: GPL-3.0-or-later
"""The song: immutable data (`model`), pure edits (`edits`), difference, history, and the one doorway (`document`)."""
