# SPDX-License-Identifier: GPL-3.0-or-later
"""The one choice of where networks run: an NVIDIA or AMD graphics card, Apple's, or the processor.

``MUSICSTUDIO_DEVICE`` (``cuda``, ``mps`` or ``cpu``) decides before the setting, and that before the best that is
there. torch is imported only when the choice is made, which is when a network is about to run.
"""

import os
from typing import Any

from msgspec import Struct

ENVIRONMENT = "MUSICSTUDIO_DEVICE"
AUTOMATIC = ""
KINDS = ("cuda", "mps", "cpu")
TITLES = {"cuda": "Graphics card (CUDA)", "mps": "Apple graphics (MPS)", "cpu": "Processor"}
_OUT_OF_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")
_state = {"setting": AUTOMATIC}


class ComputeDevice(Struct, frozen=True):
    """Where a network runs.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    place : str
        What torch calls it.
    title : str
        What the user reads.
    notice : str
        Why it is another than the user asked for, or empty.
    """

    kind: str
    place: str
    title: str
    notice: str = ""


CPU = ComputeDevice("cpu", "cpu", TITLES["cpu"])


def prefer(kind: str) -> None:
    """Take the user's setting.

    Parameters
    ----------
    kind : str
        One of `KINDS`, or `AUTOMATIC`; anything else counts as that.
    """
    _state["setting"] = kind if kind in KINDS else AUTOMATIC


def wanted_kind() -> str:
    """What the environment or the setting asks for.

    Returns
    -------
    str, one of `KINDS`, or `AUTOMATIC` when neither asks
    """
    asked = os.environ.get(ENVIRONMENT, "").strip().lower()
    return asked if asked in KINDS else _state["setting"]


def compute_device() -> ComputeDevice:
    """Where networks run now. Imports torch: only on a job's thread.

    Returns
    -------
    ComputeDevice
    """
    wanted = wanted_kind()
    found = _available(wanted) if wanted else next(device for kind in KINDS if (device := _available(kind)))
    if found is not None:
        return found
    return ComputeDevice(
        CPU.kind, CPU.place, CPU.title, f"There is no {TITLES[wanted]} here, so the processor does the work."
    )


def is_out_of_memory(error: BaseException) -> bool:
    """Whether there was too little memory, on a graphics card or beside the processor.

    CUDA has a class for it; MPS and the processor's allocators, on Linux and on Windows, have only words.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    bool
    """
    return type(error).__name__ == "OutOfMemoryError" or (
        isinstance(error, RuntimeError) and any(words in str(error).lower() for words in _OUT_OF_MEMORY)
    )


def free_memory(device: ComputeDevice) -> None:
    """Give what torch keeps of a graphics card's memory back to it.

    Parameters
    ----------
    device : ComputeDevice
        Nothing is done for the processor.
    """
    import torch

    if device.kind == "cuda" and torch.cuda.is_available():
        torch.cuda.empty_cache()
    elif device.kind == "mps" and torch.backends.mps.is_available():
        torch.mps.empty_cache()


def _available(kind: str) -> ComputeDevice | None:
    import torch

    if kind == "cpu":
        return CPU
    if kind == "cuda" and torch.cuda.is_available():
        return ComputeDevice(kind, "cuda", _card_title(torch))
    if kind == "mps" and torch.backends.mps.is_available():
        return ComputeDevice(kind, "mps", TITLES[kind])
    return None


def _card_title(torch: Any) -> str:
    try:
        return str(torch.cuda.get_device_name(0))
    except RuntimeError:
        return TITLES["cuda"]
