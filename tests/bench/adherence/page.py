# SPDX-License-Identifier: GPL-3.0-or-later
"""``docs/ADHERENCE.md`` from a run of the bench."""

import os
import platform
import time
from collections import Counter

HEAD = """# How far words are obeyed

`make bench-adherence` prints this page anew. {count_prompts} prompts and {count_edits} edits
(`prompts.jsonl` and `edits.jsonl` in `tests/bench/adherence/`) were written from users' wishes before the
parser was. Ten lines of the first two sets that expected a style or an instrument to be refused expect it to be played
since 30 November 2026, when the studio learned it; four lines and the checks of “ukulele” name the glockenspiel, the
harmonium and the ukulele themselves since 1 December 2026, when it got them; the others have not been changed. The
parser was tuned on another set (`tests/bench/adherence/dev.py`).
The same author wrote set and parser, so read the figures as an upper bound. Each line has checks by
machine on the plan (the song sheet), on the notes (written without the composer's own readers) and,
for {count_sound} prompts, on the rendered sound
(librosa's tempo and onsets, chroma with Krumhansl's key profiles, RMS). One seed each, first take, nothing chosen.

*Obeyed*: every check holds. *Told*: what is missed is named by a notice or an underlined span. *Silent*: the rest;
it should be 0 and is listed below where it is not. On its first run, before any tuning, the parser obeyed 176 of
the 204 prompts (4 told, 24 silent) and 74 of the 105 edits (0 told, 31 silent); the tasks `layer` and `extend` did
not read words yet. The first page of this bench (30 November 2026: 191 prompts, 100 edits obeyed) listed its misses;
their kinds were looked at and partly mended after it, so from then on the set is no longer blind: the next run obeyed
196 prompts (2 told, 6 silent) and 103 edits (1 told, 1 silent). Two lines expected that chords are refused; they are
obeyed now, which counts. One line contradicts itself: a cello that opens is itself one of the strings that are to come
last.

| what | lines | obeyed | told | silent | checks that hold |
|---|---|---|---|---|---|
"""
ANCHOR = """
## Beside YuE2's table

YuE2 publishes how far edits of its score are heard in its recordings (192 songs; 0 to 100): melody 84, harmony 80,
rhythm 73, key 91, tempo Acc2 96 and Acc1 76, and 90 to 94 % of melody and harmony kept outside an edit. Ours is a
symbolic engine, so the notes of an edit are what was asked, and outside a selection every byte of every clip is the
same
(`tests/app/generation/test_regenerate.py`). What other ears hear of it, in {songs} songs of 24 s over ten styles, two
seeds each, asked for a tempo and a key by words (not the same songs and not the same trackers, so a hint and no
race):

| | here | YuE2 |
|---|---|---|
| tempo, Acc1 (4 %) | {acc1:.0f} | 76 |
| tempo, Acc2 | {acc2:.0f} | 96 |
| key, MIREX weights | {key:.0f} | 91 |
| notes outside a selection unchanged, of {regenerated} edits | {outside:.0f} % | 90 to 94 % |
"""


SECOND = """
## The second set

{count_prompts} prompts and {count_edits} edits (`second_*.jsonl`, `python -m tests.bench.adherence --set second`) by
an author who had not read the parser or the composer, but had read this page, which lists some misses of the first
set; written on 30 November 2026 when the first set was no longer blind.
First run, before anything was changed for it: of 80 prompts 44 obeyed (55%), 20 told (25%), 16 silent (20%); 343 of
402 checks hold, 148 of 160 on the plan (68 prompts without a miss there) and 195 of 242 on the notes and refusals
(47); of 53 edits 39 obeyed (74%), 7 told, 7 silent, 144 of 159 checks; of 7 sounds 7. After it one wrong check was
mended (power chords are looked for part by part, not over all guitars at once), and 13 checks were given the words by
which a notice names what is missed ("six-eight" for 6/8); no line became obeyed by it. Without these words 14 prompts
and 3 edits counted as told, 22 and 11 as silent.
A parser whose kinds had been mended on the first set alone, this one unread, obeyed 50 prompts (19 told, 11 silent)
and 39 edits (7 told, 7 silent). Then this set was read, too, so the table below is no longer blind.

| what | lines | obeyed | told | silent | checks that hold |
|---|---|---|---|---|---|
"""


THIRD = """
## The third set

{count_prompts} prompts and {count_edits} edits (`third_*.jsonl`, `--set third`) by an author who had read neither the
parser nor this page, kept apart until the night of 30 November 2026. First run: of 87 prompts 47 obeyed, 19 told, 21
silent, of 58 edits 39, 8 and 11 (with every line as first written, before misses were looked for under the words by
which notices name them: 47, 11, 29 and 39, 3, 16). A parser mended on the first two sets alone, this one unread: 62,
13, 12 and 39, 10, 9. Then it was read and its kinds were mended, and two more checks were given the words by which a
notice names the miss ("melody" for no tune, "different notes" for the same rhythm), so what follows is no longer
blind.

| what | lines | obeyed | told | silent | checks that hold |
|---|---|---|---|---|---|
"""


FOURTH = """
## The fourth set

{count_prompts} prompts and {count_edits} edits (`fourth_*.jsonl`) whose wordings follow prompts, briefs and reviews
that strangers have published (prompt guides, music wanted for games, forum reviews). Their checks were written before
the first run, but by the developer of the parser, so read this as a hint. First run, 30 November 2026, after the kinds
of the third set were mended: of 60 prompts 42 obeyed, 13 told, 5 silent; of 40 edits 30, 6 and 4; one line had stopped
the composer with an error, which was mended before the rest could be run. Then it was read. Five checks that were wrong
were mended (notes compared in the order of the file, a kit that has the taikos, a style to be refused that is played by
now, a choice written behind the words of a notice).

| what | lines | obeyed | told | silent | checks that hold |
|---|---|---|---|---|---|
"""
FIFTH = """
## The fifth set

{count_prompts} prompts and {count_edits} edits (`fifth_*.jsonl`), made in the same way after the fourth was mended.
First run: 22 obeyed, 5 told, 3 silent; 14, 0 and 2. Then it was read.

| what | lines | obeyed | told | silent | checks that hold |
|---|---|---|---|---|---|
"""
SIXTH = """
## The sixth set

{count_prompts} prompts and {count_edits} edits (`sixth_*.jsonl`) by a developer of the studio, 1 December 2026. It was
partly read before its first figures were kept (of 60 prompts 50 obeyed, 8 told, 2 silent), so it is no blind set. Six
checks were wrong and were mended: a break, a rest of the drums and half-time that were expected to be refused are
played, a comparison was the wrong way round, a tone down was looked for as three semitones, one check had no name.

| what | lines | obeyed | told | silent | checks that hold |
|---|---|---|---|---|---|
"""
SEVENTH = """
## The seventh set

{count_prompts} prompts and {count_edits} edits (`seventh_*.jsonl`) in wordings of beginners, video makers and
producers, written on 1 December 2026 by a developer who had read this page and the checks, but not yet the parser.
First run: of 48 prompts 35 obeyed, 10 told, 3 silent; of 32 edits 29, 3 and 0. Of the three silent ones one was told
under a word that its check did not look for; one, counted as obeyed by a check too weak, had been told. Then it was
read and its kinds were mended.

| what | lines | obeyed | told | silent | checks that hold |
|---|---|---|---|---|---|
"""
EIGHTH = """
## The eighth set

{count_prompts} prompts and {count_edits} edits (`eighth_*.jsonl`), written after the kinds of the seventh were mended
by the developer who mended them, so by somebody who knows the parser: a hint. First run: of 30 prompts 21
obeyed, 7 told,
2 silent (one of them told under a word that its check did not look for; the other took "808s" for a length); of 14
edits 13, 0 and 1 (told: "gradually"). Then it was read.

| what | lines | obeyed | told | silent | checks that hold |
|---|---|---|---|---|---|
"""
FRESH = """
## What a wording meets on its first day

Silently missed on the first run of each set that was new to the parser: third 12 of 87 prompts and 9 of 58 edits,
fourth 5 of 60 and 4 of 40, fifth 3 of 30 and 2 of 16, seventh 3 of 48 and 0 of 32, eighth (by who knows the parser)
2 of 30 and 1 of 14. Checks that expect something to be refused are set to what is played when the studio learns it;
three of the fifth and seventh sets were so on 1 December 2026, and the prompts of both were run again.
"""
OTHERS = {
    "second": SECOND, "third": THIRD, "fourth": FOURTH, "fifth": FIFTH, "sixth": SIXTH, "seventh": SEVENTH,
    "eighth": EIGHTH,
}  # fmt: skip


def section_of(head: str, name: str, found: dict) -> str:
    """The part of the page about a set that was written by others."""
    text = head.format(count_prompts=len(found["prompts"]), count_edits=len(found["edits"]))
    text += _row("prompts, on plan and notes", found["prompts"])
    text += _row("edits", found["edits"])
    text += _row("prompts, on the sound", found["sound"]) if any(o.kept or o.missed for o in found["sound"]) else ""
    outcomes = [each for some in found.values() for each in some]
    text += _list(f"### Silently missed, {name} set", [o for o in outcomes if o.state == "silent"])
    return text + _list(f"### Missed and told, {name} set", [o for o in outcomes if o.state == "told"])


def written(found: dict, others: dict[str, dict], heard: dict) -> str:
    """The whole page."""
    text = HEAD.format(
        count_prompts=len(found["prompts"]), count_edits=len(found["edits"]), count_sound=len(found["sound"])
    )
    for name, title in (
        ("prompts", "prompts, on plan and notes"),
        ("edits", "edits"),
        ("sound", "prompts, on the sound"),
    ):
        text += _row(title, found[name])
    for task in ("regenerate", "layer", "extend", "restyle", "harmonize"):
        text += _row(f"– of these {task}", [each for each in found["edits"] if each.words.startswith(task)])
    regenerated = [each for each in found["edits"] if each.words.startswith("regenerate")]
    outside = [each for each in regenerated if "edit: outside kept" in each.kept]
    text += ANCHOR.format(
        songs=20, acc1=100 * heard["acc1"], acc2=100 * heard["acc2"], key=100 * heard["key"],
        regenerated=len(regenerated), outside=100 * len(outside) / max(1, len(regenerated)),
    )  # fmt: skip
    text += _list("## Silently missed", [o for name in found for o in found[name] if o.state == "silent"])
    text += _list("## Missed and told", [o for name in found for o in found[name] if o.state == "told"])
    return (
        text
        + "".join(section_of(OTHERS[name], name, outcomes) for name, outcomes in others.items())
        + FRESH
        + f"\nMeasured {time.strftime('%Y-%m-%d')} on {os.cpu_count()} cores, Python {platform.python_version()}.\n"
    )


def _row(title: str, outcomes: list) -> str:
    counts = Counter(outcome.state for outcome in outcomes)
    kept = sum(len(each.kept) for each in outcomes)
    missed = sum(len(each.missed) for each in outcomes)
    shares = " | ".join(
        f"{counts[state]} ({counts[state] / max(1, len(outcomes)):.0%})" for state in ("obeyed", "told", "silent")
    )
    return f"| {title} | {len(outcomes)} | {shares} | {kept} of {kept + missed} |\n"


def _list(title: str, outcomes: list) -> str:
    if not outcomes:
        return f"\n{title}\n\nNone.\n"
    lines = [f"- “{each.words}”: {', '.join(m.partition(' ?? ')[0] for m in each.missed)}" for each in outcomes]
    return f"\n{title}\n\n" + "\n".join(lines) + "\n"
