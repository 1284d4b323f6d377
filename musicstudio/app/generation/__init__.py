# SPDX-License-Identifier: GPL-3.0-or-later
"""Ask an engine for music: generate, regenerate, extend, layer, restyle, compose, sing."""
