# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions that only the window has, in the same shape as the session's."""
