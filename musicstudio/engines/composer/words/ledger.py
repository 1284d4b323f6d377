# SPDX-License-Identifier: GPL-3.0-or-later
"""Every word of a prompt accounted for: claims become spans, and what nobody claimed is asked for its meaning."""

import re
from collections.abc import Callable

from musicstudio.project.model.sheet import Outcome, Span

from .draft import Claim, Draft
from .text import Text
from .vocabulary import FILLER

_WORD = re.compile(r"\d+(?:[:./]\d+)+|[^\W_]+(?:['’][^\W_]+)*|[^\s\w]+|_+")
Answer = tuple[Outcome, str, str, str]
"""(outcome, caused, why, nearest): as in `Span`."""
Meaning = Callable[[str], Answer]
"""From words that nobody claimed to what comes of them."""


def account(text: Text, draft: Draft, meaning: Meaning) -> tuple[Span, ...]:
    """Spans in the order of the prompt that cover every word of it; neighbours with one outcome are one span."""
    owners = _owners(text.plain, draft.claims)
    spans: list[tuple[int, int, Claim]] = []
    for start, end, claim in _runs(text.plain, owners, meaning):
        if spans and _same(spans[-1][2], claim):
            spans[-1] = (spans[-1][0], end, spans[-1][2])
        else:
            spans.append((start, end, claim))
    return tuple(_span(text, start, end, claim) for start, end, claim in spans)


def _owners(plain: str, claims: list[Claim]) -> list[Claim | None]:
    """Whose each character is; a claim that answers wins over one that obeys, a shorter over a longer one."""
    owners: list[Claim | None] = [None] * len(plain)
    ranked = sorted(claims, key=lambda c: (c.outcome != "used", -(c.end - c.start)))
    for claim in ranked:
        for place in range(max(0, claim.start), min(len(plain), claim.end)):
            owners[place] = claim
    return owners


def _runs(plain: str, owners: list[Claim | None], meaning: Meaning) -> list[tuple[int, int, Claim]]:
    """Words with their claims; filler and signs join the claim before them, the rest is asked for together."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(plain)]
    claims = [next((owners[p] for p in range(*word) if owners[p]), None) for word in words]
    glue = Claim(0, 0, "used", "joins the words around it")
    result: list[tuple[int, int, Claim]] = []
    index = 0
    while index < len(words):
        start, end = words[index]
        claim = claims[index]
        if claim is None and (is_filler(plain[start:end]) or _is_said_beside(plain, start, end, result)):
            claim = glue
        elif claim is None:
            last = index
            while (
                last + 1 < len(words)
                and claims[last + 1] is None
                and not re.fullmatch(r"[,.;:!?()]+", plain[words[last + 1][0] : words[last + 1][1]])
            ):
                last += 1
            while is_filler(plain[words[last][0] : words[last][1]]):
                last -= 1
            end = words[last][1]
            claim = Claim(start, end, *meaning(plain[start:end]))
            index = last
        result.append((start, end, claim))
        index += 1
    return result


_WHOLE = re.compile(
    r"(?:full|long) (?:strings?|brass|choir|orchestra|songs?|tracks?|version|length|piece|kit|production|"
    r"arrangement|mix|"
    r"sound|\d|minutes?|seconds?)",
    re.IGNORECASE,
)


def _is_said_beside(plain: str, start: int, end: int, before: list[tuple[int, int, Claim]]) -> bool:
    """ "45 seconds long", "full strings": words that add nothing to what stands beside them."""
    word = plain[start:end].lower()
    is_length = word == "long" and bool(before) and before[-1][2].caused in ("the length", "how many bars")
    if word == "all" and re.search(r"\bat $", plain[:start], re.IGNORECASE):
        return bool(before) and before[-1][2].outcome == "used"  # "no drums at all"
    return is_length or (word in ("full", "long") and _WHOLE.match(plain, start) is not None)


def is_filler(word: str) -> bool:
    """Whether a word only joins others, or is a sign."""
    return word.lower() in FILLER or not re.search(r"\w", word)


def _same(before: Claim, after: Claim) -> bool:
    return before is after or (before.outcome == after.outcome == "used" and before.caused == after.caused)


def _span(text: Text, start: int, end: int, claim: Claim) -> Span:
    first, last = text.source_span(start, end)
    return Span(first, last, text.source[first:last], claim.outcome, claim.caused, claim.why, claim.nearest)
