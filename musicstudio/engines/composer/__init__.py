# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded engine: prompt, conditioning, form, lead sheet, arrangement, performance, instruments, voice.

`plan` holds the values that pass from stage to stage; `engine` runs them in order.
"""
