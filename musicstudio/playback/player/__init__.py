# SPDX-License-Identifier: GPL-3.0-or-later
"""The player process: ``python -m musicstudio.playback.player``. It alone touches the sound device.

`core` is the heart and runs as well in a test as in the process: commands in (`messages`), a `tape` written ahead of
the device that reads it (`devices`), what is heard out (`status`). The `renderer` turns a plan into sound; the
`transport` decides what goes where on the tape, so that nothing ever clicks.
"""
