# SPDX-License-Identifier: GPL-3.0-or-later
"""Fades of the whole piece put into the sheet, and what they mean in an edit."""

from msgspec.structs import replace

from musicstudio.project.model.sheet import Event

from .draft import Draft
from .marks import Mark


def read_fades(draft: Draft, marks: list[Mark]) -> None:
    """Each fade as an event; one that is refused, and one in a loop, as words that were answered."""
    for mark in (m for m in marks if m.kind == "fade"):
        refusal = next((m for m in marks if m.kind == "negation" and 0 <= mark.start - m.end <= 3), None)
        name = mark.value.kind.replace("_", "-")
        if refusal:
            draft.claim([refusal, mark], f"no {name}")
        elif any(m.kind == "loop" for m in marks):
            draft.refuse_words(mark, "a loop runs on, so nothing fades in it", "the same piece without “loop”")
        else:
            draft.events.append(Event(mark.value.kind, mark.value.at, words=mark.text.strip()))
            draft.claim(mark, f"a {name} by the master's fader")
            if mark.value.end_s is not None:
                draft.values.setdefault("length_s", mark.value.end_s)


def as_course(mark: Mark) -> Mark:
    """A fade in an edit of a section is about its notes: the song's fader is not the section's."""
    return replace(mark, kind="falling" if mark.value.kind == "fade_out" else "rising") if mark.kind == "fade" else mark
