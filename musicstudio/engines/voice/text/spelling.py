# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a written word divides, once it is known how many syllables it has. Pure."""

import itertools
import re

_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+", re.IGNORECASE)
_TOGETHER = frozenset(
    [
        "th",
        "sh",
        "ch",
        "ph",
        "gh",
        "ck",
        "wh",
        "qu",
        "bl",
        "br",
        "cl",
        "cr",
        "dr",
        "fl",
        "fr",
        "gl",
        "gr",
        "pl",
        "pr",
        "sl",
        "sm",
        "sn",
        "sp",
        "st",
        "sw",
        "tr",
        "tw",
    ]
)


def split_spelling(word: str, count: int) -> tuple[str, ...]:
    """The letters of ``word`` in ``count`` pieces, none empty when it has that many letters.

    Vowel groups are the kernels; a silent final e is not one; consonants between go to the later syllable, except that
    two that do not blend part in the middle ("morn", "ing" and "let", "ter").
    """
    if count <= 1 or len(word) < count:
        return (word,) + ("",) * (count - 1)
    kernels = _fit([match.span() for match in _kernels(word)], count)
    if len(kernels) != count:
        size = len(word) / count
        cuts = [round(size * index) for index in range(count + 1)]
    else:
        cuts = [
            0,
            *(_cut(word, left[1], right[0]) for left, right in itertools.pairwise(kernels)),
            len(word),
        ]
    return tuple(word[a:b] for a, b in itertools.pairwise(cuts))


def _kernels(word: str) -> list[re.Match[str]]:
    found = list(_VOWELS.finditer(word))
    silent = re.search(r"[^aeiouyl]es?$|[^aeioutd]ed$|[aeiou]les?$", word, re.IGNORECASE)
    if len(found) > 1 and silent and found[-1].group().lower() == "e":
        found.pop()
    if len(found) > 1 and found[0].start() == 0 and word[:1].lower() == "y" and found[0].end() == 1:
        found.pop(0)
    return found


def _fit(kernels: list[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """Part long vowel groups ("ia", "eo") from the end until there are ``count`` kernels; or merge the closest."""
    kernels = list(kernels)
    while len(kernels) < count:
        wide = [i for i, (start, end) in enumerate(kernels) if end - start > 1]
        if not wide:
            break
        start, end = kernels[wide[-1]]
        kernels[wide[-1] : wide[-1] + 1] = [(start, start + 1), (start + 1, end)]
    while len(kernels) > count:
        gaps = [right[0] - left[1] for left, right in itertools.pairwise(kernels)]
        spot = gaps.index(min(gaps))
        kernels[spot : spot + 2] = [(kernels[spot][0], kernels[spot + 1][1])]
    return kernels


def _cut(word: str, left: int, right: int) -> int:
    """The cut between a vowel group that ends at ``left`` and one that starts at ``right``."""
    between = word[left:right].lower()
    if len(between) <= 1 or between in _TOGETHER:
        return left
    if between[-2:] in _TOGETHER:
        return right - 2
    return right - 1
