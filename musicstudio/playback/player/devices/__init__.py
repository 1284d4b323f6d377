# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the tape is played: a sound device through PortAudio, a clock when there is none, a file for tests.
`opening` chooses."""
