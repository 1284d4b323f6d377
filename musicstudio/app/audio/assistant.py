# SPDX-License-Identifier: GPL-3.0-or-later
"""The assistant listens to a song, and to a reference, and suggests ordinary edits."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from musicstudio.core.errors import InputError, MediaError
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import frames_from_seconds
from musicstudio.media.decoding import DecodedFile
from musicstudio.media.store import MediaStore
from musicstudio.mixing.assistant.balance import Sounds, suggest_balance
from musicstudio.mixing.assistant.hearing import Ear, Heard
from musicstudio.mixing.assistant.match import suggest_match
from musicstudio.mixing.assistant.suggestion import Suggestion, all_of
from musicstudio.mixing.mix_presets import MixPreset, preset_devices
from musicstudio.playback.graph.blocks import RenderedBlocks
from musicstudio.playback.graph.graph import Graph
from musicstudio.playback.graph.plan import plan_of
from musicstudio.playback.graph.sources import Sources
from musicstudio.project.edits import Edit, compose_edits
from musicstudio.project.edits.song import set_loudness, set_master_devices
from musicstudio.project.model import Project

from ..session.played_notes import why_silent, with_everything_played

if TYPE_CHECKING:
    from ..session.session import Session

_BLOCK_FRAMES = 1 << 15
MAX_HEARD_S = 360.0


def listen_to_tracks(project: Project, media: MediaStore) -> Job[Sounds]:
    """Each track as it is heard after its fader, without buses: the first six minutes."""
    plan = plan_of(project)
    graph = Graph(plan, Sources(media))
    ears = {lane.id: Ear() for lane in plan.lanes if lane.has_clips}
    end = min(plan.length, frames_from_seconds(MAX_HEARD_S))
    for start in range(0, end, _BLOCK_FRAMES):
        yield Progress(start / max(1, end), "Listening to the tracks")
        rendered = graph.render(start, min(_BLOCK_FRAMES, end - start))
        for lane_id, audio in rendered.lanes.items():
            if lane_id in ears:
                ears[lane_id].feed(audio)
    return {lane_id: ear.heard() for lane_id, ear in ears.items()}


def balance_job(project: Project, media: MediaStore) -> Job[list[Suggestion]]:
    """What would bring a song into balance."""
    sounds = yield from within(listen_to_tracks(project, media), 0.0, 1.0)
    return suggest_balance(project, sounds)


def match_job(project: Project, media: MediaStore, reference: Path) -> Job[list[Suggestion]]:
    """What would bring the master's tone and loudness towards a reference. Raises `MediaError`."""
    theirs = yield from within(_listen_to_file(reference), 0.0, 0.5)
    if theirs.is_silent:
        raise MediaError(f"“{reference.name}” cannot be matched: it is silent, or shorter than 0.4 s.")
    ear, blocks = Ear(), RenderedBlocks(project, media, None, is_mastered=True)
    length = max(1, frames_from_seconds(project.length_s))
    done = 0
    for block in blocks.mix():
        ear.feed(block)
        done += block.shape[1]
        yield Progress(0.5 + 0.5 * min(1.0, done / length), "Listening to the song")
    return suggest_match(project, ear.heard(), theirs)


def suggest(session: "Session", reference: Path | None, on_done: Callable[[list[Suggestion]], None]) -> str:
    """Queue Balance, or Match towards a reference; the suggestions come on the main thread. The job's id."""
    project, media = session.document.committed, session.media

    def job() -> Job[list[Suggestion]]:
        if problem := why_silent(project):
            raise InputError(problem)
        played = yield from within(with_everything_played(project, session.note_rendering.played), 0.0, 0.3)
        found = balance_job(played, media) if reference is None else match_job(played, media, reference)
        return (yield from within(found, 0.3, 1.0))

    return session.jobs.submit("Balance" if reference is None else f"Match {reference.name}", job, on_done=on_done)


def apply_preset(preset: MixPreset) -> Edit:
    """Replace the mastering chain and its target; gain and fader stay."""
    return compose_edits(set_master_devices(preset_devices(preset)), set_loudness(target_lufs=preset.lufs))


def keep(session: "Session", label: str, suggestions: Iterable[Suggestion]) -> None:
    """Make those that the user keeps, in one undo step. Raises `EditError` where a track has gone meanwhile."""
    session.document.transact(label, all_of(suggestions))


def _listen_to_file(path: Path) -> Job[Heard]:
    ear, frames = Ear(), 0
    with DecodedFile(path) as file:
        for block in file.blocks():
            yield Progress(min(1.0, frames / max(1, file.frames)), f"Listening to {path.name}")
            if block is not None:
                ear.feed(block if block.shape[0] == 2 else block.repeat(2, axis=0))
                frames += block.shape[1]
    return ear.heard()
