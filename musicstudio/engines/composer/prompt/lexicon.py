# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for instruments and the role each plays. Longer names come first, so "bass guitar" is not a guitar."""

import re

from msgspec import Struct

from musicstudio.instruments import catalogue

BACKING_VOCALS = r"(?:backing|background|backup) (?:vocal|vocalist|singer|voice|harmonie)s?|vocal harmonies"


class Word(Struct, frozen=True):
    """A canonical instrument name, its role, the pattern of what people write for it, and the catalogue ids it means.

    No ids: the whole role is meant.
    """

    name: str
    role: str
    pattern: str
    ids: tuple[str, ...] = ()


ELECTRONICS = (
    "poly_synth", "saw_lead", "soft_lead", "square_lead", "supersaw", "pluck", "arp_synth", "air_pad", "dark_pad",
    "warm_pad", "chip_lead", "chip_noise", "cowbell_lead", "synth_bass", "sub_bass", "reese_bass", "acid_bass",
    "chip_bass",
    "log_drum", "electric_piano", "clavinet", "clean_guitar", "muted_guitar", "overdriven_guitar", "distorted_guitar",
    "finger_bass", "pick_bass", "fretless_bass", "slap_bass", "kit_electronic", "kit_808", "kit_dance", "kit_chip",
    "kit_lofi", "jazz_guitar", "lap_steel",
)  # fmt: skip
"""Everything that needs a current."""

INSTRUMENTS: tuple[Word, ...] = (
    Word(
        "electric piano",
        "keys",
        r"electric pianos?|rhodes|wurli(?:tzer)?|e-?pianos?|ep keys|"
        r"fender rhodes",
        ("electric_piano",),
    ),
    Word("harpsichord", "keys", r"harpsichords?|cembalo", ("harpsichord",)),
    Word("clavinet", "keys", r"clavinets?|clavs?", ("clavinet",)),
    Word("church organ", "keys", r"(?:church|pipe) organs?", ("church_organ",)),
    Word("organ", "keys", r"(?:hammond |b3 |drawbar )?organs?|hammonds?|b3", ("organ", "church_organ")),
    Word("bandoneon", "keys", r"bandone[oó]ns?|tango accordions?", ("bandoneon", "accordion")),
    Word("accordion", "keys", r"accordions?|concertinas?|squeezebox", ("accordion",)),
    Word("harmonium", "keys", r"harmoniums?|(?:reed|pump) organs?", ("harmonium",)),
    Word("music box", "keys", r"music ?box(?:es)?", ("music_box",)),
    Word("celesta", "keys", r"celestas?|celeste", ("celesta",)),
    Word("vibraphone", "keys", r"vibraphones?|vibes(?! of| like)", ("vibraphone",)),
    Word("xylophone", "keys", r"xylophones?", ("xylophone", "marimba")),
    Word("marimba", "keys", r"marimbas?|kalimbas?", ("marimba",)),
    Word("tubular bells", "keys", r"tubular bells?|church bells?", ("tubular_bells",)),
    Word("dulcimer", "keys", r"(?:hammered )?dulcimers?|santoors?|santurs?|cimbaloms?", ("dulcimer",)),
    Word("koto", "guitar", r"kotos?|guzhengs?", ("koto",)),
    Word("shamisen", "guitar", r"shamisens?", ("shamisen",)),
    Word("shakuhachi", "woodwind", r"shakuhachis?", ("shakuhachi",)),
    Word("log drum", "bass", r"log drums?", ("log_drum",)),
    Word("glockenspiel", "keys", r"glockenspiels?|glocks?|orchestra bells", ("glockenspiel", "celesta")),
    Word("bells", "keys", r"chimes|bells", ("celesta", "music_box")),
    Word("honky-tonk piano", "keys", r"(?:honky[- ]?tonk|tack|saloon|bar-?room) pianos?", ("honky_tonk",)),
    Word("piano", "keys", r"(?:grand |upright |felt )?pianos?", ("grand_piano", "upright_piano")),
    Word("keys", "keys", r"keys|keyboards?"),
    Word(
        "synth bass",
        "bass",
        r"synth ?bass|808 bass|reese bass|sub ?bass|"
        r"acid bass|808s",
        ("synth_bass", "sub_bass", "reese_bass", "acid_bass"),
    ),
    Word(
        "double bass",
        "bass",
        r"double bass|upright bass|stand-?up bass|contrabass|acoustic bass",
        ("acoustic_bass", "contrabass"),
    ),
    Word("bass", "bass", r"bass ?guitars?|electric bass|slap bass|bass ?lines?|bass(?! drum| clarinet| voice)"),
    Word(
        "12-string guitar",
        "guitar",
        r"(?:12|twelve)[- ]strings?(?: acoustic)?(?: guitars?)?",
        ("twelve_string_guitar",),
    ),
    Word(
        "lap steel",
        "guitar",
        r"(?:lap|pedal)[- ]steels?(?: guitars?)?|hawaiian guitars?|steel guitar slides?",
        ("lap_steel",),
    ),
    Word(
        "jazz guitar",
        "guitar",
        r"jazz guitars?|hollow[- ]?body(?: electric)? guitars?|archtops?(?: guitars?)?",
        ("jazz_guitar", "clean_guitar"),
    ),
    Word(
        "nylon guitar",
        "guitar",
        r"nylon(?:[- ]string(?:ed)?)? guitars?|(?:classical|spanish|flamenco) guitars?",
        ("nylon_guitar", "steel_guitar"),
    ),
    Word(
        "acoustic guitar",
        "guitar",
        r"acoustic guitars?|steel[- ]string(?:ed)? guitars?|fingerpicked guitars?",
        ("steel_guitar", "nylon_guitar"),
    ),
    Word(
        "distorted guitar",
        "guitar",
        r"(?:distorted|heavy|overdriven|crunchy|"
        r"fuzz(?:y)?) (?:electric )?guitars?|"
        r"power chords",
        ("distorted_guitar", "overdriven_guitar"),
    ),
    Word(
        "electric guitar",
        "guitar",
        r"clean guitars?|(?:clean )?electric "
        r"guitars?",
        ("clean_guitar", "overdriven_guitar", "muted_guitar", "distorted_guitar"),
    ),
    Word("banjo", "guitar", r"banjos?", ("banjo",)),
    Word("mandolin", "guitar", r"mandolins?|bouzoukis?", ("mandolin",)),
    Word("ukulele", "guitar", r"ukuleles?|ukes?", ("ukulele",)),
    Word("sitar", "guitar", r"sitars?", ("sitar",)),
    Word("harp", "guitar", r"harps?(?!ichord)|celtic harp|lyre", ("harp",)),
    Word("guitar", "guitar", r"guitars?"),
    Word("solo violin", "strings", r"solo violins?|violins?|fiddles?", ("violin", "fiddle")),
    Word("solo viola", "strings", r"violas?", ("viola",)),
    Word("solo cello", "strings", r"cell(?:o|i|os)|violoncellos?", ("cello",)),
    Word("string quartet", "strings", r"string (?:quartet|trio|quintet)s?"),
    Word("pizzicato strings", "strings", r"pizzicato(?: strings)?", ("pizzicato",)),
    Word("strings", "strings", r"(?:orchestral )?strings?(?: section| ensemble| orchestra)?"),
    Word("trumpet", "brass", r"trumpets?|cornets?|flugelhorns?", ("trumpet", "muted_trumpet")),
    Word("trombone", "brass", r"trombones?", ("trombone",)),
    Word("french horn", "brass", r"french horns?", ("french_horn",)),
    Word("tuba", "brass", r"tubas?", ("tuba",)),
    Word("brass", "brass", r"brass(?: section)?|horns?(?: section)?"),
    Word(
        "saxophone",
        "woodwind",
        r"(?:alto |tenor |soprano |"
        r"baritone )?sax(?:ophone)?(?:es|s)?",
        ("alto_sax", "tenor_sax", "soprano_sax", "baritone_sax"),
    ),
    Word("flute", "woodwind", r"flutes?|piccolos?|pan ?flutes?|pan pipes", ("flute", "piccolo", "pan_flute")),
    Word("tin whistle", "woodwind", r"(?:tin |penny |irish )?whistl(?:es?|ing|ed)", ("whistle",)),
    Word("ocarina", "woodwind", r"ocarinas?", ("ocarina",)),
    Word("shehnai", "woodwind", r"she?hnais?|shenais?", ("shehnai",)),
    Word("recorder", "woodwind", r"recorders?", ("recorder",)),
    Word("clarinet", "woodwind", r"(?:bass )?clarinets?", ("clarinet",)),
    Word("oboe", "woodwind", r"oboes?|english horn|cor anglais", ("oboe", "english_horn")),
    Word("bassoon", "woodwind", r"bassoons?", ("bassoon",)),
    Word(
        "bagpipes",
        "woodwind",
        r"bag ?pipes?|(?:uilleann|scottish|highland|irish|northumbrian) pipes?|pipes (?=and drums)",
        ("bagpipe",),
    ),
    Word("harmonica", "woodwind", r"harmonicas?|blues harp|mouth ?organ", ("harmonica",)),
    Word("woodwind", "woodwind", r"wood ?winds?|winds"),
    Word("backing vocals", "backing", BACKING_VOCALS),
    Word("choir", "choir", r"choirs?|choral|chorale|chants?|oohs|aahs", ("choir_aahs", "voice_oohs")),
    Word(
        "percussion",
        "percussion",
        r"(?:hand )?percussions?|congas?|bongos?|shakers?|tambourines?|"
        r"claves|maracas|djembes?|cajons?|timpani|taikos?",
    ),
    Word(
        "drums",
        "drums",
        r"drum ?kits?|drum ?machines?|drums|drum|drummers?|drumming|drum ?beats?|"
        r"beats?(?! per)|breakbeats?|kick(?: drum)?s?|snares?(?: drums?)?|(?:hi|high)[- ]?hats?|hats(?=[\s,.;]|$)|"
        r"(?:ride |crash )?cymbals?|bass drums?|tom[- ]?toms?|toms(?=[\s,.;]|$)|rim ?(?:shot|click)s?",
    ),
    Word("pad", "pad", r"(?:synth )?pads?|drones?"),
    Word("arp", "arp", r"arps?|arpeggios?|arpeggiat(?:ed|ors?)(?: synths?)?|sequencers?"),
    Word("melody", "lead", r"(?:melod(?:y|ies)|tunes?)"),
    Word("lead synth", "lead", r"(?:lead synths?|synth leads?|leads)"),
    Word("synth", "synth", r"synth(?:esi[sz]er)?s?|analog(?:ue)? synths?|moogs?|plucks?"),
    Word("electronics", "synth", r"electronics|electr(?:on)?ic (?:instruments?|sounds?|elements?)", ELECTRONICS),
)

_ENSEMBLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?:full |symphony |chamber )?orchestras?", ("strings", "brass", "woodwind")),
    (r"big band", ("brass", "saxophone", "double bass", "drums", "piano")),
    (r"piano trio|jazz trio", ("piano", "double bass", "drums")),
    (r"power trio", ("electric guitar", "bass", "drums")),
    (r"full band", ("drums", "bass", "guitar", "keys")),
)
_NOT_INSTRUMENTS = re.compile(
    r"\b(?:drum (?:and|&|n|'n'?) bass|drum ?'?n'? ?bass|future bass|bass (?:music|house)|bass drops?(?! out| "
    r"away| in\b| back)|"
    r"beats? per minute|alpha lead)\b",
    re.IGNORECASE,
)
_BY_NAME = {word.name: word for word in INSTRUMENTS}
_FINDER = re.compile(
    "|".join(f"(?P<w{i}>\\b(?:{word.pattern})\\b)" for i, word in enumerate(INSTRUMENTS)), re.IGNORECASE
)
_ENSEMBLE_FINDER = re.compile(
    "|".join(f"(?P<e{i}>\\b(?:{pattern})\\b)" for i, (pattern, _) in enumerate(_ENSEMBLES)), re.IGNORECASE
)


def find_instruments(text: str) -> list[tuple[int, int, str]]:
    """(start, end, canonical name) of each instrument named, in the order written; an ensemble gives its members."""
    found: list[tuple[int, int, str]] = []
    for match in _ENSEMBLE_FINDER.finditer(text):
        found += [(match.start(), match.end(), name) for name in _ENSEMBLES[int((match.lastgroup or "e0")[1:])][1]]
    text = _NOT_INSTRUMENTS.sub(lambda match: " " * len(match.group()), text)
    text = _ENSEMBLE_FINDER.sub(lambda match: " " * len(match.group()), text)
    for match in _FINDER.finditer(text):
        word = INSTRUMENTS[int((match.lastgroup or "w0")[1:])]
        found.append((match.start(), match.end(), _precise(text, match.start(), match.end(), word)))
    return sorted(found)


def role_of(name: str) -> str:
    """The role of a canonical name, a catalogue id or a role itself; empty for a word that is none of these."""
    word = _BY_NAME.get(name)
    if word:
        return word.role
    instrument = catalogue.load().get(name)
    return instrument.role if instrument else name if name in {word.role for word in INSTRUMENTS} else ""


def ids_of(name: str) -> tuple[str, ...]:
    """Catalogue ids of a canonical name, best first; an id stands for itself; empty when a whole role is meant."""
    word = _BY_NAME.get(name)
    return word.ids if word else (name,) if name in catalogue.load() else ()


def _precise(text: str, start: int, end: int, word: Word) -> str:
    """The catalogue id where the words before narrow the instrument down ("muted trumpet"), else the canonical name."""
    if not word.ids:
        return word.name
    before = re.findall(r"([\w-]+)[\s-]+$", text[:start])
    if not before:
        return word.name
    exact = catalogue.find(" ".join([*before, text[start:end]]))
    if exact and exact == catalogue.find(before[0]):
        return word.name  # "clarinet bassoon" are two
    return exact.id if exact and exact.id not in word.ids[:1] and exact.role == _role_of_id(word.ids[0]) else word.name


def _role_of_id(instrument_id: str) -> str:
    instrument = catalogue.load().get(instrument_id)
    return instrument.role if instrument else ""


def alike(instrument_id: str) -> frozenset[str]:
    """Every id that a listener would call by the same word (an upright is a piano), itself included."""
    words = [word.ids for word in INSTRUMENTS if instrument_id in word.ids and word.ids is not ELECTRONICS]
    return frozenset((instrument_id, *(words[0] if words else ())))


def normalize(word: str) -> str:
    """The canonical name of a word a user typed in a list ("cellos" gives ``solo cello``); unknown words come back
    as they are."""
    found = find_instruments(word)
    return found[0][2] if found else word.strip().lower()
