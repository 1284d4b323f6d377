# SPDX-License-Identifier: GPL-3.0-or-later
"""One open song: its document, selection, settings, notices, player, note rendering and dragged-out files."""
