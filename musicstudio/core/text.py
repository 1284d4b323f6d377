# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and texts that every file format takes: what no reader could show is taken out before anything is written."""

import re

_TERMINAL_COMMAND = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\u00ad\u200b\u2060-\u206f"  # hyphens, spaces and joints that are not seen
    "\u200e\u200f\u202a-\u202e"  # marks that turn the direction of writing
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff]"  # halves of characters, and what is no character
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean_text(text: str) -> str:
    """The text without control characters, commands to a terminal, lone surrogates and non-characters.

    Lines end in ``\\n``; tabs stay. What is left may stand in XML, RIFF, MIDI, tags and on a terminal.
    """
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", _TERMINAL_COMMAND.sub("", text)))


def clean_line(text: str) -> str:
    """As `clean_text`, on one line: names, titles, labels."""
    return " ".join(clean_text(text).split())
