# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine can do and on which terms, in words: for its tooltip and for the command line."""

from musicstudio.engines.contract import Capabilities

from .right_engine import WORDS

INPUT_WORDS = {
    "prompt": "a description", "lyrics": "lyrics", "sliders": "the sliders", "melody": "a melody",
    "reference": "a reference recording", "energy_curve": "an energy curve", "style_map": "the style map",
    "negative": "words for what must not be there",
}  # fmt: skip


def facts(engine: Capabilities) -> tuple[str, ...]:
    """Sentences: what it does, what it takes, what comes out, how long, under which licences, and whether it is
    ready."""
    return tuple(
        text for text in (_can(engine), _takes(engine), _gives(engine), _terms(engine), _state(engine)) if text
    )


def why_no_input(engine: Capabilities, name: str) -> str:
    """Empty when an engine takes an input; else the reason."""
    return "" if name in engine.inputs else f"{engine.title} takes no notice of {INPUT_WORDS.get(name, name)}."


def _can(engine: Capabilities) -> str:
    return f"It can {_join_words([WORDS[task] for task in WORDS if task in engine.tasks])}."


def _takes(engine: Capabilities) -> str:
    return f"It goes by {_join_words([INPUT_WORDS[name] for name in INPUT_WORDS if name in engine.inputs])}."


def _gives(engine: Capabilities) -> str:
    kinds = [
        text
        for text, has in (
            ("a track for each part", engine.makes_stems),
            ("notes to edit", engine.makes_notes),
            ("singing", engine.makes_vocals),
        )
        if has
    ]
    what = _join_words(kinds) if kinds else "one track of audio"
    return f"It gives {what}, up to {_minutes(engine.longest_s)}."


def _terms(engine: Capabilities) -> str:
    use = "" if engine.is_commercial_use_allowed else ", not for commercial use"
    weights = f" Weights: {engine.weights_license.rstrip('.')}{use}." if engine.weights_license or use else ""
    return f"Code: {engine.code_license}.{weights}"


def _state(engine: Capabilities) -> str:
    size = f" ({engine.weights_bytes / 1e9:.1f} GB)" if engine.weights_bytes else ""
    missing = "" if engine.are_weights_present else f"The weights{size} are not on this machine."
    return engine.why_unavailable or missing


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:g} minutes" if seconds >= 120 else f"{seconds:g} seconds"


def _join_words(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "nothing"
