# SPDX-License-Identifier: GPL-3.0-or-later
"""Work on one clip that sounds: stems, cleaning, notes, tempo; and the review of the mix."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from musicstudio.dsp.cleaning.strength import STRENGTHS, USUAL

from ..audio.clean import clean_clip
from ..audio.open_up import open_up
from ..audio.process_clip import (
    MAX_FACTOR,
    MAX_SEMITONES,
    normalize_clip,
    pitch_clip,
    reverse_clip,
    stretch_clip,
)
from ..audio.separate import clip_to_separate, separate_clip
from ..audio.tempo_matching import set_tempo_from_clip, stretch_to_tempo
from ..audio.transcribe import clip_to_notes
from ..generation.melody import clip_to_melody
from .action import Action
from .question import Question

if TYPE_CHECKING:
    from ..session.session import Session


def _why_no_sound(session: "Session") -> str:
    return "" if clip_to_separate(session) else "Select one clip that sounds."


def _on_clip(do: Callable[["Session", str], object]) -> Callable[["Session"], None]:
    def run(session: "Session") -> None:
        if clip := clip_to_separate(session):
            do(session, clip.id)

    return run


def _clean(session: "Session", strength: str) -> None:
    if clip := clip_to_separate(session):
        clean_clip(session, clip.id, strength)


def _stretch(session: "Session", percent: float) -> None:
    if clip := clip_to_separate(session):
        stretch_clip(session, clip.id, percent / 100)


def _pitch(session: "Session", semitones: float) -> None:
    if clip := clip_to_separate(session):
        pitch_clip(session, clip.id, semitones)


ACTIONS = (
    Action("clip.normalize", "Normalise to −1 dBFS", "Clip", _on_clip(normalize_clip), _why_no_sound),
    Action("clip.reverse", "Reverse", "Clip", _on_clip(reverse_clip), _why_no_sound),
    Action(
        "clip.stretch",
        "Stretch…",
        "Clip",
        _stretch,
        _why_no_sound,
        question=Question("New length", "number", lambda _: 100, 100 / MAX_FACTOR, 100 * MAX_FACTOR, 1, "%"),
    ),
    Action(
        "clip.pitch",
        "Pitch…",
        "Clip",
        _pitch,
        _why_no_sound,
        question=Question("Semitones", "number", lambda _: 0, -MAX_SEMITONES, MAX_SEMITONES, 2),
    ),
    Action(
        "stems.separate",
        "Separate into stems",
        "Clip",
        _on_clip(separate_clip),
        _why_no_sound,
        ("Ctrl+Alt+S",),
        "split",
    ),
    Action("clip.open_up", "Open up: stems and notes", "Clip", _on_clip(open_up), _why_no_sound, icon="split"),
    Action(
        "clip.clean",
        "Clean…",
        "Clip",
        _clean,
        _why_no_sound,
        question=Question(
            "How strongly?",
            "choice",
            lambda _: USUAL,
            choices=lambda _: tuple((name, name.capitalize()) for name in STRENGTHS),
        ),
    ),
    Action(
        "clip.to_notes",
        "To MIDI: notes from this clip",
        "Clip",
        _on_clip(clip_to_notes),
        _why_no_sound,
        icon="file-music",
    ),
    Action(
        "clip.to_melody",
        "Use as the melody of a new song",
        "Clip",
        _on_clip(clip_to_melody),
        _why_no_sound,
        icon="file-music",
    ),
    Action("clip.fit_grid", "Fit the grid to this clip", "Clip", _on_clip(set_tempo_from_clip), _why_no_sound),
    Action("clip.fit_clip", "Stretch this clip to the grid", "Clip", _on_clip(stretch_to_tempo), _why_no_sound),
)
