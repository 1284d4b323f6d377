# SPDX-License-Identifier: GPL-3.0-or-later
"""Stems: take an audio clip apart, and clean it."""
