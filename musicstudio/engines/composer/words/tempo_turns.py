# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns of tempo: faster from a moment on, another tempo in a section, faster and faster, slower at the end."""

import re

from musicstudio.project.model.sheet import Event, Place

from .clauses import Clause
from .draft import Draft
from .places import Stretch
from .unread import free_marks

_END = Place(share=1.0)
_STEP_UP = 1.1
_ALL_ALONG = re.compile(
    r"keeps?|(?:faster|quicker) and|until|till|to(?:wards)? the end|all the (?:way|time)|throughout", re.IGNORECASE
)


def read_tempo_change(draft: Draft, clause: Clause) -> None:
    """Another tempo from a moment on, in a section, step by step, or slower at the end."""
    _read_tempo_there(draft, clause)
    change = next(iter(free_marks(draft, clause.all("tempo_change"))), None)
    if change is None:
        return
    bpm, factor = change.value
    places = free_marks(draft, clause.all("place"))
    stretch = places[0].value[1][0] if places else Stretch(None)
    at = stretch.start or stretch.end
    others = [m for m in draft.marks if m.kind == "bpm" and m.start < change.start]
    known = draft.values.get("bpm") or (float(others[0].value) if others else None)
    if places and bpm and places[0].value[0] == "section" and stretch.word == "in" and stretch.end and known:
        for place, value in ((stretch.start, bpm), (stretch.end, known)):
            draft.events.append(Event("tempo", place or _END, bpm=value, words=change.text))
        draft.claim([change, *places], "the tempo changes there, and back")
        return
    if (
        factor == 1.25
        and bpm is None
        and (at is None or at == _END)
        and _ALL_ALONG.search(change.text + " " + draft.text[change.end : clause.end])
    ):
        for share in (0.25, 0.5, 0.75):
            draft.events.append(Event("tempo", Place(share=share), beats=_STEP_UP, words=change.text))
        draft.claim([change, *places], "it gets faster, step by step")
        return
    is_slow_end = factor == 0.75 and (at is None or at == _END)
    draft.events.append(
        Event(
            "slow" if is_slow_end else "tempo",
            at or (_END if is_slow_end else Place(share=0.5)),
            bpm=bpm,
            beats=factor,
            words=change.text,
        )
    )
    draft.claim([change, *places], "the tempo changes there")


def _read_tempo_there(draft: Draft, clause: Clause) -> None:
    """ "Bridge at 80 bpm" where another tempo is said of the whole: there, and back after it."""
    bpms, sections = free_marks(draft, clause.all("bpm")), free_marks(draft, clause.sections)
    stretches = [m.value[1][0] for m in sections if m.value[1][0].word == "in" and m.value[1][0].end]
    others = [m for m in draft.marks if m.kind == "bpm" and m not in clause.marks]
    if len(bpms) != 1 or len(sections) != 1 or len(stretches) != 1 or not (others or "bpm" in draft.values):
        return
    home = draft.values.get("bpm") or float(others[0].value)
    for place, value in ((stretches[0].start, float(bpms[0].value)), (stretches[0].end, home)):
        draft.events.append(Event("tempo", place or _END, bpm=value, words=bpms[0].text))
    draft.claim(
        [*bpms, *sections, *free_marks(draft, clause.all("pace", "tempo_change"))], "the tempo changes there, and back"
    )
