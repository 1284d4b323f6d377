# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is wanted, who is refused, and who sings: wishes and prompt reconciled, every conflict told."""

from musicstudio.engines.contract import GenerationOptions, Request

from .instrumentation import EVERYTHING_ELSE, Instrumentation
from .lexicon import ids_of, normalize, role_of

_DRUMS = ("drums", "percussion")
_SYNTHS = ("synth", "lead", "arp", "pad")


def decide_players(
    options: GenerationOptions, said: Instrumentation, notices: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(wanted, unwanted) as catalogue ids and roles. Options win over the prompt; within one, a refusal wins. Appends
    to notices."""
    chosen = tuple(normalize(word) for word in options.wanted)
    refused = tuple(normalize(word) for word in options.unwanted)
    notices += [f"The {name} is both wanted and refused; it was left out." for name in chosen if name in refused]
    from_prompt = [name for name in said.wanted if name not in refused]
    notices += [
        f"The prompt asks for {name}, but it was switched off by hand; it was left out."
        for name in said.wanted
        if name in refused
    ]
    against = [name for name in said.unwanted if name not in chosen]
    for name in [name for name in from_prompt if name in against]:
        notices.append(f"The prompt both asks for and refuses {name}; it was left out.")
        from_prompt.remove(name)
    wanted = tuple(dict.fromkeys(name for name in (*chosen, *from_prompt) if name not in refused))
    unwanted = tuple(dict.fromkeys((*refused, *against)))
    return _targets(wanted), _refusals(unwanted, wanted)


def decide_voice(request: Request, said: Instrumentation, notices: list[str]) -> tuple[bool, str]:
    """(whether anybody sings, which voice). Lyrics mean singing unless the switch says no."""
    voice = request.options.voice or said.voice
    has_lyrics = bool(request.lyrics.strip())
    if request.options.has_vocals is not None:
        if not request.options.has_vocals and has_lyrics:
            notices.append("Vocals are switched off, so the lyrics were kept but not sung.")
        return request.options.has_vocals, voice
    if has_lyrics:
        if said.sings is False:
            notices.append("The prompt asks for no vocals, but lyrics were given; they are sung.")
        return True, voice
    if said.sings:
        notices.append("No lyrics were given, so the voice sings without words.")
    return bool(said.sings), voice


def _targets(names: tuple[str, ...]) -> tuple[str, ...]:
    """The first catalogue id of each name, or its role, or the word itself."""
    return tuple(dict.fromkeys((ids_of(name) or (role_of(name) or name,))[0] for name in names))


def _refusals(names: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """All ids of each refused name, or its roles; a drum refused takes percussion with it unless that is wanted."""
    refused: list[str] = []
    for name in names:
        if name == EVERYTHING_ELSE:
            refused.append(name)
        elif name in _DRUMS:
            refused += [role for role in _DRUMS if role not in wanted]
        elif name == "synth":
            refused += [role for role in _SYNTHS if role not in wanted]
        else:
            refused += ids_of(name) or (role_of(name) or name,)
            refused += ("electric_piano",) if name == "piano" and "electric piano" not in wanted else ()
    return tuple(dict.fromkeys(refused))
