# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for an edit: what is to change in a selection, and what is to stay as it is."""

import re
from collections.abc import Mapping

from msgspec import Struct

from musicstudio.project.model.sheet import Cue, Outcome, Place, Player, Span

from ..prompt.reading import Reading
from ..styles import Style
from .draft import Draft
from .edit_words import EDITS, FOLLOWS_SONG, INTERVALS
from .ledger import Answer, account
from .meaning import meaning_of
from .naming import find_players
from .reading import read_draft, read_prompt
from .text import read_text
from .wanting import name_of

CHORDS, MELODY = "chords", "melody"


class Turn(Struct, frozen=True):
    """One thing to do to notes. kind: ``gain``, ``density``, ``transpose``, ``length``, ``pace``, ``contour``, ``end``,
    ``ramp``, ``stop``, ``offbeat``. names: whose; empty: everybody's. amount: a factor, semitones or a way."""

    kind: str
    amount: float = 0.0
    names: tuple[str, ...] = ()
    word: str = ""


class Change(Struct, frozen=True):
    """What an edit asks. add, remove: players. swaps: (who goes, who takes over). only: nobody else plays.

    kept: ``chords``, ``melody`` and names that must stay. chords: empty, ``new``, ``tense``, ``rich``, ``minor``,
    ``major``, or what `words.harmony` reads. is_new_melody: another tune. leads: who gets the tune. opens: who is alone
    at first. walks: the bass. others_anew: everything that is not kept is made again. anew: who plays something else.
    """

    add: tuple[Player, ...] = ()
    remove: tuple[str, ...] = ()
    swaps: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    chords: str = ""
    is_new_melody: bool = False
    leads: str = ""
    opens: tuple[str, ...] = ()
    walks: bool = False
    others_anew: bool = False
    anew: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def is_explicit(self) -> bool:
        """Whether the words name what is to change, so that nothing else may."""
        return bool(
            self.add or self.remove or self.swaps or self.only or self.chords or self.is_new_melody or self.leads
            or self.opens or self.walks or self.turns or self.others_anew or self.anew
        )  # fmt: skip

    @property
    def unanswered(self) -> tuple[Span, ...]:
        """The words that cause nothing."""
        return tuple(span for span in self.spans if span.outcome != "used")


def read_change(prompt: str, styles: Mapping[str, Style]) -> tuple[Change, Reading]:
    """What the words of an edit ask, every one accounted for; and what they mean."""
    text = read_text(prompt)
    found = _Finder(text.plain)
    for kind, pattern in EDITS:
        found.search(kind, pattern)
    draft = read_draft(found.rest, is_edit=True)
    draft.text = text.plain
    draft.claims += found.claims
    _without_form(draft)
    reading = read_prompt(prompt, styles)
    change = _change(found, draft)
    if change.is_explicit:
        _without_effect(draft, found)
    meaning = _never_a_mood if change.is_explicit else meaning_of(reading, styles)
    spans = account(text, draft, meaning)
    return _with_spans(change, spans), reading


_IN_EDITS = re.compile(
    r"(?:no |nobody plays chords|joins the words|.* (?:plays|has the tune|there|enters|takes over)$|plays alone|"
    r"play, and nobody else|"
    r"opens with|only |where the tune goes|the tune$|how strong it is over time|the chords$|(?:soft|loud|dense|"
    r"sparse|long|short) |\d)"
)
"""What an edit that names its changes can cause, by how the readers put it."""


def _without_effect(draft: Draft, found: "_Finder") -> None:
    """In an edit that names what is to change, other words change nothing; say so."""
    own = {id(claim) for claim in found.claims}
    for claim in draft.claims:
        if claim.outcome == "used" and id(claim) not in own and not _IN_EDITS.match(claim.caused):
            claim.outcome, claim.why = "cannot", "beside a change that names its parts this changes nothing"
            claim.nearest = "ask for it alone, or by restyle"


def _never_a_mood(words: str) -> Answer:
    """Leftover words of an edit that names its changes."""
    return "not_understood", "", "these words are not known, and nothing was changed for them", ""


class _Finder:
    """Finds edit words, and blanks them for the reader of the rest."""

    def __init__(self, plain: str) -> None:
        from .draft import Claim

        self._claim = Claim
        self.plain, self.rest = plain, plain
        self.found: list[tuple[str, re.Match[str]]] = []
        self.claims: list[Claim] = []

    def search(self, kind: str, pattern: str) -> None:
        """Every match of one kind in what is left."""
        finder = re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])", re.IGNORECASE)
        for match in finder.finditer(self.rest):
            self.found.append((kind, match))
            outcome: Outcome = "cannot" if kind in FOLLOWS_SONG else "used"
            why = FOLLOWS_SONG.get(kind, "")
            self.claims.append(self._claim(match.start(), match.end(), outcome, kind.replace("_", " "), why))
            self.rest = self.rest[: match.start()] + "\x00" * len(match.group()) + self.rest[match.end() :]

    def of(self, kind: str) -> list[re.Match[str]]:
        """The matches of one kind."""
        return [match for name, match in self.found if name == kind]


def _without_form(draft: Draft) -> None:
    """In an edit a tempo or a key of the song cannot change; say so."""
    for claim in draft.claims:
        if claim.caused in ("the tempo", "the key", "the metre", "the key changes there", "the tempo changes there"):
            claim.outcome, claim.why = "cannot", "the whole song shares it; change it in the tempo lane or by restyle"


def _change(found: _Finder, draft: Draft) -> Change:
    swaps = _swaps(found)
    taken = {name for pair in swaps for name in pair}
    kept = tuple(dict.fromkeys([*_kept_players(found), *draft.kept]))
    add = [p for p in draft.players if not _is_known(name_of(p.name), taken) and name_of(p.name) not in kept]
    turns = _turns(found, draft)
    said_of = {name for turn in _worded_turns(found, draft) for name in turn.names}
    add = [p for p in add if name_of(p.name) not in said_of]
    is_only = bool(draft.values.get("is_closed")) or bool(found.of("only_them"))
    leads = next((name_of(p.name) for p in draft.players if p.leads and not is_only), "")
    opens = tuple(name for cue in draft.cues if cue.verb == "only" and _is_opening(cue) for name in cue.players)
    anew = _anew(found)
    removed = [name for name in draft.refused if name not in taken and name_of(name) not in taken]
    has_tune_refused = "melody" in removed or bool(found.of("chords_only"))
    return Change(
        add=tuple(p for p in add if not is_only and not p.leads and name_of(p.name) not in (*opens, *anew)),
        remove=tuple(dict.fromkeys([*removed, *(["melody"] if has_tune_refused else [])])),
        swaps=swaps,
        only=tuple(p.name for p in draft.players) if is_only and not opens else (),
        kept=kept,
        chords=_chords(found, draft, kept),
        is_new_melody=bool(found.of("new_melody")),
        leads=leads,
        opens=opens,
        walks=bool(found.of("walking")),
        others_anew=bool(found.of("others_anew")) or _is_only_kept(found, draft, kept),
        anew=anew,
        turns=turns,
    )


def _is_opening(cue: Cue) -> bool:
    """Whether a cue tells who is alone at first."""
    is_first_half = cue.start == Place(share=0.0) and cue.end is not None and (cue.end.share or 1.0) <= 0.5
    return cue.order == 1 or is_first_half


def _anew(found: _Finder) -> tuple[str, ...]:
    """Who is to play something else: "give the drums a new rhythm"."""
    names: list[str] = []
    for match in found.of("anew"):
        words = (
            match["who"] or match["whom"] or found.plain[max(0, match.start() - 24) : match.start()].rpartition(",")[2]
        )
        names += [name_of(name) for _, _, name in find_players(words)]
        if re.search(r"rhythm|groove|beat|fill", match.group(), re.IGNORECASE) and not names:
            names += ["drums", "percussion"]
    return tuple(dict.fromkeys(names))


def _is_only_kept(found: _Finder, draft: Draft, kept: tuple[str, ...]) -> bool:
    """ "Keep the drums", and nothing else said: the rest is made again."""
    kinds = {kind for kind, _ in found.found} - {"keep", "same"}
    if "keep_rest" in kinds:
        return False
    return bool(kept) and not kinds and not draft.refused and not draft.players


def _is_known(name: str, names: set[str]) -> bool:
    return name in names


def _swaps(found: _Finder) -> tuple[tuple[str, str], ...]:
    pairs = []
    for kind in ("swap", "instead"):
        for match in found.of(kind):
            old, new = (match["a"], match["b"]) if kind == "swap" else (match["b"], match["a"])
            olds, news = find_players(old), find_players(new)
            if olds and news:
                pairs.append((name_of(olds[0][2]), name_of(news[-1][2])))
    return tuple(pairs)


def _kept_players(found: _Finder) -> list[str]:
    kept: list[str] = []
    for match in [*found.of("keep"), *found.of("same")]:
        words = match["what"]
        kept += [CHORDS] if re.search(r"chord|harmon|progression|changes", words, re.IGNORECASE) else []
        kept += [MELODY] if re.search(r"melod|tune|theme|top line", words, re.IGNORECASE) else []
        kept += [name_of(name) for _, _, name in find_players(words)]
    return kept


def _chords(found: _Finder, draft: Draft, kept: tuple[str, ...]) -> str:
    if CHORDS in kept:
        return ""
    if draft.values.get("harmony"):
        return str(draft.values["harmony"])
    order = (("tense", "tenser"), ("rich", "richer"), ("minor", "darker"), ("major", "brighter"), ("new", "new_chords"))
    said = [name for name, kind in order if found.of(kind)]
    return said[0] if said else ""


def _worded_turns(found: _Finder, draft: Draft) -> list[Turn]:
    """What the words of change themselves ask."""
    turns: list[Turn] = []
    for kind, match in found.found:
        names = _whose(found, draft, match)
        if kind in ("quieter", "louder"):
            turns.append(Turn("gain", _gain(kind, match.group()), names))
        elif kind in ("sparser", "denser"):
            turns.append(Turn("density", 0.5 if kind == "sparser" else 2.0, names))
        elif kind == "transpose":
            turns.append(Turn("transpose", _semitones(match.group()), names))
        elif kind in ("longer", "shorter"):
            turns.append(Turn("length", 2.0 if kind == "longer" else 0.4, names))
        elif kind == "four":
            turns.append(Turn("four", 0.0, ("drums",)))
        elif kind in ("half_time", "double_time"):
            turns.append(Turn("pace", 0.5 if kind == "half_time" else 2.0, names or ("drums", "percussion")))
        elif kind == "ends_on":
            turns.append(
                Turn(
                    "end",
                    0.0,
                    names,
                    "dominant" if re.search("domin|fifth|5th", match.group(), re.IGNORECASE) else "tonic",
                )
            )
        elif kind in ("last_beat", "offbeat"):
            turns.append(Turn("stop" if kind == "last_beat" else kind, 0.0, names))
        elif kind in ("ramp_up", "ramp_down"):
            turns.append(Turn("ramp", 1.0 if kind == "ramp_up" else -1.0, names))
        elif kind == "energy_up":
            turns += [Turn("gain", 1.25, names)]
        elif kind == "energy_down":
            turns += [Turn("gain", 0.7, names)]
    return turns


def _turns(found: _Finder, draft: Draft) -> tuple[Turn, ...]:
    turns = _worded_turns(found, draft)
    contour = draft.values.get("contour", "")
    if contour:
        turns.append(Turn("contour", 1.0 if contour.startswith("up") else -1.0, (), contour))
    arc = draft.values.get("arc", ())
    if arc:
        turns.append(Turn("ramp", 1.0 if arc[-1][1] > arc[0][1] else -1.0))
    for player in draft.players:
        if "soft" in player.manner or "loud" in player.manner:
            turns.append(Turn("gain", 0.7 if "soft" in player.manner else 1.25, (name_of(player.name),)))
        if "dense" in player.manner or "sparse" in player.manner:
            turns.append(Turn("density", 2.0 if "dense" in player.manner else 0.5, (name_of(player.name),)))
    return tuple(turns)


def _whose(found: _Finder, draft: Draft, match: re.Match[str]) -> tuple[str, ...]:
    """Players named right beside a word of change: "busier drums", "drums an octave lower"."""
    after = re.match(r"\s+(?:for |on |in )?(?:the )?([\w -]{2,24}?)(?=$|[,.;]|\band\b)", found.plain[match.end() :])
    if after and re.search(r"\b(?:add|bring|with|plus|but|then|no|without)\b", after[1], re.IGNORECASE):
        after = None
    before = re.search(r"([\w -]{2,24}?)\s*$", found.plain[: match.start()].rpartition(",")[2])
    names = find_players(after[1]) if after else []
    names = names or (find_players(before[1]) if before and match.start() else [])
    return tuple(dict.fromkeys(name_of(name) for _, _, name in names))


def _gain(kind: str, words: str) -> float:
    is_much = re.search(r"much|way|a lot|far|really|very|too", words, re.IGNORECASE)
    is_little = re.search(r"bit|little|slightly|touch", words, re.IGNORECASE)
    step = 0.45 if is_much else 0.18 if is_little else 0.3
    return 1.0 - step if kind == "quieter" else 1.0 + step


def _semitones(words: str) -> float:
    steps = next((n for n, pattern in INTERVALS if re.search(pattern, words, re.IGNORECASE)), 12)
    number = re.search(r"(\d+) (?:semitone|half)", words)
    octaves = re.search(r"([2-4]) octaves", words)
    steps = int(number[1]) if number else int(octaves[1]) * 12 if octaves else steps
    return float(-steps if re.search(r"low|down|below|drop", words, re.IGNORECASE) else steps)


def _with_spans(change: Change, spans: tuple[Span, ...]) -> Change:
    from msgspec.structs import replace

    return replace(change, spans=spans)
