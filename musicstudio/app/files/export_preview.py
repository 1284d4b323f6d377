# SPDX-License-Identifier: GPL-3.0-or-later
"""What a film or a page will look like, before it is written."""

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from musicstudio.core.paths import cache_dir
from musicstudio.core.progress import Job, Progress, within
from musicstudio.interchange.about_song import SongTags, about_song
from musicstudio.interchange.video.listening import FRAMES_PER_S, moves_of
from musicstudio.interchange.video.painting import SHAPES, Painter, Scene
from musicstudio.media.store import MediaStore
from musicstudio.playback.graph.blocks import RenderedBlocks
from musicstudio.project.model import Project
from musicstudio.project.sung_lines import find_sung_lines

from ..session.played_notes import PlayedNotes, with_everything_played
from .export import export
from .export_plan import ExportPlan, SongWish, exports_of

if TYPE_CHECKING:
    from ..session.session import Session

_AROUND_S = 3.5


def film_still(
    project: Project, media: MediaStore, played: PlayedNotes, tags: SongTags, look: str, shape: str, at_s: float,
    width_px: int,
) -> Job[NDArray[np.uint8]]:  # fmt: skip
    """One picture of the film as (height, width, RGB), at a time of the song, scaled to a width. Only what sounds
    around it is rendered.
    """
    about = about_song(project, None, tags)
    song = yield from within(with_everything_played(project, played), 0.0, 0.3)
    span = (max(0.0, at_s - _AROUND_S), min(max(project.length_s, 0.1), at_s + _AROUND_S))
    yield Progress(0.3, "Listening")
    moves = moves_of(RenderedBlocks(song, media, span, is_mastered=True).mix())
    yield Progress(0.8, "Painting")
    lines = tuple(line.moved(-span[0]) for line in find_sung_lines(project))
    scene = Scene(about.title, about.artist, look, SHAPES[shape], moves, lines, about.cover)
    return _as_rgb(Painter(scene).frame(round((at_s - span[0]) * FRAMES_PER_S)), width_px)


def preview_page(session: "Session", plan: ExportPlan, wish: SongWish, on_done: Callable[[Path], None]) -> str:
    """Write the page as it would be, unsigned, where only a browser looks for it; the one before goes. The job's id.
    Raises `InputError` for what cannot be written.
    """
    folder = cache_dir() / "page preview"
    with contextlib.suppress(OSError):
        shutil.rmtree(folder)
    plan = replace(plan, tiles=("page",), is_signed=False, has_credits=False)
    (options,) = exports_of(plan, replace(wish, folder=folder))
    return export(session, options, on_done=lambda report: on_done(report.files[0]))


def _as_rgb(planes: NDArray[np.uint8], width_px: int) -> NDArray[np.uint8]:
    import av

    frame: Any = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    height_px = max(2, round(frame.height * width_px / frame.width))
    frame.colorspace = 1  # BT.709, as the film says
    made: NDArray[np.uint8] = frame.reformat(width=width_px, height=height_px, format="rgb24").to_ndarray()
    return made
