# SPDX-License-Identifier: GPL-3.0-or-later
"""Double clicks on the lanes: rename a section, change a chord, change a sung syllable."""

from PySide6.QtWidgets import QInputDialog, QWidget

from musicstudio.core.errors import EditError
from musicstudio.core.theory.chords import parse_chord
from musicstudio.project.edits import Edit
from musicstudio.project.edits.chords import change_chord
from musicstudio.project.edits.sections import rename_section
from musicstudio.project.edits.words import change_syllable
from musicstudio.project.model import Chord, Clip, Note, Project

from ..session_bridge import SessionBridge
from .hit import Hit

_MAX_SYLLABLE_S = 4.0
_TOGETHER_S = 0.03


def edit_lane(parent: QWidget, bridge: SessionBridge, hit: Hit) -> None:
    """Ask for the new text of what was double clicked and put it into the song."""
    if hit.kind == "section":
        section = bridge.project.section(hit.section_id)
        if text := _ask(parent, parent.tr("Rename the section"), section.name):
            bridge.edit(parent.tr("Rename section"), rename_section(section.id, text))
    elif hit.kind == "chord" and (chord := chord_at(bridge.project, hit.seconds)):
        name = chord.name(bridge.project.key.has_flats)
        if text := _ask(parent, parent.tr("Chord, for example Am7 or F/A"), name):
            change = parent.tr("Change chord")
            bridge.session.try_to(lambda: bridge.edit(change, chord_edit(chord, text)))
    elif hit.kind == "lyric" and (found := syllable_at(bridge.project, hit.seconds)):
        clip, note = found
        if text := _ask(parent, parent.tr("Syllable (a closing hyphen joins the next)"), note.lyric):
            bridge.edit(parent.tr("Change a word"), change_syllable(clip.id, note, text))


def chord_at(project: Project, seconds: float) -> Chord | None:
    """The chord that sounds at a time."""
    tick = project.tempo_map.ticks_at(seconds)
    return next((c for c in project.chords if c.start_ticks <= tick < c.start_ticks + c.length_ticks), None)


def chord_edit(chord: Chord, symbol: str) -> Edit:
    """Change a chord to what a symbol says. Raises `EditError` for one that cannot be read."""
    name = parse_chord(symbol)
    if name is None:
        raise EditError(f"“{symbol}” is not a chord that the studio knows; try Am7, Bbmaj7, F#dim or F/A.")
    return change_chord(chord.start_ticks, *name)


def syllable_at(project: Project, seconds: float) -> tuple[Clip, Note] | None:
    """The sung note that begins last before a time (or right after it); of those sung together, the upper row's."""
    best: tuple[float, Clip, Note] | None = None
    for track, clip in project.clips():
        if track.kind != "vocal" or clip.take is None:
            continue
        origin = project.tempo_map.ticks_at(clip.origin_s)
        for note in clip.take.notes:
            start_s = project.tempo_map.seconds_at(origin + note.start_ticks)
            is_sung = note.lyric not in ("", "_") and start_s <= seconds + 0.05
            if is_sung and (best is None or start_s > best[0] + _TOGETHER_S):
                best = (start_s, clip, note)
    return best[1:] if best is not None and seconds - best[0] < _MAX_SYLLABLE_S else None


def _ask(parent: QWidget, title: str, text: str) -> str:
    answer, is_given = QInputDialog.getText(parent, title, title, text=text)
    return answer if is_given and answer.strip() and answer != text else ""
