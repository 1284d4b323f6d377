# SPDX-License-Identifier: GPL-3.0-or-later
"""An engine that gives sound without notes does not make a passage louder or softer than it was."""

import numpy as np
import pytest

from musicstudio.app.generation.regenerate import RegenerationTarget, regenerate
from musicstudio.core.progress import Progress
from musicstudio.engines.contract import Capabilities, ClipReady, Part, Result, ResultClip, ScoreReady, Task
from musicstudio.project.model import Clip, Project, Recipe, Section, Source, Take, Track

RATE = 48_000
BAR_TICKS = 3840


def sine(seconds: float, level: float) -> np.ndarray:
    wave = level * np.sin(2 * np.pi * 440 * np.arange(round(seconds * RATE)) / RATE)
    return np.stack([wave, wave]).astype(np.float32)


def level_db(audio: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(np.square(audio, dtype=np.float64)))))


class Painter:
    """An engine of sound alone: 2 s of a sine of some level, told on the way or at the end."""

    def __init__(self, level: float, *, is_early: bool, notes=()) -> None:
        self.level, self.is_early, self.notes = level, is_early, notes

    def capabilities(self):
        return Capabilities("painter", "Painter", "1", frozenset({Task.REGENERATE}), frozenset({"prompt"}))

    def run(self, request):
        audio = sine(2.5, self.level)
        cell = ResultClip(
            0, BAR_TICKS, self.notes, lead_s=0.25, section_id="verse", audio=None if self.is_early else audio
        )
        part = Part("Paint", "other", cells=(cell,), track_id="paint")
        result = Result(Recipe("painter", task="regenerate"), (part,))
        if self.is_early:
            yield Progress(0.2, "Painting", ScoreReady(result))
            yield Progress(0.9, "Painting", ClipReady(0, 0, audio, 0.25))
        yield Progress(1.0, "Painted")
        return result


@pytest.fixture
def painted(headless):
    """A song of one clip of sound by the painter, -12 dBFS loud at its peaks."""
    session = headless.session
    content_hash, frames = session.media.add(sine(2.0, 0.25), RATE)
    source = Source(content_hash, frames, RATE, 2, "paint", "by-painter")
    clip = Clip(
        "clip", 0.0, 2.0, section_id="verse", active_take_id="take",
        takes=(Take("take", source=content_hash, recipe_id="by-painter"),),
    )  # fmt: skip

    def fill(project: Project) -> Project:
        return Project(
            project.id,
            project.title,
            tracks=(Track("paint", "Paint", "instrument", instrument="painter:oil", clips=(clip,)),),
            sections=(Section("verse", "Verse", "verse", 0, BAR_TICKS),),
            sources={content_hash: source},
            recipes={"by-painter": Recipe("painter")},
        )

    session.document.transact("Fill", fill)
    return headless


def heard_again(headless, engine) -> np.ndarray:
    """What the clip holds after it was made again: from the cell's first tick on."""
    headless.session.engines.register(engine)
    headless.wait_for(regenerate(headless.session, RegenerationTarget(("verse",)), seed=1))
    (clip,) = headless.project.tracks[0].clips
    assert len(clip.takes) == 2 and clip.take.id != "take"
    return headless.session.media.read(clip.take.source, round(clip.take.lead_s * RATE), 2 * RATE)


@pytest.mark.parametrize("is_early", [True, False])
@pytest.mark.parametrize("level", [0.08, 0.7])
def test_sound_without_notes_comes_at_the_level_of_what_was_there(painted, level, is_early) -> None:
    again = heard_again(painted, Painter(level, is_early=is_early))
    assert level_db(again) == pytest.approx(level_db(sine(2.0, 0.25)), abs=0.02)


def test_no_gain_goes_beyond_twelve_decibels(painted) -> None:
    again = heard_again(painted, Painter(0.01, is_early=False))
    assert level_db(again) == pytest.approx(level_db(sine(2.0, 0.01)) + 12.0, abs=0.02)


def test_where_the_audio_before_is_lost_the_sound_stays_as_it_came(painted) -> None:
    (clip,) = painted.project.tracks[0].clips
    painted.session.media.path(clip.take.source).unlink()
    again = heard_again(painted, Painter(0.05, is_early=False))
    assert level_db(again) == pytest.approx(level_db(sine(2.0, 0.05)), abs=0.02)


def test_what_is_played_from_notes_keeps_its_own_level(painted) -> None:
    from musicstudio.project.model import Note

    again = heard_again(painted, Painter(0.05, is_early=True, notes=(Note(0, 960, 60),)))
    assert level_db(again) == pytest.approx(level_db(sine(2.0, 0.05)), abs=0.02)
