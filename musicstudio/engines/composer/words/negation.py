# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that refuse what follows or precedes them. How far a refusal reaches is decided where clauses are read."""

import re

_VERBS = (
    r"avoid|skip|exclude|omit|mute|remove|cut|ditch|drop|lose|kill|strip|delete|silence|scrap|forget|"
    r"dispense with|do without|ban|forbid|banish|nix|axe|scratch|leave off|keep out|stay away from|steer clear of"
)
APART = r"except(?:ing)?(?: for)?|but not|apart from|aside from|other than|besides|save for|with the exception of"
"""What sets somebody or some place apart from all that was named before."""
_NEGATION = re.compile(
    rf"(?<![\w'])(?:there (?:should|must|ought to) be no|"
    rf"no more|no need for|no|not any|without(?: the sound "
    rf"of)?|minus|w/o|"
    rf"(?<![\d.:/])0(?= [a-z])|lacking|devoid of|sans|(?:please )?(?:{_VERBS})(?:s|ing)?(?: out)?(?= (?:the|"
    rf"any|all)\b)|"
    r"ban(?: on)?|banish|forbid|nix|axe|steer clear of|stay(?:ing)? away from|refrain from|zero(?= [a-z])|"
    r"never (?:gets? to|reach(?:es)?|arrives? at|comes? to|goes? to|has|have|plays?)(?= (?:a|an|the|any)\b)|"
    r"avoid(?:ing|s)?|exclud(?:e|es|ing)|omit(?:ting|s)?|remove|mute|take (?:out|away)|leave out|get rid of|"
    r"(?:keep|leave|take)(?= (?:the |all )?(?:\w+ ){1,3}(?:out|off|away|at home)\b)|"
    r"(?:please )?(?:i )?(?:don'?t|do not|doesn'?t|does not|never|shouldn'?t|should not) (?:want|use|include|"
    r"add|have|need|like|"
    r"play|sound like|put in)|never use|instead of|rather than|in place of|free (?:of|from)|"
    r"nothing (?:with|like)|(?:anything|everything|all|everybody|everyone) (?:but|except)|(?:hold|save|"
    r"reserve)(?= the)|"
    rf"{APART}|(?:nobody|no ?one|none) (?:takes?|plays?|gets?|has|does)(?= (?:a|an|the|any)\b)|"
    r"not too|not|isn'?t)(?![\w'])",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?<![\w'])(?P<what>[a-z]+)(?:[\s-]free|-?less)(?![\w'])", re.IGNORECASE)
_AFTER = re.compile(
    r"(?<![\w'])(?:is |are |must be |should be |have been |has been )?(?:strictly |completely |totally |"
    r"absolutely )?(?:removed|taken out|left out|cut out|muted|excluded|omitted|switched off|turned "
    r"off|silenced|forbidden|banned|prohibited|off[- ]limits|off the table|not (?:allowed|wanted|welcome|needed|"
    r"permitted)|unwelcome|unwanted|taboo|a no-go|(?:left |stay(?:s|ing)? )?at home)(?=\s*(?:[,.;!?)]|$|"
    r"and\b|but\b|at\b|in\b))",
    re.IGNORECASE,
)

_OUT = re.compile(
    r"(?<![\w'])(?<!drop )(?<!drops )(?<!stay )(?<!stays )(?<!come )(?<!leave )(?<!cut )(?<!cuts )(?<!fade )(?<!fades )"
    r"(?<!keep )(?<!take )(?<!fall )(?<!falls )(?<!starts )(?<!start )(?<!thin )(?<!thins )out(?=\s*(?:[,.;!?)]|$))",
    re.IGNORECASE,
)

_NONE = re.compile(
    r"(?<=\w)\s*(?::\s*(?:none|no|off|absent|nil|n/a|zero)|\s(?:is |are )?(?:absent|off|tacet))(?=\s*(?:[,.;!?)\n]|$))",
    re.IGNORECASE,
)
"""A form that is filled in: "vocals: none"; a player that is off."""


def find_negations(text: str) -> list[tuple[int, int, str]]:
    """(start, end, the words) of each refusal of what follows."""
    return [(m.start(), m.end(), m.group().lower()) for m in _NEGATION.finditer(text)]


def find_refusals_after(text: str) -> list[tuple[int, int, str]]:
    """(start, end, the words) of each refusal of what comes before: "drums removed"."""
    return [(m.start(), m.end(), m.group().lower()) for each in (_AFTER, _OUT, _NONE) for m in each.finditer(text)]


def find_suffixed(text: str) -> list[tuple[int, int, str]]:
    """(start, end, what) of "guitar-free" and "drumless"."""
    return [(m.start(), m.end(), m["what"]) for m in _SUFFIX.finditer(text)]
