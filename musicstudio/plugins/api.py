# SPDX-License-Identifier: GPL-3.0-or-later
"""The one module that a plugin imports.

A plugin is a Python package with an entry point in the group ``musicstudio.plugins`` that names a module holding
``enable(api: PluginApi) -> None``; see ``plugins/`` in the repository for complete ones. Versions of this module only
add.
"""

from collections.abc import Callable
from pathlib import Path

from musicstudio.core.errors import EngineError, InputError, ModelMissingError
from musicstudio.core.paths import models_dir
from musicstudio.core.progress import Job, Progress, run_to_end, within
from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import SAMPLE_RATE, TICKS_PER_QUARTER
from musicstudio.dsp.audio import Audio, to_stereo
from musicstudio.dsp.fades import with_fades
from musicstudio.dsp.resample import resample
from musicstudio.dsp.splice import crossfade
from musicstudio.engines.contract import (
    Capabilities,
    ClipReady,
    Engine,
    GenerationOptions,
    Part,
    Request,
    Result,
    ResultClip,
    ScoreReady,
    Task,
)
from musicstudio.engines.durations import read_durations
from musicstudio.engines.neural.answer import Maker, result_of, studio_audio
from musicstudio.engines.neural.memory import Need, Plan, plan_memory
from musicstudio.engines.neural.pipelines import open_pipeline
from musicstudio.engines.neural.steps import LOADED, Steps
from musicstudio.engines.neural.warm import is_warm, loaded, unload
from musicstudio.engines.neural.weights import (
    config_of,
    hash_of,
    model_entry,
    models_here,
    models_of,
    need_of,
    require_parts,
)
from musicstudio.engines.neural.wish import IN_SONG, Wish, read_wish
from musicstudio.engines.sound_context import SoundContext
from musicstudio.jobs.compute import CPU, ComputeDevice, compute_device, free_memory, is_out_of_memory
from musicstudio.jobs.heartbeat import Reporter, Stopped, in_background
from musicstudio.model_store.catalogue import Entry
from musicstudio.project.model import Chord, Key, Meter, Note, Project, Recipe, Section, Tempo, TempoMap

API_VERSION = 1

__all__ = [
    "API_VERSION",
    "CPU",
    "IN_SONG",
    "LOADED",
    "SAMPLE_RATE",
    "TICKS_PER_QUARTER",
    "Audio",
    "Capabilities",
    "Chord",
    "ClipReady",
    "ComputeDevice",
    "Engine",
    "EngineError",
    "Entry",
    "GenerationOptions",
    "InputError",
    "Job",
    "Key",
    "Maker",
    "Meter",
    "ModelMissingError",
    "Need",
    "Note",
    "Part",
    "Plan",
    "PluginApi",
    "Progress",
    "Project",
    "Recipe",
    "Reporter",
    "Request",
    "Result",
    "ResultClip",
    "ScoreReady",
    "Section",
    "SoundContext",
    "Steps",
    "Stopped",
    "Task",
    "Tempo",
    "TempoMap",
    "Wish",
    "compute_device",
    "config_of",
    "crossfade",
    "derive_seed",
    "free_memory",
    "hash_of",
    "in_background",
    "is_out_of_memory",
    "is_warm",
    "loaded",
    "model_entry",
    "models_here",
    "models_of",
    "need_of",
    "open_pipeline",
    "plan_memory",
    "read_durations",
    "read_wish",
    "require_parts",
    "resample",
    "result_of",
    "run_to_end",
    "studio_audio",
    "to_stereo",
    "unload",
    "with_fades",
    "within",
]  # fmt: skip


class PluginApi:
    """What the studio hands to ``enable``. Main thread only."""

    def __init__(self, add_engine: Callable[[Engine], None]) -> None:
        self._add_engine = add_engine

    def add_engine(self, engine: Engine) -> None:
        """Offer an engine in the Create panel and on the command line.

        Parameters
        ----------
        engine : Engine
            Its capabilities must be cheap to ask.
        """
        self._add_engine(engine)

    def model_folder(self, name: str) -> Path:
        """Where a plugin keeps its weights. The user may put files there by hand.

        Parameters
        ----------
        name : str, a file name
            The plugin's own folder.

        Returns
        -------
        Path, in the studio's data folder; not created
        """
        return models_dir() / name
