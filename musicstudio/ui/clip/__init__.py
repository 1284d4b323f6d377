# SPDX-License-Identifier: GPL-3.0-or-later
"""One clip of sound, near by: its wave or spectrum over time, fades, gain, pitch and length."""
