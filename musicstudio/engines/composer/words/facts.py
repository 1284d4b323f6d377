# SPDX-License-Identifier: GPL-3.0-or-later
"""Single facts of a prompt: tempo, key, metre, length, purpose, textures, styles, moods, voice."""

import re
from collections.abc import Callable
from typing import Any

from .clauses import Clause
from .draft import Draft
from .marks import Mark

_LESS = re.compile(
    r"(?:under|less than|shorter than|at most|no (?:longer|more) than|max(?:imum)?|below|up to|not "
    r"over)\s*(?:a |about )?$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:at least|more than|over|longer than|min(?:imum)?|no (?:less|shorter) than|not under|above)\s*(?:a |"
    r"about )?$",
    re.IGNORECASE,
)
_SPREAD = re.compile(
    r"(?:crescendo|diminuendo|build\w*|grow\w*|ris\w+|fad\w+|swell\w*|evolv\w*|loud\w*|quiet\w*|slow\w*|spread|"
    r"all|last\w*)"
    r"[\w ]{0,12}\bover\s*(?:a |about )?$",
    re.IGNORECASE,
)
"""What happens "over a minute" lasts a minute."""
_OTHER_TEMPO = 0.25
"""How far a tempo in figures may lie from the word beside it before that is told."""
_BETWEEN = re.compile(r"(?:between |from )?(\d+(?:\.\d+)?)\s*(?:and|to|-)\s*$", re.IGNORECASE)


def read_facts_of(draft: Draft, clause: Clause) -> None:
    """Every single fact of a clause that nothing else took."""
    for mark in clause.marks:
        is_adjective = mark.kind in ("level", "mood", "pace") and _is_covered(draft, mark)
        if not draft.is_used(mark) and not is_adjective and mark.kind in _READERS:
            _READERS[mark.kind](draft, mark)


def _is_covered(draft: Draft, mark: Mark) -> bool:
    """Whether a word was taken as an adjective of a player: "soft pads" say nothing of the whole."""
    return any(claim.start <= mark.start and mark.end <= claim.end for claim in draft.claims)


def _length(draft: Draft, mark: Mark) -> None:
    """A length; "under", "at least" and "between" move it inside what was said."""
    before = "" if re.search(r"\d\S*$", mark.text) is None else draft.text[: mark.start]
    before = before if mark.text[:1].isdigit() else ""
    value = float(mark.value)
    for finder, factor in ((_LESS, 0.9), (_MORE, 1.08)):
        match = finder.search(before)
        if match and not _SPREAD.search(before):
            draft.set(
                "length_s",
                round(value * factor, 3),
                Mark(match.start(), mark.end, "length", None, draft.text[match.start() : mark.end]),
                "the length",
            )
            return
    match = _BETWEEN.search(before)
    if match and float(match[1]) < value:
        low = float(match[1])
        scale = 60.0 if value >= 60 and low < 20 else 1.0
        draft.set(
            "length_s",
            round((low * scale + value) / 2, 3),
            Mark(match.start(), mark.end, "length", None, draft.text[match.start() : mark.end]),
            "the length",
        )
        return
    draft.set("length_s", value, mark, "the length")


def _style(draft: Draft, mark: Mark) -> None:
    draft.styles += [mark.value]
    draft.claim(mark, f"style {mark.value[0].replace('_', ' ')}")


def _voice(draft: Draft, mark: Mark) -> None:
    if mark.value == "none":
        draft.set("sings", False, mark, "nobody sings")
        return
    draft.set("sings", True, mark, "somebody sings" if mark.value == "any" else f"a {mark.value} voice")
    if mark.value != "any" and draft.values.get("sings"):
        draft.set("voice", mark.value, mark, f"a {mark.value} voice")


def _four_on_floor(draft: Draft, mark: Mark) -> None:
    draft.want("drums", manner=("four-on-the-floor",))
    draft.claim(mark, "the kick on every beat")


def _lyrics(draft: Draft, mark: Mark) -> None:
    draft.values.setdefault("sings", True)
    draft.set("lyrics", re.sub(r",\s+|\s*/\s*", "\n", mark.value), mark, "the words that are sung")


def _texture(draft: Draft, mark: Mark) -> None:
    draft.textures.append(mark.value)
    draft.claim(mark, f"{mark.value} noise under the music")


_NEXT_TO_NOTHING = re.compile(r"nothing|anything|barely there", re.IGNORECASE)


def _level(draft: Draft, mark: Mark) -> None:
    draft.values.setdefault("levels", []).append(float(mark.value))
    if _NEXT_TO_NOTHING.search(mark.text):
        draft.values.setdefault("max_players", 4)
    draft.claim(mark, "how strong it is")


def _beyond(draft: Draft, mark: Mark) -> None:
    """What cannot be had; the nearest instrument or style stands in for it."""
    what = mark.value
    if what.kind == "instrument":
        draft.want(what.instead[0])
    elif what.kind == "style":
        draft.styles.append(what.instead)
        if re.search(r"disco|boogie$", mark.text, re.IGNORECASE):
            draft.want("drums", manner=("four-on-the-floor",))
    draft.refuse_words(mark, what.why, what.nearest)


def _feel(draft: Draft, mark: Mark) -> None:
    draft.set("feel", -1 if mark.kind == "half_time" else 1, mark, "the drums' pace")


def _pace(draft: Draft, mark: Mark) -> None:
    if mark.value <= 2:
        draft.set("pace", float(mark.value), mark, "how fast it is", _is_same_pace)
    elif "bpm" in draft.values:
        draft.claim(mark, "the tempo")  # "adagio, 66 bpm": the figure says it exactly
        if abs(float(mark.value) / draft.values["bpm"] - 1) > _OTHER_TEMPO:
            draft.tell_both(mark, draft.values["bpm"], mark.text)
    else:
        draft.set("bpm", float(mark.value), mark, "the tempo")


def _is_same_pace(one: float, other: float) -> bool:
    return (one < 0.5) == (other < 0.5)


def _acoustic(draft: Draft, mark: Mark) -> None:
    draft.refused.append("electronics")
    draft.claim(mark, "no electronics")


_READERS: dict[str, Callable[[Draft, Mark], Any]] = {
    "bpm": lambda d, m: d.set("bpm", float(m.value), m, "the tempo"),
    "key": lambda d, m: d.set("key", m.value, m, "the key"),
    "mode": lambda d, m: d.set("mode", m.value, m, "the mode"),
    "meter": lambda d, m: d.set("meter", m.value, m, "the metre"),
    "bars": lambda d, m: d.set("bars", int(m.value), m, "how many bars"),
    "length": _length,
    "purpose": lambda d, m: d.set("purpose", m.value, m, "what it is for"),
    "texture": _texture,
    "style": _style,
    "voice": _voice,
    "level": _level,
    "beyond": _beyond,
    "mood": lambda d, m: d.claim(m, "the mood"),
    "pace": _pace,
    "half_time": _feel,
    "double_time": _feel,
    "loop": lambda d, m: d.set("is_loop", True, m, "its end runs into its beginning"),
    "stinger": lambda d, m: d.set("is_stinger", True, m, "a short piece"),
    "acoustic": _acoustic,
    "layers": lambda d, m: d.set("has_layers", True, m, "three intensities of one piece"),
    "four": _four_on_floor,
    "harmony": lambda d, m: d.set("harmony", m.value, m, "the chords"),
    "lyrics": _lyrics,
    "most": lambda d, m: d.set("max_players", int(m.value), m, "how many play"),
    "swing": lambda d, m: d.set("swing", m.value, m, "how its eighths lie"),
    "home": lambda d, m: d.claim(m, "it ends at home, as every piece here does"),
    "title": lambda d, m: d.claim(m, "the title"),
    "backing": lambda d, m: d.claim(m, "it accompanies"),
}
