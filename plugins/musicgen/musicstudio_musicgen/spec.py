# SPDX-License-Identifier: GPL-3.0-or-later
"""What a request asks of this engine, and what of it cannot be heeded."""

from musicstudio.plugins.api import InputError, Request, Task, Wish, read_wish

WINDOW_S = 30.0
"""What the model was trained to hear at once."""
CONTEXT_S = 12.0
"""How much of the end a further window hears, as in Meta's own audiocraft."""
MAX_LENGTH_S = 180.0
_USUAL_S = 15.0
_KNOWN = (Task.GENERATE, Task.HARMONIZE, Task.REGENERATE, Task.EXTEND, Task.LAYER)


def wish_of(request: Request) -> Wish:
    """Read a request. Raises `InputError` for another task, nothing to go by, or a length that cannot be made."""
    if request.task not in _KNOWN:
        raise InputError("MusicGen makes sound from words, sound and tunes only; the composer can do this.")
    wish = read_wish(request, "MusicGen", MAX_LENGTH_S, _USUAL_S, needs_words=not request.melody)
    if request.task in (Task.GENERATE, Task.HARMONIZE) and wish.duration_s < 1.0:
        raise InputError(f"MusicGen makes 1 to {MAX_LENGTH_S:.0f} seconds, not {wish.duration_s:g}.")
    return wish


def follows_tune(request: Request) -> bool:
    """Whether there is a tune that a melody model could follow."""
    return bool(request.melody) or request.reference is not None or request.task is Task.LAYER


def notices_of(request: Request, wish: Wish, is_melody_model: bool) -> tuple[str, ...]:
    """What is to be told of a result."""
    options = request.options
    is_layer = request.task is Task.LAYER
    has_tune = bool(request.melody) or request.reference is not None
    told = {
        "MusicGen's weights are CC-BY-NC-4.0: this music is not for commercial use.": True,
        "MusicGen keeps to a tempo only roughly, so bars and beats may not fit the music.": wish.hole_s is None,
        "MusicGen does not sing; the words were left out.": bool(request.lyrics.strip() or options.has_vocals),
        f"MusicGen cannot be told what to leave out: {wish.refused}.": bool(wish.refused),
        "MusicGen's ending does not lead back to its beginning; this is no seamless loop.": options.is_loop,
        f"Beyond {WINDOW_S:.0f} seconds each window hears only the last {CONTEXT_S:.0f}, so the music may wander.": (
            wish.duration_s > WINDOW_S
        ),
        "This model of MusicGen follows no tune; a melody model does.": has_tune and not is_melody_model,
        "This model of MusicGen does not hear the song that it joins; a melody model follows its tune.": (
            is_layer and not is_melody_model
        ),
        "It follows the tune that is heard in the song, not its beat.": is_layer and is_melody_model,
        "It hears what comes before the place, not what comes after.": request.task is Task.REGENERATE,
    }
    return tuple(sentence for sentence, is_due in told.items() if is_due)
