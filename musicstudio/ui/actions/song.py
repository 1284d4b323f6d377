# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions that ask a question first: add or replace an instrument, restyle, extend, turn sound into notes, clean."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtWidgets import QInputDialog, QWidget

from musicstudio.app.actions import Action
from musicstudio.app.audio.clean import clean_clip
from musicstudio.app.audio.separate import clip_to_separate
from musicstudio.app.audio.transcribe import clip_to_notes
from musicstudio.app.generation.extend import extend
from musicstudio.app.generation.layer import layer
from musicstudio.app.generation.restyle import restyle

from ..stems.clean_box import strengths

_DEFAULT_BARS = 8


def song_tasks(parent: QWidget) -> Iterable[Action]:
    """The engine's tasks beyond generating and regenerating. parent: of the dialogs."""
    ask = _Questions(parent)
    yield Action("song.layer", "Add an instrument…", "Song", ask.layer, _why_no_song, icon="plus")
    yield Action("track.replace", "Replace this track…", "Track", ask.replace, _why_not_one_track, icon="refresh-cw")
    yield Action("song.restyle", "Restyle the song…", "Song", ask.restyle, _why_no_song)
    yield Action("song.extend", "Extend the song…", "Song", ask.extend, _why_no_song)
    yield Action("clip.to_notes", "To MIDI: notes from this clip", "Clip", _to_notes, _why_no_sound, icon="file-music")
    yield Action("clip.clean", "Clean…", "Clip", ask.clean, _why_no_sound)


class _Questions:
    """Each asks in a small dialog and queues a job; closing the dialog does nothing."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def layer(self, session: Any) -> None:
        """A new part that fits what plays."""
        hint = self._parent.tr("Which instrument, and how? For example: warm string pad, long notes")
        self._with_text(self._parent.tr("Add an instrument"), hint, lambda text: layer(session, text))

    def replace(self, session: Any) -> None:
        """Another part in the place of the selected track."""
        (track_id,) = session.selection.track_ids
        hint = self._parent.tr("What instead?")
        title = self._parent.tr("Replace {0}").format(session.project.track(track_id).name)
        self._with_text(title, hint, lambda text: layer(session, text, replace_track_id=track_id))

    def restyle(self, session: Any) -> None:
        """The same tune, form and chords in another style."""
        hint = self._parent.tr("Which style? The tune, the form and the chords stay")
        self._with_text(self._parent.tr("Restyle the song"), hint, lambda text: restyle(session, text))

    def extend(self, session: Any) -> None:
        """More bars at the end."""
        title, hint = self._parent.tr("Extend the song"), self._parent.tr("Bars to add at the end")
        bars, is_given = QInputDialog.getInt(self._parent, title, hint, _DEFAULT_BARS, 1, 256)
        if is_given:
            extend(session, bars)

    def clean(self, session: Any) -> None:
        """A take of the selected clip without noise and bleed."""
        clip = clip_to_separate(session)
        names = {text: name for name, text in strengths(self._parent)}
        title, hint = self._parent.tr("Clean"), self._parent.tr("How strongly?")
        text, is_given = QInputDialog.getItem(self._parent, title, hint, list(names), 1, False)
        if is_given and clip is not None:
            clean_clip(session, clip.id, names[text])

    def _with_text(self, title: str, hint: str, do: Callable[[str], object]) -> None:
        text, is_given = QInputDialog.getText(self._parent, title, hint)
        if is_given:
            do(text.strip())


def _to_notes(session: Any) -> None:
    clip = clip_to_separate(session)
    if clip is not None:
        clip_to_notes(session, clip.id)


def _why_no_song(session: Any) -> str:
    return "" if session.project.sections else "Generate a song first."


def _why_not_one_track(session: Any) -> str:
    return _why_no_song(session) or ("" if len(session.selection.track_ids) == 1 else "Select one track.")


def _why_no_sound(session: Any) -> str:
    return "" if clip_to_separate(session) else "Select one clip that sounds."
