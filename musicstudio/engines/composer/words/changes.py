# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for an edit: what is to change in a selection, and what is to stay as it is."""

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.project.model.sheet import Cue, Place, Player, Span

from ..prompt.reading import Reading
from ..styles import Style
from .draft import Draft
from .edit_words import EDITS, INTERVALS
from .finder import Finder
from .ledger import Answer, account
from .meaning import meaning_of
from .naming import find_players
from .reading import read_draft, read_prompt
from .text import read_text
from .wanting import name_of

CHORDS, MELODY = "chords", "melody"


class Turn(Struct, frozen=True):
    """One thing to do to notes. kind: ``gain``, ``density``, ``transpose``, ``length``, ``pace``, ``contour``, ``end``,
    ``ramp``, ``stop``, ``offbeat``, ``swing``, ``broken``, ``power``,
    ``pitches``. names: whose; empty: everybody's. amount: a factor,
    semitones or a way.
    """

    kind: str
    amount: float = 0.0
    names: tuple[str, ...] = ()
    word: str = ""


class Change(Struct, frozen=True):
    """What an edit asks. add, remove: players. swaps: (who goes, who takes over). only: nobody else plays.

    kept: ``chords``, ``melody`` and names that must stay. chords: empty, ``new``, ``tense``, ``rich``, ``minor``,
    ``major``, or what `words.harmony` reads. is_new_melody: another tune. leads: who gets the tune. opens: who is alone
    at first. walks: the bass. others_anew: everything that is not kept is made again. anew: who plays something else.
    when: who enters, rests or is alone in a half or some bars of the selection. is_same: nothing is to change.
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
    when: tuple[Cue, ...] = ()
    is_same: bool = False
    spans: tuple[Span, ...] = ()

    @property
    def is_explicit(self) -> bool:
        """Whether the words name what is to change, so that nothing else may."""
        return bool(
            self.add or self.remove or self.swaps or self.only or self.chords or self.is_new_melody or self.leads
            or self.opens or self.walks or self.turns or self.others_anew or self.anew
            or self.when or self.is_same
        )  # fmt: skip

    @property
    def unanswered(self) -> tuple[Span, ...]:
        """The words that cause nothing."""
        return tuple(span for span in self.spans if span.outcome != "used")


def read_change(prompt: str, styles: Mapping[str, Style]) -> tuple[Change, Reading]:
    """What the words of an edit ask, every one accounted for; and what they mean."""
    text = read_text(prompt)
    found = Finder(text.plain)
    for kind, pattern in EDITS:
        found.search(kind, pattern)
    draft = read_draft(found.rest, is_edit=True)
    draft.text = text.plain
    draft.claims += found.claims
    _without_form(draft)
    reading = read_prompt(prompt, styles)
    change = _change(found, draft)
    _tell_idle(found, draft, change)
    change = replace(change, turns=_once(change.turns))
    _without_effect(draft, found, change)
    meaning = _never_a_mood if change.is_explicit else meaning_of(reading, styles)
    spans = account(text, draft, meaning)
    return _with_spans(change, spans), reading


_IN_EDITS = re.compile(
    r"(?:no |nobody plays chords|joins the words|.* (?:plays|has the tune)$|plays alone|play, and nobody else|"
    r"opens with|where the tune goes|the tune$|how strong it is over time|the chords$|how its eighths lie|"
    r"the kick on every beat|(?:soft|loud|dense|sparse|long|short|arpeggio|counter) |\d)"
)
"""What an edit that names its changes can cause, by how the readers put it."""
_IN_VARIATIONS = re.compile(r"(?:joins the words|the mood|how strong it is$|style |not |moved away)")
"""What an edit that names none can cause: it plays the selection again in another mood or style."""
_AT_MOMENTS = re.compile(r".* (?:enters|there)$|only |.* enters after ")
_BESIDE = "beside a change that names its parts this changes nothing"
_NO_EDIT = "an edit of a selection cannot do this"
_IDLE = "what this is to change was not understood, and nothing was changed for it"
_ALWAYS = ("keep_rest", "nothing", "keep", "others_anew")


def _tell_idle(found: Finder, draft: Draft, change: Change) -> None:
    """Words of change without which the change would be the same cause nothing; say so."""
    for index, (kind, _) in enumerate(found.found):
        claim = found.claims[index]
        names_nothing = kind == "keep" and not _kept_players(found.only(index))
        if claim.outcome != "used" or (kind in _ALWAYS and not names_nothing):
            continue
        if names_nothing or _change(found.without(index), draft) == change:
            claim.outcome, claim.why = "not_understood", _IDLE


def _without_effect(draft: Draft, found: Finder, change: Change) -> None:
    """Words that no edit, or not this one, can follow; say so."""
    own = {id(claim) for claim in found.claims}
    effective = _IN_EDITS if change.is_explicit else _IN_VARIATIONS
    placed = [cue for cue in draft.cues if cue.start or cue.end]
    has_all_cues = len(change.when) + bool(change.opens) >= len(placed)
    for claim in draft.claims:
        if claim.outcome != "used" or id(claim) in own or effective.match(claim.caused):
            continue
        if change.is_explicit and draft.cues and has_all_cues and _AT_MOMENTS.match(claim.caused):
            continue
        claim.outcome, claim.why = "cannot", _BESIDE if change.is_explicit else _NO_EDIT
        claim.nearest = "ask for it alone, or by restyle"


def _never_a_mood(words: str) -> Answer:
    """Leftover words of an edit that names its changes."""
    return "not_understood", "", "these words are not known, and nothing was changed for them", ""


def _without_form(draft: Draft) -> None:
    """In an edit a tempo or a key of the song cannot change; say so."""
    for claim in draft.claims:
        if claim.caused in ("the tempo", "the key", "the metre", "the key changes there", "the tempo changes there"):
            claim.outcome, claim.why = "cannot", "the whole song shares it; change it in the tempo lane or by restyle"


def _change(found: Finder, draft: Draft) -> Change:
    swaps = _swaps(found)
    taken = {name for pair in swaps for name in pair}
    spared = [name_of(name) for match in found.of("all_but") for _, _, name in find_players(match["who"])]
    kept = tuple(dict.fromkeys([*_kept_players(found), *spared, *draft.kept]))
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
        when=tuple(cue for cue in draft.cues if not (cue.verb == "only" and _is_opening(cue)) and is_inside(cue)),
        is_same=bool(found.of("nothing")) and len(found.found) == len(found.of("nothing")),
    )


def _is_opening(cue: Cue) -> bool:
    """Whether a cue tells who is alone at first."""
    is_first_half = cue.start == Place(share=0.0) and cue.end is not None and (cue.end.share or 1.0) <= 0.5
    return cue.order == 1 or is_first_half


def is_inside(cue: Cue) -> bool:
    """Whether a cue names a half, a share or bars of what is selected."""
    places = [place for place in (cue.start, cue.end) if place is not None]
    begins = cue.start.share if cue.start else 0.0
    return (
        bool(places)
        and cue.verb != "solo"
        and (begins or 0.0) < 1.0
        and all(place.share is not None or place.bar for place in places)
    )


def _anew(found: Finder) -> tuple[str, ...]:
    """Who is to play something else: "give the drums a new rhythm"."""
    names: list[str] = []
    for match in found.of("anew"):
        words = (
            match.groupdict().get("who")
            or match["whom"]
            or found.plain[max(0, match.start() - 24) : match.start()].rpartition(",")[2]
        )
        names += [name_of(name) for _, _, name in find_players(words)]
        if re.search(r"rhythm|groove|beat|fill", match.group(), re.IGNORECASE) and not names:
            names += ["drums", "percussion"]
    return tuple(dict.fromkeys(names))


def _is_only_kept(found: Finder, draft: Draft, kept: tuple[str, ...]) -> bool:
    """ "Keep the drums", and nothing else said: the rest is made again."""
    kinds = {kind for kind, _ in found.found} - {"keep", "same"}
    if "keep_rest" in kinds:
        return False
    return bool(kept) and not kinds and not draft.refused and not draft.players


def _is_known(name: str, names: set[str]) -> bool:
    return name in names


def _swaps(found: Finder) -> tuple[tuple[str, str], ...]:
    pairs = []
    for kind in ("swap", "instead"):
        for match in found.of(kind):
            old, new = (match["a"], match["b"]) if kind == "swap" else (match["b"], match["a"])
            if re.search(r"\b(?:ones?|1)$", new.strip(), re.IGNORECASE) and old.split():
                new = re.sub(r"\b(?:ones?|1)$", old.split()[-1], new.strip(), flags=re.IGNORECASE)  # "for a clean one"
            olds, news = find_players(old), find_players(new)
            if olds and news and name_of(olds[0][2]) != name_of(news[-1][2]):
                pairs.append((name_of(olds[0][2]), name_of(news[-1][2])))
    pairs += [("strings", "pizzicato") for _ in found.of("plucked")[:1]]
    return tuple(pairs)


def _kept_players(found: Finder) -> list[str]:
    kept: list[str] = []
    for match in [*found.of("keep"), *found.of("same")]:
        words = match["what"]
        kept += [CHORDS] if re.search(r"chord|harmon|progression|changes", words, re.IGNORECASE) else []
        kept += [MELODY] if re.search(r"melod|tune|theme|top line", words, re.IGNORECASE) else []
        kept += ["drums", "percussion"] if re.search(r"groove|beat|rhythm", words, re.IGNORECASE) else []
        kept += [name_of(name) for _, _, name in find_players(words)]
    return kept


def _chords(found: Finder, draft: Draft, kept: tuple[str, ...]) -> str:
    if CHORDS in kept:
        return ""
    if draft.values.get("harmony"):
        return str(draft.values["harmony"])
    order = (("tense", "tenser"), ("rich", "richer"), ("minor", "darker"), ("major", "brighter"), ("new", "new_chords"))
    said = [name for name, kind in order if found.of(kind)]
    return said[0] if said else ""


def _worded_turns(found: Finder, draft: Draft) -> list[Turn]:
    """What the words of change themselves ask."""
    turns: list[Turn] = []
    for kind, match in found.found:
        names = _whose(found, draft, match)
        if kind == "less_of":
            whom = tuple(dict.fromkeys(name_of(name) for _, _, name in find_players(match["whom"])))
            turns += [Turn("gain", 0.7, whom)] if whom else []
        elif kind in ("quieter", "louder"):
            turns.append(Turn("gain", _gain(kind, match.group()), names))
        elif kind in ("sparser", "denser"):
            turns.append(Turn("density", 0.5 if kind == "sparser" else 2.0, names))
        elif kind == "transpose":
            whose = match.groupdict().get("whose") or ""
            named = tuple(dict.fromkeys(name_of(name) for _, _, name in find_players(whose)))
            turns.append(Turn("transpose", _semitones(match.group()), named or names))
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
        elif kind in ("broken", "power", "pitches"):
            turns.append(Turn(kind, 0.0, names))
        elif kind == "climb":
            way = _WAY.search(match.group())
            turns.append(Turn("contour", -1.0 if way and way["down"] else 1.0, names))
        elif kind in ("last_beat", "offbeat"):
            turns.append(Turn("stop" if kind == "last_beat" else kind, 0.0, names))
        elif kind in ("ramp_up", "ramp_down"):
            turns.append(Turn("ramp", 1.0 if kind == "ramp_up" else -1.0, names))
        elif kind == "energy_up":
            turns += [Turn("gain", 1.25, names)]
        elif kind == "energy_down":
            turns += [Turn("gain", 0.7, names)]
    return turns


def _turns(found: Finder, draft: Draft) -> tuple[Turn, ...]:
    turns = _worded_turns(found, draft)
    contour = draft.values.get("contour", "")
    if contour:
        turns.append(Turn("contour", 1.0 if contour.startswith("up") else -1.0, (), contour))
    arc = draft.values.get("arc", ())
    if arc:
        turns.append(Turn("ramp", 1.0 if arc[-1][1] > arc[0][1] else -1.0))
    if "swing" in draft.values:
        turns.append(Turn("swing", 1.0 if draft.values["swing"] == "swung" else -1.0, (), draft.values["swing"]))
    for player in draft.players:
        if "soft" in player.manner or "loud" in player.manner:
            turns.append(Turn("gain", 0.7 if "soft" in player.manner else 1.25, (name_of(player.name),)))
        if "long" in player.manner or "short" in player.manner:
            turns.append(Turn("length", 2.0 if "long" in player.manner else 0.4, (name_of(player.name),)))
        if "arpeggio" in player.manner:
            turns.append(Turn("broken", 0.0, (name_of(player.name),)))
        if "dense" in player.manner or "sparse" in player.manner:
            turns.append(Turn("density", 2.0 if "dense" in player.manner else 0.5, (name_of(player.name),)))
    return tuple(turns)


_WAY = re.compile(r"\b(?:(?P<up>up|climb|rise|ris|ascend)|(?P<down>down|fall|descend|sink|drop))", re.IGNORECASE)


def _once(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """ "Let the trumpet breathe, fewer notes": what is said again without a name is said of whom was named."""
    named = {(turn.kind, turn.amount) for turn in turns if turn.names}
    return tuple(turn for turn in turns if turn.names or (turn.kind, turn.amount) not in named)


def _whose(found: Finder, draft: Draft, match: re.Match[str]) -> tuple[str, ...]:
    """Players named right beside a word of change: "busier drums", "drums an octave lower"."""
    after = re.match(r"\s+(?:for |on |in )?(?:the )?([\w -]{2,24}?)(?=$|[,.;]|\band\b)", found.plain[match.end() :])
    if after and re.search(r"\b(?:add|bring|with|plus|but|then|no|without)\b", after[1], re.IGNORECASE):
        after = None
    before = re.search(r"([\w -]{2,24}?)\s*$", found.plain[: match.start()].rpartition(",")[2])
    names = find_players(after[1]) if after else []
    names = names or (find_players(before[1]) if before and match.start() else [])
    spared = {name for each in found.of("all_but") for _, _, name in find_players(each["who"])}
    return tuple(dict.fromkeys(name_of(name) for _, _, name in names if name not in spared))


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
    return replace(change, spans=spans)
