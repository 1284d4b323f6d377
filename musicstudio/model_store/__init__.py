# SPDX-License-Identifier: GPL-3.0-or-later
"""Weights, SoundFonts and the packages that play them: what there is, on which terms, and getting it here.

`catalogue` knows what there is; `install` fetches it from a hub, `taking_in` takes it from a folder; `installed` says
what is here, checks and removes it; `packages` adds Python packages and takes them away again. Nothing here runs
unasked.
"""
