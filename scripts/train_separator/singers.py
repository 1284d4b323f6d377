# SPDX-License-Identifier: GPL-3.0-or-later
"""More throats for training: the public-domain speaker with vocal tracts that the bundled voices do not have."""

import os

from musicstudio.engines.voice.synthesis.voices import find_voice, user_voices_dir

from .make_data import DATA

_FORMANT_AND_RANGE = {
    "deep": (0.87, 38, 57), "dark": (0.94, 40, 60), "light": (1.08, 45, 64), "bright": (1.13, 48, 65),
    "clear": (1.26, 52, 67), "small": (1.46, 55, 69),
}  # fmt: skip


def more_singers() -> tuple[str, ...]:
    """Describe them as voices that a user added, in a home of the training's own; returns their ids."""
    os.environ["MUSICSTUDIO_HOME"] = str((DATA.parent / "home").resolve())
    user_voices_dir().mkdir(parents=True, exist_ok=True)
    for name, (formant, low, high) in _FORMANT_AND_RANGE.items():
        _describe(name, formant, low, high)
    return tuple(_FORMANT_AND_RANGE)


def _describe(name: str, formant: float, low: int, high: int) -> None:
    model = find_voice("joe").model
    for suffix in ("", ".json"):
        link = user_voices_dir() / f"{name}.onnx{suffix}"
        if not link.exists():
            link.symlink_to(model + suffix)
    text = f"low = {low}\nhigh = {high}\nspeech_hz = [60.0, 180.0]\n\n[[layers]]\nformant = {formant}\n"
    (user_voices_dir() / f"{name}.toml").write_text(text, encoding="utf-8")
