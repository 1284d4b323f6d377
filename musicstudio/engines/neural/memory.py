# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a network runs and how precisely, decided by free memory before it does; refused in a sentence."""

from typing import Literal

from msgspec import Struct

from musicstudio.core.errors import EngineError
from musicstudio.jobs.compute import CPU, ComputeDevice, compute_device

Precision = Literal["float32", "bfloat16", "float16"]
_SPARE = 0.9
"""Share of the free memory that is used."""


class Need(Struct, frozen=True):
    """What a network takes at full precision.

    Attributes
    ----------
    weights, largest_part : int, bytes
        All weights, and those of the largest part.
    work : int, bytes
        What is worked on.
    """

    weights: int
    largest_part: int
    work: int


class Plan(Struct, frozen=True):
    """How a network is to run.

    Attributes
    ----------
    device : ComputeDevice
    precision : str
        ``float32``, ``bfloat16`` or ``float16``.
    is_offloaded : bool
        Only the part at work lies on the graphics card.
    notice : str
        What is not as somebody may expect, or empty.
    """

    device: ComputeDevice
    precision: Precision
    is_offloaded: bool = False
    notice: str = ""


def plan_memory(
    title: str, need: Need, smaller: str = "", device: ComputeDevice | None = None, can_offload: bool = True
) -> Plan:
    """The best way to run a network that fits now. Imports torch: only on a job's thread.

    Parameters
    ----------
    title : str
        Of the model.
    need : Need
    smaller : str
        What could be used instead, in words.
    device : ComputeDevice or None
        None: the house's choice.
    can_offload : bool
        Its parts can move to the graphics card one by one.

    Returns
    -------
    Plan

    Raises
    ------
    EngineError
        Where nothing fits, with what is needed, what is free, and the smaller way out.
    """
    wanted = device or compute_device()
    for plan, bytes_needed in _ways(wanted, need, can_offload):
        if bytes_needed <= free_bytes(plan.device) * _SPARE and _fits_beside(plan, need):
            return _told(plan, wanted)
    least = min(bytes_needed for _, bytes_needed in _ways(wanted, need, can_offload))
    hint = f"; close other programs or use {smaller}" if smaller else "; close other programs"
    raise EngineError(
        f"{title} needs about {_gigabytes(least)} of memory and {_gigabytes(free_bytes(CPU))} are free{hint}."
    )


def free_bytes(device: ComputeDevice) -> int:
    """Memory that a network could have there."""
    import psutil
    import torch

    if device.kind == "cuda" and torch.cuda.is_available():
        return int(torch.cuda.mem_get_info()[0])
    if device.kind == "mps" and torch.backends.mps.is_available():
        return int(torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory())
    return int(psutil.virtual_memory().available)


def _ways(wanted: ComputeDevice, need: Need, can_offload: bool) -> list[tuple[Plan, int]]:
    """From the best to the last resort, each with what it takes of its device's memory."""
    whole, part = need.weights + need.work, need.largest_part + need.work
    ways: list[tuple[Plan, int]] = []
    if wanted.kind == "cuda":
        half = _half_on_card()
        ways.append((Plan(wanted, half), whole // 2))
        if can_offload:
            ways.append((Plan(wanted, half, is_offloaded=True), part // 2))
    elif wanted.kind == "mps":
        ways.append((Plan(wanted, "float32"), whole))
    ways.append((Plan(CPU, "float32"), whole))
    ways.append((Plan(CPU, "bfloat16"), whole // 2))
    return ways


def _fits_beside(plan: Plan, need: Need) -> bool:
    """What is offloaded waits in the machine's own memory."""
    return not plan.is_offloaded or need.weights // 2 <= free_bytes(CPU) * _SPARE


def _half_on_card() -> Precision:
    import torch

    return "bfloat16" if torch.cuda.is_available() and torch.cuda.is_bf16_supported() else "float16"


def _told(plan: Plan, wanted: ComputeDevice) -> Plan:
    from msgspec.structs import replace

    notices = [wanted.notice]
    if plan.device.kind != wanted.kind:
        notices.append(f"{wanted.title} has too little memory; the processor does the work.")
    if plan.is_offloaded:
        notices.append(f"{wanted.title} holds one part of the network at a time, which takes longer.")
    if plan.device.kind == CPU.kind and plan.precision != "float32":
        notices.append("There is little free memory, so the network works at half precision.")
    return replace(plan, notice=" ".join(filter(None, notices)))


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
