# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine that the studio sees. Cheap to import: torch and transformers come in with the first run."""

from pathlib import Path

from musicstudio.plugins.api import Capabilities, Job, ModelMissingError, Request, Result, Task, in_background

from . import VERSION
from .answer import result_of
from .making import make
from .spec import MAX_LENGTH_S, spec_of
from .weights import BYTES, LICENSE, are_present, why_unavailable


class MusicGen:
    """Music from a description, by the MusicGen weights that the user has put into ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def capabilities(self) -> Capabilities:
        """What it can do now; looks for the files, opens none but the model's ``config.json``."""
        return Capabilities(
            engine="musicgen",
            title="MusicGen",
            version=VERSION,
            tasks=frozenset({Task.GENERATE}),
            inputs=frozenset({"prompt"}),
            longest_s=MAX_LENGTH_S,
            weights_license=LICENSE,
            weights_bytes=BYTES,
            are_weights_present=are_present(self._folder),
            is_commercial_use_allowed=False,
            why_unavailable=why_unavailable(self._folder),
        )

    def run(self, request: Request) -> Job[Result]:
        """Make one audio track. Raises `InputError`, `ModelMissingError` or `EngineError`; closing it cancels."""
        spec = spec_of(request)
        problem = why_unavailable(self._folder)
        if problem:
            raise ModelMissingError(problem)
        made = yield from in_background(lambda reporter: make(self._folder, spec, reporter), "musicgen")
        return result_of(request, spec, made)
