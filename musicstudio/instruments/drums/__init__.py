# SPDX-License-Identifier: GPL-3.0-or-later
"""Synthesised drums: a kit is a set of one-shot sounds made of sweeping tones, noise bursts and metal."""
