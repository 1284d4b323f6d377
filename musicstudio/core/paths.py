# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the studio's own files are: resources that ship with it, and the user's data, cache and settings."""

import os
import sys
from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_data_path, user_log_path

APP_NAME = "MusicStudio"


def resources_dir() -> Path:
    """The folder of styles, weights, icons and theme: beside the package, or where it was installed to."""
    candidates = [
        Path(os.environ.get("MUSICSTUDIO_RESOURCES", "/nonexistent")),
        Path(getattr(sys, "_MEIPASS", "/nonexistent")) / "resources",
        Path(__file__).resolve().parents[2] / "resources",
        Path(sys.prefix) / "share" / "musicstudio" / "resources",
    ]
    return next((path for path in candidates if path.is_dir()), candidates[2])


def _user_dir(variable: str, default: Path) -> Path:
    home = os.environ.get("MUSICSTUDIO_HOME")
    return Path(home) / variable if home else default


def is_home_moved() -> bool:
    """Whether ``MUSICSTUDIO_HOME`` says where everything of the studio's is."""
    return bool(os.environ.get("MUSICSTUDIO_HOME"))


def data_dir() -> Path:
    """Models, SoundFonts and the user's styles. ``MUSICSTUDIO_HOME`` moves it (used by tests)."""
    return _user_dir("data", user_data_path(APP_NAME, appauthor=False))


def cache_dir() -> Path:
    """What can be made again at any time."""
    return _user_dir("cache", user_cache_path(APP_NAME, appauthor=False))


def config_dir() -> Path:
    """Settings."""
    return _user_dir("config", user_config_path(APP_NAME, appauthor=False))


def logs_dir() -> Path:
    """The log, and reports of crashes."""
    return _user_dir("logs", user_log_path(APP_NAME, appauthor=False))


_MODELS = "MUSICSTUDIO_MODELS"
_models_given = os.environ.get(_MODELS, "")


def models_dir() -> Path:
    """Weights of networks and what is noted of them: ``MUSICSTUDIO_MODELS``, where it is set, else in `data_dir`."""
    chosen = os.environ.get(_MODELS)
    return Path(chosen) if chosen else data_dir() / "models"


def prefer_models_dir(folder: str) -> None:
    """Use a folder for weights from now on, here and in processes started from here; empty: the usual one."""
    chosen = str(Path(folder).expanduser()) if folder else _models_given
    if chosen:
        os.environ[_MODELS] = chosen
    else:
        os.environ.pop(_MODELS, None)
