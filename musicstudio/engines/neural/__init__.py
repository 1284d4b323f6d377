# SPDX-License-Identifier: GPL-3.0-or-later
"""What engines with large networks have in common; plug-ins get it through `musicstudio.plugins.api`.

`wish` reads a request in words and numbers, `memory` decides where and how precisely a network runs before it does,
`warm` keeps one loaded and lets one run at a time, `steps` tells how far, `answer` makes the result.
"""
