# SPDX-License-Identifier: GPL-3.0-or-later
"""Generating, regenerating and separating."""

from typing import TYPE_CHECKING

from musicstudio.project.edits.sections import delete_section, duplicate_section

from ..audio.separate import clip_to_separate, separate_clip
from ..audio.tempo_matching import set_tempo_from_clip, stretch_to_tempo
from ..generation.generate import generate
from ..generation.regenerate import Cells, regenerate
from .action import Action

if TYPE_CHECKING:
    from ..session.session import Session


def cells_of_selection(session: "Session") -> Cells | None:
    """What "Regenerate selection" would make again."""
    now = session.selection.now
    if now.clip_ids:
        return _cells_of_clips(session)
    if now.range_s:
        return Cells(range_s=now.range_s, track_ids=tuple(now.track_ids))
    if now.section_ids:
        return Cells(tuple(now.section_ids), track_ids=tuple(now.track_ids))
    if now.track_ids:
        return Cells(tuple(section.id for section in session.project.sections), track_ids=tuple(now.track_ids))
    return None


def _cells_of_clips(session: "Session") -> Cells | None:
    chosen = [(t, c) for t, c in session.project.clips() if c.id in session.selection.clip_ids]
    track_ids = tuple(dict.fromkeys(track.id for track, _ in chosen))
    if chosen and all(clip.section_id for _, clip in chosen):
        return Cells(tuple(dict.fromkeys(clip.section_id for _, clip in chosen)), track_ids=track_ids)
    if not chosen:
        return None
    return Cells(range_s=(min(c.start_s for _, c in chosen), max(c.end_s for _, c in chosen)), track_ids=track_ids)


def _why_no_prompt(session: "Session") -> str:
    values = session.create_state.values
    capabilities = session.engines.capabilities_of(values.engine)
    if capabilities.why_unavailable:
        return capabilities.why_unavailable
    if not (values.prompt.strip() or values.lyrics.strip() or values.melody or values.options.styles):
        return "Describe the music first."
    return ""


def _why_no_cells(session: "Session") -> str:
    if not session.project.sections:
        return "Generate a song first."
    return "" if cells_of_selection(session) else "Select a section, some clips or a range first."


def _regenerate(session: "Session") -> None:
    cells = cells_of_selection(session)
    if cells:
        regenerate(session, cells)


def _why_no_separation(session: "Session") -> str:
    return "" if clip_to_separate(session) else "Select one clip that sounds."


def _separate(session: "Session") -> None:
    clip = clip_to_separate(session)
    if clip:
        separate_clip(session, clip.id)


def _set_tempo_from_clip(session: "Session") -> None:
    clip = clip_to_separate(session)
    if clip:
        set_tempo_from_clip(session, clip.id)


def _stretch_to_tempo(session: "Session") -> None:
    clip = clip_to_separate(session)
    if clip:
        stretch_to_tempo(session, clip.id)


def _why_no_section(session: "Session") -> str:
    return "" if len(session.selection.section_ids) == 1 else "Select one section."


def _duplicate_section(session: "Session") -> None:
    (section_id,) = session.selection.section_ids
    session.document.transact("Repeat section", duplicate_section(section_id))


def _delete_section(session: "Session") -> None:
    (section_id,) = session.selection.section_ids
    session.document.transact("Delete section", delete_section(section_id))


ACTIONS = (
    Action(
        "song.generate", "Generate song", "Song", lambda s: generate(s), _why_no_prompt, ("Ctrl+Return",), "sparkles"
    ),
    Action(
        "song.regenerate_selection",
        "Regenerate selection",
        "Song",
        _regenerate,
        _why_no_cells,
        ("Ctrl+R",),
        "refresh-cw",
    ),
    Action("stems.separate", "Separate into stems", "Song", _separate, _why_no_separation, ("Ctrl+Alt+S",), "split"),
    Action("clip.fit_grid", "Fit the grid to this clip", "Clip", _set_tempo_from_clip, _why_no_separation),
    Action("clip.fit_clip", "Stretch this clip to the grid", "Clip", _stretch_to_tempo, _why_no_separation),
    Action("section.duplicate", "Repeat section", "Song", _duplicate_section, _why_no_section),
    Action("section.delete", "Delete section and its time", "Song", _delete_section, _why_no_section),
)
