# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a finished mix is as loud as was asked, and if not, why: as a sentence for the user."""

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.loudness import QUIETEST_LUFS

from .loudness_search import MAX_GAIN_DB

CLOSE_ENOUGH_LU = 0.2
MIN_MEASURED_S = 0.4
_SILENT_DBTP = -119.0


def loudness_shortfall(
    name: str,
    frames: int,
    loudness_lufs: float,
    peak_dbtp: float,
    target_lufs: float,
    gain_db: float = 0.0,
    moved_by: str = "",
) -> str:
    """Why a mastered mix of so many frames (48 kHz) is not at its target; empty where it is.

    gain_db: of the mastering. moved_by: what changed the level after that, in words.
    """
    if silence := silence_shortfall(name, peak_dbtp):
        return silence
    if unmeasured := why_unmeasured(name, frames / SAMPLE_RATE, loudness_lufs, peak_dbtp):
        return f"{unmeasured} It was left as it was."
    if abs(loudness_lufs - target_lufs) <= CLOSE_ENOUGH_LU:
        return ""
    asked = f"not at the {_lufs(target_lufs)} that were asked"
    is_soft = loudness_lufs < target_lufs
    why = "nothing louder fits under its true-peak ceiling" if is_soft else "it could not be made softer"
    if is_soft and gain_db >= MAX_GAIN_DB - 0.05:
        why = f"more than {MAX_GAIN_DB:.0f} dB of gain would be needed"
    if moved_by:
        why = moved_by
    return f"“{name}” is at {_lufs(loudness_lufs)}, {asked}: {why}."


def why_unmeasured(name: str, seconds: float, loudness_lufs: float, peak_dbtp: float) -> str:
    """Why there is no loudness of a sound, as a sentence; empty where there is one."""
    if loudness_lufs > QUIETEST_LUFS:
        return ""
    why = f"it is {seconds:.2f} s long, and loudness is measured from {MIN_MEASURED_S:g} s on"
    if seconds >= MIN_MEASURED_S:
        why = "it is too quiet (under −70 LUFS)"
    return silence_shortfall(name, peak_dbtp) or f"The loudness of “{name}” cannot be measured: {why}."


def silence_shortfall(name: str, peak_dbtp: float) -> str:
    """That a mix is silent; empty where it sounds."""
    return f"“{name}” is silent: nothing in it sounds." if peak_dbtp <= _SILENT_DBTP else ""


def _lufs(value: float) -> str:
    return f"{value:.1f} LUFS".replace("-", "−")
