# SPDX-License-Identifier: GPL-3.0-or-later
"""ACE-Step 1.5 as an engine: songs with sung words, new takes, more bars, other styles, one instrument more.

`engine` is what the studio sees, `asking` says a request in the pipeline's words, `making` runs on a thread of its own,
`model` holds the pipeline of diffusers.
"""

VERSION = "0.1.0"
