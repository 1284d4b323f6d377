# SPDX-License-Identifier: GPL-3.0-or-later
"""From an engine's result to the document: audio into the media folder (job thread), then edits (main thread)."""
