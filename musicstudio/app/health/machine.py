# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine itself: versions, memory, disk, real-time rights, graphics card."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

from musicstudio.core.build import version_line
from musicstudio.core.paths import cache_dir, config_dir, data_dir

from .finding import Finding

LIBRARIES = (
    "PySide6", "torch", "numpy", "scipy", "pedalboard", "soundfile", "sounddevice", "av", "verovio", "onnxruntime",
)  # fmt: skip
LEAST_FREE_GB, LITTLE_FREE_GB = 0.5, 5.0
LITTLE_MEMORY_GB = 1.5
_WANTED_PRIORITY = 5
_LIMITS = "/etc/security/limits.d/audio.conf"
_RIGHTS = (
    'sudo usermod -aG audio "$USER" && '
    f"printf '@audio - rtprio 95\\n@audio - memlock unlimited\\n' | sudo tee {_LIMITS}"
)


def check_versions() -> Iterator[Finding]:
    """The studio, Python and the system, then the libraries."""
    yield Finding(
        "MusicStudio",
        "good",
        f"This is MusicStudio {version_line()} on Python {platform.python_version()}, "
        f"{platform.system()} {platform.release()} on {platform.machine()}, {os.cpu_count() or 1} cores.",
    )
    found = {name: _version(name) for name in LIBRARIES}
    yield Finding("Libraries", "good", f"{', '.join(f'{name} {each}' for name, each in found.items())}.")


def check_memory() -> Iterator[Finding]:
    """What is free now: a song of three minutes and a separation take some 1.5 GB."""
    memory = psutil.virtual_memory()
    free_gb, all_gb = memory.available / 1e9, memory.total / 1e9
    text = f"{free_gb:.1f} of {all_gb:.1f} GB of memory are free"
    if free_gb >= LITTLE_MEMORY_GB:
        yield Finding("Memory", "good", f"{text}.")
    else:
        yield Finding("Memory", "hint", f"{text}; separating wants {LITTLE_MEMORY_GB} GB, so close other programs.")


def check_folders() -> Iterator[Finding]:
    """The studio's own folders take files, and their disks have room."""
    for topic, folder in (("Data", data_dir()), ("Cache", cache_dir()), ("Settings", config_dir())):
        yield _check_folder(topic, folder)


def check_rights() -> Iterator[Finding]:
    """Whether sound goes before all other work."""
    if sys.platform != "linux":
        yield Finding("Real time", "good", "This system gives sound its priority by itself.")
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_RTPRIO)
    may_always = hard == resource.RLIM_INFINITY or hard >= _WANTED_PRIORITY
    if may_always or os.geteuid() == 0:
        yield Finding("Real time", "good", "Playing and recording run with real-time priority.")
        return
    yield Finding(
        "Real time",
        "hint",
        "Playing has no real-time priority, so sound may break up under load; the command beside gives it to the "
        "group audio and you to that group, after you log in again.",
        remedy=_RIGHTS,
    )


def check_graphics_card() -> Iterator[Finding]:
    """Where networks run. Imports torch."""
    from musicstudio.jobs.compute import compute_device

    try:
        device = compute_device()
    except (ImportError, OSError) as error:
        reason = type(error).__name__
        yield Finding("Networks", "bad", f"torch cannot be loaded ({reason}), so separating does not work.")
        return
    if device.kind == "cpu":
        yield Finding("Networks", "good", f"Networks run on the processor. {device.notice}".strip())
    else:
        yield Finding("Networks", "good", f"Networks run on {device.title}.")


def _check_folder(topic: str, folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free_gb = shutil.disk_usage(folder).free / 1e9
    except OSError as error:
        reason = error.strerror or "the system refused"
        shared = f"The folder for it cannot be used: {reason}."
        return Finding(topic, "bad", f"The folder “{folder}” cannot be used: {reason}.", shared)
    if not os.access(folder, os.W_OK):
        return Finding(topic, "bad", f"The folder “{folder}” takes no files.", "The folder for it takes no files.")
    text = f"{free_gb:.1f} GB are free for {topic.lower()}"
    if free_gb < LEAST_FREE_GB:
        return Finding(topic, "bad", f"{text} in “{folder}”; nothing can be made here until there is room.", f"{text}.")
    if free_gb < LITTLE_FREE_GB:
        return Finding(topic, "hint", f"{text} in “{folder}”; an hour of sound takes 1.4 GB a track.", f"{text}.")
    return Finding(topic, "good", f"{text} in “{folder}”.", f"{text}.")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
