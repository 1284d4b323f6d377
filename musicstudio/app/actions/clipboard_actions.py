# SPDX-License-Identifier: GPL-3.0-or-later
"""Cut, copy and paste: clips, or what a selected range holds, within a song and from one song to another."""

from typing import TYPE_CHECKING

from musicstudio.core.errors import StudioError
from musicstudio.core.ids import new_id
from musicstudio.project.edits.clips import delete_clips
from musicstudio.project.edits.pasting import Copied, copy_clips, paste_clips
from musicstudio.project.edits.range_content import clear_range, copies_of_range
from musicstudio.project.model import Clip, Track

from ..session.clipboard import clipboard
from .action import Action

if TYPE_CHECKING:
    from ..session.session import Session


def chosen_pieces(session: "Session") -> tuple[list[tuple[Track, Clip]], float | None]:
    """Selected clips, or the pieces that lie in a selected range; and where they begin (a range: at its edge)."""
    now, project = session.selection.now, session.project
    if now.clip_ids:
        return [(t, c) for t, c in project.clips() if c.id in now.clip_ids], None
    if now.range_s is None:
        return [(t, c) for t, c in project.clips() if c.section_id in now.section_ids], None
    tracks = [t for t in project.tracks if not now.track_ids or t.id in now.track_ids]
    return [(t, piece) for t in tracks for piece in copies_of_range(t, *now.range_s, 0.0)], now.range_s[0]


def _why_nothing(session: "Session") -> str:
    return "" if chosen_pieces(session)[0] else "Select clips, a section or a range that holds some first."


def _copy(session: "Session") -> None:
    pieces, start_s = chosen_pieces(session)
    board = clipboard()
    board.clips, board.media_folder = copy_clips(session.document.committed, pieces, start_s), session.media.folder


def _cut(session: "Session") -> None:
    _copy(session)
    now = session.selection.now
    if now.range_s and not now.clip_ids:
        session.document.transact("Cut", clear_range(*now.range_s, now.track_ids))
    else:
        session.document.transact("Cut", delete_clips({clip.id for _, clip in chosen_pieces(session)[0]}))


def _why_no_paste(session: "Session") -> str:
    return "" if clipboard().clips else "Nothing was copied yet."


def _paste(session: "Session") -> None:
    copied = clipboard().clips
    if copied is None:
        return
    lost = _bring_audio(session, copied)
    ids = {each.clip.id: new_id("clip") for track in copied.tracks for each in track.clips}
    session.document.transact("Paste", paste_clips(copied, max(0.0, session.player.position_s), ids))
    session.results.show(ids.values())
    if lost:
        session.notify(f"The audio of {lost} pasted clips is no longer there.", "warning")


def _bring_audio(session: "Session", copied: Copied) -> int:
    """Copy audio from the other song's folder; how many sources could not be read."""
    folder, lost = clipboard().media_folder, 0
    for key in copied.sources:
        if session.media.has(key) or folder is None or folder == session.media.folder:
            continue
        try:
            session.media.adopt(folder / f"{key}.wav")
        except StudioError:
            lost += 1
    return lost


ACTIONS = (
    Action("edit.cut", "Cut", "Edit", _cut, _why_nothing, ("Ctrl+X",), "scissors"),
    Action("edit.copy", "Copy", "Edit", _copy, _why_nothing, ("Ctrl+C",), "copy"),
    Action("edit.paste", "Paste at the playhead", "Edit", _paste, _why_no_paste, ("Ctrl+V",)),
)
