# SPDX-License-Identifier: GPL-3.0-or-later
"""Every prompt of a file composed, and each of its checks made on the plan and on the notes."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from musicstudio.core.errors import StudioError
from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.contract import Request, Task

from . import note_checks, plan_checks
from .score import song_of

FOLDER = Path(__file__).parent


@dataclass
class Outcome:
    """One prompt or edit: which checks hold, and what was told."""

    words: str
    kept: list = field(default_factory=list)
    missed: list = field(default_factory=list)
    told: str = ""
    is_told: bool = False

    @property
    def state(self) -> str:
        """``obeyed``, ``told`` or ``silent``."""
        return "obeyed" if not self.missed else "told" if self.is_told else "silent"


def prompts(name: str = "prompts.jsonl", folder: Path = FOLDER) -> list:
    """The rows of a file of this folder, or of another."""
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def holds(check, subject, words: str) -> bool:
    """Whether a check holds, or one of several ("a || b"). After "??" stand the words that would tell of a miss."""
    return any(check(subject, each) for each in words.partition(" ?? ")[0].split(" || "))


def run(rows: list, seed: int = 1):
    """One outcome a row."""
    for row in rows:
        yield outcome_of(row, seed)


def outcome_of(row: dict, seed: int) -> Outcome:
    """Compose one prompt and check it. A refusal in a sentence is an answer."""
    outcome = Outcome(row["prompt"])
    try:
        result = run_to_end(Composer().run(Request(Task.COMPOSE, prompt=row["prompt"], seed=seed)))
    except StudioError as error:
        outcome.missed, outcome.told, outcome.is_told = ["made"], str(error), True
        return outcome
    song = song_of(result)
    for kind, checks, check, subject in (
        ("plan", row["plan"], plan_checks.check, song.sheet), ("notes", row["notes"], note_checks.check, song),
    ):  # fmt: skip
        for words in checks:
            (outcome.kept if holds(check, subject, words) else outcome.missed).append(f"{kind}: {words}")
    unanswered = [span.text for span in song.sheet.unanswered]
    misses = [f"{each.asked} ({each.made})" for each in song.sheet.made if not each.is_kept]
    outcome.told = "; ".join([*unanswered, *misses, *result.notices])
    outcome.is_told = bool(outcome.missed) and all(_is_answered(words, outcome.told) for words in outcome.missed)
    return outcome


def _is_answered(missed: str, told: str) -> bool:
    """Whether what was told speaks of what was missed: it names the thing, or another word for it."""
    about, _, named = missed.split(": ", 1)[1].partition(" ?? ")
    if named:
        return any(word.lower() in told.lower() for word in named.split("|"))
    value = about.split(" ", 1)[-1]
    words = [word for word in value.replace("_", " ").replace(",", " ").split() if len(word) > 2 or word.isdigit()]
    return any(word.lower() in told.lower() for word in words)
