# SPDX-License-Identifier: GPL-3.0-or-later
"""Channel strips, sends, automation and mastering.

`devices` says as data which effects exist and what can be turned; `processors` make them sound; `strip` runs a
channel, `master` the last chain; `presets` is where a new track starts.
"""
