# SPDX-License-Identifier: GPL-3.0-or-later
"""MusicStudio: describe, generate, edit, mix, master and export music on your own machine.

From a notebook::

    import musicstudio
    with musicstudio.generate("rainy piano ballad with cello, no drums", "Rain.mstudio") as song:
        song.regenerate(section="Chorus 1", takes=2)
        song.export("rain.wav", stems="stems")

`generate`, `open_song`, `separate` and `master` are all there is at this level; see
`musicstudio.app.headless.notebook`.
"""

TYPE_CHECKING = False  # not from typing: nothing may be imported before `musicstudio.__main__` has begun
if TYPE_CHECKING:
    from musicstudio.app.headless.notebook import Song, generate, master, open_song, separate

__all__ = ["Song", "generate", "master", "open_song", "separate"]


def __getattr__(name: str) -> object:
    """Import on first use, so that ``import musicstudio`` stays cheap."""
    if name not in __all__:
        raise AttributeError(f"module 'musicstudio' has no attribute {name!r}")
    from musicstudio.app.headless import notebook

    return getattr(notebook, name)
