# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing beside another: "chorus twice as loud as the verse", "drums louder than the bass"."""

import re
from itertools import pairwise

from .clauses import Clause
from .draft import Draft
from .marks import Mark
from .unread import free_marks, place_at

_MORE = (
    r"loud(?:er)?|big(?:ger)?|strong(?:er)?|intense|more intense|energetic|powerful|full(?:er)?|heavy|heavier|"
    r"wild(?:er)?"
)
_LESS = r"quiet(?:er)?|soft(?:er)?|calm(?:er)?|gentle(?:r)?|small(?:er)?|thin(?:ner)?|sparse(?:r)?|mellow(?:er)?"
_HOW = (
    r"(?:(?:is|are|should|must|to|be|being|plays?|much|far|way|a lot|a bit|even|slightly|at least|twice|\d+ times|"
    r"half|the)\s+)*"
)
_BESIDE = re.compile(
    rf"\s*{_HOW}(?:as (?:(?P<more>{_MORE})|(?P<less>{_LESS})) as|(?:(?P<more2>{_MORE})|(?P<less2>{_LESS})) than)"
    rf"(?: (?:in|on))?(?: the| a| an)?\s*",
    re.IGNORECASE,
)
_HIGH, _LOW = 0.92, 0.3


def read_comparison(draft: Draft, clause: Clause) -> None:
    """Two sections, or two players, of which one is to be stronger."""
    subjects = [
        m for m in free_marks(draft, clause.all("place", "inst")) if m.kind == "inst" or m.value[0] == "section"
    ]
    for first, second in pairwise(subjects):
        said = _BESIDE.fullmatch(draft.text[first.end : _start_of(second)])
        if not said or first.kind != second.kind:
            continue
        is_more = bool(said["more"] or said["more2"])
        is_more = not is_more if re.match(r"\s*(?:\w+ )*half ", said.group(), re.IGNORECASE) else is_more
        strong, weak = (first, second) if is_more else (second, first)
        if first.kind == "inst":
            draft.want(strong.value, manner=("loud",))
            draft.want(weak.value, manner=("soft",))
        else:
            _set_level(draft, strong, _HIGH)
            _set_level(draft, weak, _LOW)
        words = Mark(first.start, second.end, "comparison", None, draft.text[first.start : second.end])
        inside = [m for m in clause.marks if first.start <= m.start and m.end <= second.end]
        draft.claim([words, *inside], f"{strong.text.strip()} stronger than {weak.text.strip()}")
        return


def _start_of(mark: Mark) -> int:
    """Where the name begins, behind "in the"."""
    lead = re.match(r"(?:(?:in|on|the|a|an|every|each)\s+)*", mark.text, re.IGNORECASE)
    return mark.start + (lead.end() if lead else 0)


def _set_level(draft: Draft, mark: Mark, level: float) -> None:
    place = place_at(mark)
    draft.section(place.section, max(0, place.number), energy=level)
