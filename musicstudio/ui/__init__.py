# SPDX-License-Identifier: GPL-3.0-or-later
"""The studio window: the only package that knows Qt. Start at `app.run` and `make_window.make_window`."""
