# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound from a microphone or a line: a process of its own writes it to disk, and playing never waits for it.

`client` starts the process and talks to it; `recorder_process` is that process; `inputs` are the devices; `wave_writer`
keeps the file whole at every moment; `passes` tells which part of what was recorded belongs where in the song.
"""
