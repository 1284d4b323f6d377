# SPDX-License-Identifier: GPL-3.0-or-later
"""The composition root: a `Session` joins the document, its folder, the engines, the jobs and the player.

The window and the command line are two faces of it; neither holds any logic of its own.

`actions` (everything a user can do, as data) and `headless` stand on `generation`, that on `audio`, that on `files`,
that on `session`, that on `results`.
"""
