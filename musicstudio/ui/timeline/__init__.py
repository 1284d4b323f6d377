# SPDX-License-Identifier: GPL-3.0-or-later
"""The timeline: ruler, lanes, rows of clips, headers, and what the mouse does there.

`viewport` knows where a second lies on the screen, `rows` where a track lies; `hit` tells what is under a point;
`painting` draws (tiles off the paint path), `gestures` edit; `canvas` joins them, `panel` adds headers and scroll bars.
"""
