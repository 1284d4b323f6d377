# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio in, stems out: `separate` for audio in memory, `separate_file` for files of any length.

`models` names the stems that each network gives, `stream` cuts the sound into segments, `network` takes one apart.
"""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, Progress
from musicstudio.core.seeds import derive_seed
from musicstudio.jobs.compute import compute_device
from musicstudio.jobs.memory import use_single_arena

from .models import SeparationModel, present_model
from .network import Network, modest_threads, open_network
from .reading import ArrayRecording, FileRecording, Level, Recording, Window, measure
from .stems import RESIDUAL, Stems, group_stems, stem_names
from .stream import stems_of

Audio = NDArray[np.float32]
CONTEXT_S = 8.0
QUALITIES = {"fast": 0, "balanced": 2, "high": 5}
"""Passes with displaced segments in place of the one without, by what a user chooses; each takes as long."""
_MEASURING = 0.02
_MAX_SHIFT_S = 0.5


@dataclass(frozen=True)
class _Plan:
    """One separation: what, with which network, and which frames of the window are wanted."""

    recording: Recording
    skip: int
    frames: int
    is_region: bool
    model: SeparationModel
    count: int
    shifts: int
    seed: int

    @property
    def channels(self) -> int:
        return self.recording.channels


def separate(
    audio: Audio,
    rate: int,
    model: str = "",
    stems: int = 4,
    shifts: int = 0,
    seed: int = 0,
    region_s: tuple[float, float] | None = None,
) -> Job[Stems]:
    """Separate (channels, frames) float32 audio at any rate into 2, 4 or 6 stems and a residual.

    model: a name of `models`, or empty for the best one present. shifts: 0 (fast) to 10 extra passes with displaced
    segments. region_s: only this part, judged with `CONTEXT_S` of music around it. Results are remembered by content,
    so asking again is quick. Call on a job thread; each step is shorter than one segment of the network, and closing
    the job frees its memory. Raises `ModelMissingError` (with size and licence), `MediaError` (damaged weights) or
    `InputError`.
    """
    from . import remembered

    plan = _plan_separation(ArrayRecording(audio, rate), model, stems, shifts, seed, region_s)
    network, model_hash = open_network(plan.model)
    key = remembered.key_of(audio, rate, model_hash, stems, shifts, seed, region_s)
    known = remembered.recall(key)
    if known is None:
        names = stem_names(network.sources, stems)
        known = {name: np.zeros((plan.channels, plan.frames), np.float32) for name in (*names, RESIDUAL)}
        place = 0
        steps = _parts(plan, network)
        for step in steps:
            if isinstance(step, Progress):
                yield step
                continue
            for name, part in zip(known, step, strict=True):
                known[name][:, place : place + part.shape[1]] = part
            place += step.shape[2]
        remembered.keep(key, known)
    yield Progress(1.0, "Separated")
    return _result(plan, known, model_hash, _notices(plan, network))


def separate_file(
    path: Path,
    folder: Path,
    model: str = "",
    stems: int = 4,
    shifts: int = 0,
    seed: int = 0,
    region_s: tuple[float, float] | None = None,
    tell: Callable[[str], object] = lambda _: None,
    only: Sequence[str] = (),
) -> Job[dict[str, Path]]:
    """Separate an audio file of any length into 32-bit float WAV files in ``folder``; returns their paths by stem.

    only: the stems that are wanted; the others stay together in the residual, so that all still sum to the recording.

    tell: called, on the job's thread, with a sentence for everything that is not as the user may expect.

    Memory stays that of some seconds of audio. A cancelled or failed job leaves no files. Raises as `separate` does,
    and `MediaError` for a file that is no audio.
    """
    from .stem_files import StemWriter

    plan = _plan_separation(FileRecording(path), model, stems, shifts, seed, region_s)
    network, _ = open_network(plan.model)
    found = stem_names(network.sources, stems)
    kept = _kept(found, only)
    names = (*(found[index] for index in kept), RESIDUAL)
    about = (
        f"Taken apart from {path.name} by {plan.model.title} ({plan.model.licence}); the licence is the recording's."
    )
    writer = StemWriter(folder, path.stem, names, plan.recording.rate, plan.channels, plan.frames, about)
    try:
        for step in _parts(plan, network):
            if isinstance(step, Progress):
                yield step
            else:
                writer.write(_joined(step, kept))
        paths = writer.finish()
    finally:
        writer.close()
    for sentence in _notices(plan, network):
        tell(sentence)
    yield Progress(1.0, "Separated")
    return paths


def _kept(names: Sequence[str], only: Sequence[str]) -> list[int]:
    """The places of the wanted stems, all where none is named. Raises `InputError`."""
    unknown = [name for name in only if name not in names]
    if unknown:
        raise InputError(f"There is no stem “{unknown[0][:40]}” here; there are {', '.join(names)}.")
    return [index for index, name in enumerate(names) if not only or name in only]


def _joined(step: Audio, kept: list[int]) -> Audio:
    """The wanted stems, and all the rest as one."""
    rest = [index for index in range(len(step)) if index not in kept]
    return np.concatenate([step[kept], step[rest].sum(axis=0, keepdims=True)])


def _plan_separation(
    recording: Recording, model: str, stems: int, shifts: int, seed: int, region_s: tuple[float, float] | None
) -> _Plan:
    if not 0 <= shifts <= 10:
        raise InputError("The number of shifts goes from 0 to 10.")
    chosen = present_model(model, stems)
    if region_s is None:
        return _Plan(recording, 0, recording.frames, False, chosen, stems, shifts, seed)
    first, last = (round(max(0.0, time_s) * recording.rate) for time_s in region_s)
    last = min(last, recording.frames)
    if last <= first:
        raise InputError("The chosen region holds no audio.")
    context = round(CONTEXT_S * recording.rate)
    start = max(0, first - context)
    window = Window(recording, start, min(recording.frames, last + context) - start)
    return _Plan(window, first - start, last - first, True, chosen, stems, shifts, seed)


def _parts(plan: _Plan, network: Network) -> Generator[Progress | Audio]:
    """Progress, and consecutive pieces (stems and residual, channels, frames) of what is wanted."""
    level = yield from _measure_level(plan)
    place, total = 0, max(1, level.frames)
    wanted = plan.frames if plan.is_region else level.frames  # a file's header may be wrong about its length
    use_single_arena()
    network.move_to(compute_device())
    with modest_threads(), ThreadPoolExecutor(1, "separation") as worker:
        for piece in stems_of(plan.recording, level, network, _shift_frames(plan, network), worker):
            yield Progress(
                _MEASURING + (1.0 - _MEASURING) * min(1.0, place / total),
                f"Separating with {plan.model.title} · {network.device.title}",
            )
            if piece is None:
                continue
            low, high = max(0, plan.skip - place), min(piece.source.shape[1], plan.skip + wanted - place)
            place += piece.source.shape[1]
            if high > low:
                yield _with_residual(piece.stems[:, :, low:high], piece.source[:, low:high], plan, network)


def _measure_level(plan: _Plan) -> Generator[Progress, None, Level]:
    level = Level(0.0, 0.0, 0)
    for found in measure(plan.recording):
        if found is None:
            yield Progress(0.0, "Measuring the recording")
        else:
            level = found
    return level


def _with_residual(estimates: Audio, source: Audio, plan: _Plan, network: Network) -> Audio:
    stems = group_stems(estimates, network.sources, plan.count)
    if plan.channels == 1:
        stems, source = stems.mean(axis=1, keepdims=True), source[:1]
    residual = source - stems.sum(axis=0)
    return np.concatenate([stems, residual[None]]).astype(np.float32)


def _shift_frames(plan: _Plan, network: Network) -> list[int]:
    if plan.shifts == 0:
        return [0]
    rng = np.random.default_rng(derive_seed(plan.seed, "shifts"))
    return [int(shift) for shift in rng.integers(0, round(_MAX_SHIFT_S * network.rate), plan.shifts)]


def _result(plan: _Plan, parts: dict[str, Audio], model_hash: str, notices: tuple[str, ...]) -> Stems:
    stems = {name: part for name, part in parts.items() if name != RESIDUAL}
    return Stems(
        stems, parts[RESIDUAL], plan.recording.rate, plan.model.name, model_hash, plan.model.licence,
        f"demucs {version('demucs')}", notices,
    )  # fmt: skip


def _notices(plan: _Plan, network: Network) -> tuple[str, ...]:
    return (*plan.recording.notices, *filter(None, [network.device.notice]))
