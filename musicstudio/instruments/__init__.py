# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes to audio: sampled instruments (`soundfont`), synthesizers (`synth`) and synthesised drums (`drums`).

`catalogue` lists what there is, `render.render_notes` plays one clip's notes, `pool.render_requests` many side by side.
"""
