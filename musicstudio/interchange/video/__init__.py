# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture that moves with the song: `painting` fills the planes of a frame, `writing` makes a film of them."""
