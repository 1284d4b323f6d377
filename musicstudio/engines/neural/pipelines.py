# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a pipeline of diffusers from a folder of the user's: known parts only, no pickle, no network.

Imports torch: only on a job's thread.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from musicstudio.core.errors import EngineError
from musicstudio.jobs.compute import is_out_of_memory

from .memory import Plan
from .weights import require_parts


def open_pipeline(pipeline_class: Any, folder: Path, plan: Plan, allowed: Iterable[tuple[str, str]]) -> Any:
    """A pipeline of diffusers, ready to run as planned.

    Parameters
    ----------
    pipeline_class : a class of diffusers
    folder : Path
    plan : Plan
    allowed : iterable of (library, class)
        The parts that its index may name.

    Returns
    -------
    The pipeline

    Raises
    ------
    EngineError
        For files that cannot be read or name other parts.
    """
    import torch
    from diffusers.utils import logging as diffusers_logging
    from safetensors import SafetensorError
    from transformers.utils import logging as transformers_logging

    diffusers_logging.disable_progress_bar()
    transformers_logging.disable_progress_bar()
    require_parts(folder, allowed)
    try:
        with torch.random.fork_rng():
            pipeline = pipeline_class.from_pretrained(
                folder, local_files_only=True, use_safetensors=True, dtype=getattr(torch, plan.precision)
            )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, SafetensorError) as error:
        if is_out_of_memory(error):
            raise
        first = (str(error) or type(error).__name__).splitlines()[0].rstrip(".")[:200]
        raise EngineError(f"The model's files in {folder} cannot be read; put them there again ({first}).") from error
    pipeline.set_progress_bar_config(disable=True)
    if plan.is_offloaded:
        pipeline.enable_model_cpu_offload(device=plan.device.place)
    else:
        pipeline.to(plan.device.place)
    return pipeline
