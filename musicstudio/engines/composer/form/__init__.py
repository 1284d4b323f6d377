# SPDX-License-Identifier: GPL-3.0-or-later
"""The course of a song: which sections, how long, how strong, in which key, at exactly which times. Start at
`planning.plan_form`."""
