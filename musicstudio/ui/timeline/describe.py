# SPDX-License-Identifier: GPL-3.0-or-later
"""The selection in words: for the inspector's title and for screen readers."""

from PySide6.QtCore import QCoreApplication

from musicstudio.app.session.selection import Selected
from musicstudio.project.clip_index import clips_named
from musicstudio.project.model import Clip, Project, Track

from ..session_bridge import SessionBridge
from .painting.row_tile import clip_title
from .painting.ruler import clock_text


def describe_selection(bridge: SessionBridge) -> str:
    """``Chorus 1, all tracks`` or ``Piano, Chorus 1, bar 25 to 41`` or ``Nothing selected``."""
    return describe(bridge.project, bridge.session.selection.now)


def describe(project: Project, selected: Selected) -> str:
    """The selection of a document in words."""
    if selected.clip_ids:
        found = clips_named(project, selected.clip_ids)
        if len(found) == 1:
            _, clip = found[0]
            return f"{describe_clip(project, *found[0])} · {bars_of(project, clip.start_s, clip.end_s)}"
        return _tr("%n clip(s)", len(found))
    rows = _row_names(project, selected)
    if selected.range_s:
        return f"{clock_text(selected.range_s[0])} – {clock_text(selected.range_s[1])} · {rows}"
    if selected.section_ids:
        names = [s.name for s in project.sections if s.id in selected.section_ids]
        return f"{_few(names)} · {rows}"
    return rows if selected.track_ids else _tr("Nothing selected")


def describe_clip(project: Project, track: Track, clip: Clip) -> str:
    """One clip: its section and row; a clip that is called like its row is said once."""
    title = clip_title(project, clip) or _tr("Clip")
    return title if f"{title} · ".startswith(f"{track.name} · ") else f"{title} · {track.name}"


def bars_of(project: Project, start_s: float, end_s: float) -> str:
    """``Bars 25–41``."""
    tempo_map = project.tempo_map
    first = tempo_map.bar_at(max(0, tempo_map.ticks_at(start_s)))[0]
    last = tempo_map.bar_at(max(0, tempo_map.ticks_at(end_s) - 1))[0]
    return _tr("Bar {0}").format(first) if first == last else _tr("Bars {0}–{1}").format(first, last)


def _row_names(project: Project, selected: Selected) -> str:
    names = [track.name for track in project.tracks if track.id in selected.track_ids]
    return _few(names) if names else _tr("All tracks")


def _few(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= 3 else ", ".join(names[:2]) + " " + _tr("and %n more", len(names) - 2)


def _tr(text: str, n: int = -1) -> str:
    translated = QCoreApplication.translate("Timeline", text, None, n)
    return translated.replace("%n", str(n)).replace("(s)", "s" if n != 1 else "")
