# SPDX-License-Identifier: GPL-3.0-or-later
"""What a request asks of this engine: a description in words, a length, a grid; and what it cannot heed."""

from dataclasses import dataclass

from musicstudio.plugins.api import GenerationOptions, InputError, Request, Task, derive_seed, read_durations

WINDOW_S = 30.0
"""What the model was trained to hear at once."""
CONTEXT_S = 12.0
"""How much of the end a further window hears, as in Meta's own audiocraft."""
MAX_LENGTH_S = 180.0
_USUAL_S = 15.0
_USUAL_BPM = 120.0


@dataclass(frozen=True, slots=True)
class GenerationSpec:
    """description: what the model reads. bpm and meter: the grid that is drawn; the model is only told of it."""

    description: str
    duration_s: float
    seed: int
    bpm: float
    meter: tuple[int, int]
    notices: tuple[str, ...]


def spec_of(request: Request) -> GenerationSpec:
    """Read a request. Raises `InputError` for another task, no words at all, or a length that cannot be made."""
    if request.task is not Task.GENERATE:
        raise InputError("MusicGen makes whole pieces from a description only; the composer can do this.")
    options = request.options
    duration_s = options.duration_s or next(iter(read_durations(request.prompt)), _USUAL_S)
    if not 1.0 <= duration_s <= MAX_LENGTH_S:
        raise InputError(f"MusicGen makes 1 to {MAX_LENGTH_S:.0f} seconds, not {duration_s:g}.")
    return GenerationSpec(
        description=_description(request.prompt, options),
        duration_s=duration_s,
        seed=derive_seed(request.seed, "musicgen", request.variation),
        bpm=options.bpm or _USUAL_BPM,
        meter=options.meter or (4, 4),
        notices=_notices(request, duration_s),
    )


def _description(prompt: str, options: GenerationOptions) -> str:
    words = [prompt.strip(), *options.styles, *options.wanted]
    if options.key:
        words.append(f"in {options.key.name}")
    if options.bpm:
        words.append(f"{options.bpm:g} bpm")
    description = ", ".join(word.replace("_", " ") for word in words if word)
    if not description:
        raise InputError("MusicGen needs a description; say in a few words what it should play.")
    return description


def _notices(request: Request, duration_s: float) -> tuple[str, ...]:
    options = request.options
    told = {
        "MusicGen's weights are CC-BY-NC-4.0: this music is not for commercial use.": True,
        "MusicGen keeps to a tempo only roughly, so bars and beats may not fit the music.": True,
        "MusicGen does not sing; the words were left out.": bool(request.lyrics.strip() or options.has_vocals),
        f"MusicGen cannot be told what to leave out: {', '.join(options.unwanted)}.": bool(options.unwanted),
        "MusicGen's ending does not lead back to its beginning; this is no seamless loop.": options.is_loop,
        f"Beyond {WINDOW_S:.0f} seconds each window hears only the last {CONTEXT_S:.0f}, so the music may wander.": (
            duration_s > WINDOW_S
        ),
    }
    return tuple(sentence for sentence, is_due in told.items() if is_due)
