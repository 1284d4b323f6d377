# SPDX-License-Identifier: GPL-3.0-or-later
"""Sampled instruments: finding a SoundFont on this machine, and playing notes on it with FluidSynth."""
