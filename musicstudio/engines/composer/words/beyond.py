# SPDX-License-Identifier: GPL-3.0-or-later
"""What people ask for that this studio does not have: each with the reason and the nearest thing that it does have.

(pattern, why, nearest in words, what is used instead: instrument ids, or style names)
"""

import re

from msgspec import Struct

from musicstudio.engines.composer.styles import load_styles
from musicstudio.instruments import catalogue


class Beyond(Struct, frozen=True):
    """A thing that cannot be had. kind: instrument, style, production or other. instead: ids or style names to use."""

    kind: str
    pattern: str
    why: str
    nearest: str = ""
    instead: tuple[str, ...] = ()


def _instruments() -> list[Beyond]:
    table = (
        ("nylon_guitar", "nylon-string guitar", r"flamenco guitars?"),
        ("percussion_hand", "hand percussion", r"tablas?|darbukas?|doumbeks?|dhols?|dholaks?|mridangams?|ghatams?|"
         r"surdos?|cuicas?|pandeiros?|palmas|castanets|udus?|frame drums?|riqs?|talking drums?|bodhr[aá]ns?|"
         r"taiko ensemble"),
        ("nylon_guitar", "nylon-string guitar", r"ouds?|lutes?|vihuelas?|guitarr[oó]n|"
                                                r"theorbos?|cuatros?"),
        ("mandolin", "mandolin", r"bouzoukis?|balalaikas?|charangos?|pipas?|saz|baglamas?|tamburas?|domras?|"
                                 r"citterns?"),
        ("harp", "harp", r"koras?|zithers?|lyres?|qanuns?|autoharps?|psalter(?:y|ies)"),
        ("banjo", "banjo", r"sanshins?|ngonis?"),
        ("sitar", "sitar", r"sarods?|veenas?|tanpuras?|sarangis?"),
        ("violin", "violin", r"erhus?|hardanger(?: fiddles?)?|violas? da gamba|rebabs?|kemenches?"),
        ("fiddle", "fiddle", r"hurdy[- ]gurd(?:y|ies)|nyckelharpas?"),
        ("pan_flute", "pan flute", r"quenas?|siku(?:s|ris)?|zampo[nñ]as?"),
        ("flute", "flute", r"bansuris?|neys?|dizis?|native american flutes?|fifes?"),
        ("oboe", "oboe", r"duduks?|zurnas?|suonas?|shawms?|crumhorns?"),
        ("accordion", "accordion", r"concertinas?|melodeons?"),
        ("dark_pad", "a dark drone", r"didgeridoos?|didjeridus?"),
        ("soft_lead", "a soft synth lead", r"theremins?|ondes martenot|musical saws?|otamatones?"),
        ("marimba", "marimba", r"balafons?|gamelan|angklungs?|gongs?|handpans?|hang drums?"),
        ("celesta", "celesta", r"(?:(?:temple|bronze|hand|cow|sleigh) )?(?<!cow)(?<!tubular )(?<!church )bells?(?! "
                               r"(?:pad|synth))|chimes|glass harmonicas?|singing bowls?|wind chimes"),
        ("trumpet", "trumpet", r"cornets?|flugelhorns?|bugles?"),
        ("french_horn", "French horn", r"alphorns?|euphoniums?|wagner tubas?|conch(?:es)?"),
        ("poly_synth", "a poly synth", r"mellotrons?|melodicas?|keytars?|omnichords?|stylophones?|vocoders?"),
        ("contrabass", "contrabass", r"octobass(?:es)?"),
        ("clean_guitar", "electric guitar", r"slide guitars?|baritone guitars?"),
    )  # fmt: skip
    return [
        Beyond("instrument", words, "the studio has no such instrument", nearest, (instrument,))
        for instrument, nearest, words in table
    ]


def _styles() -> list[Beyond]:
    table = (
        ("classical", r"carnatic|hindustani|ragas?|gagaku|gamelan|peking opera|dhrupad"),
        ("salsa", r"norte[nñ]o|bachata|merengue|tango|soca|zouk|kizomba|"
         r"forr[oó]|calypso"),
        ("folk", r"fado|klezmer|balkan|rebetiko|polkas?|yodel(?:ing|ling)?|sea shant(?:y|ies)|"
                 r"shant(?:y|ies)|"
         r"schlager|chanson|qawwali|gypsy jazz|manouche"),
        ("trap", r"grime|mumble rap|cloud rap|crunk|bhangra"),
        ("house", r"gqom|footwork|juke|bassline house|moombahton|"
                  r"nu[- ]disco|"
         r"jersey club|baile funk"),
        ("indie_pop", r"math rock|emo|slowcore|midwest emo|post-?punk"),
        ("pop", r"hyper-?pop|k-?pop|j-?pop|c-?pop|eurovision|bubblegum"),
        ("funk", r"disco|yacht rock|boogie(?![- ]?woogie)"),
        ("blues", r"boogie[- ]?woogie|barrelhouse|stride piano|zydeco|swamp blues"),
        ("lofi_hip_hop", r"trip[- ]hop|vapor-?wave|chillwave|jersey|witch house"),
        ("drum_and_bass", r"dubstep|breakcore|gabber|hardstyle|jungle terror|riddim|neurofunk|breakbeat"),
        ("metal", r"djent|deathcore|grindcore|screamo|black metal|metalcore|sludge|doom"),
        ("reggae", r"rocksteady|dancehall|dub(?!step)"),
        ("afrobeat", r"afro-?beats?(?= pop)|highlife|soukous|gnawa|rai|mbalax|afro ?house"),
        ("ambient", r"drone metal|noise music|musique concr[eè]te|vaportrap|dungeon synth"),
    )  # fmt: skip
    return [
        Beyond("style", words, "the studio has no style of its own for it", style.replace("_", " "), (style,))
        for style, words in table
    ]


LANGUAGES = (
    r"spanish|german|french|italian|portuguese|japanese|korean|chinese|mandarin|cantonese|hindi|urdu|arabic|russian|"
    r"latin|greek|turkish|polish|swedish|norwegian|danish|dutch|finnish|hebrew|swahili|welsh|gaelic|ukrainian"
)
_OTHERS = (
    Beyond("production", r"auto-?tuned?", "voices are not retuned audibly here", "a clean voice"),
    Beyond("production", r"(?:end(?:s|ing)?|stop(?:s|ping)?|finish(?:es|ing)?|cut(?:s|ting)? off)(?: very)? "
                         r"(?:abrupt(?:ly)?|"
                         r"sudden(?:ly)?|cold|mid[- ]\w+|without (?:a )?(?:warning|resolution|resolving|fade))|"
                         r"(?:abrupt|sudden|cold|hard) (?:end(?:ing)?|finish|cut(?:-?off)?)(?: at the end)?",
           "every piece here ends on a chord that rings out", "a stop of two beats, or cut the end in the editor"),
    Beyond("production", r"(?:(?:small|large|big|concert|church|empty|live|dry|wet) )?(?:hall|room|cathedral|"
                         r"church|stadium|cave|"
                         r"plate|spring|chamber|arena) (?:ambien(?:ce|t)|acoustics?|reverb(?:eration)?|echo)",
           "effects are set in the mixer, not by the prompt", "the strip's reverb and delay sends in the mixer"),
    Beyond("production", r"(?:(?:more |hard |slightly )?(?:to|on|in|from) the (?:far |hard )?(?:left|right)(?: "
                         r"side| channel| "
                         r"speaker| ear)?(?! hand| note| key| chord| time| place))",
           "mixing is done in the mixer, not by the prompt", "the track's pan in the mixer"),
    Beyond("other", r"(?:only |just |always )?on (?:the )?(?:(?:1st|2nd|3rd|4th|first|second|third|fourth|last|"
                    r"every|each|weak|"
                    r"strong|\d) (?:beats?|quarters?)|beats? \d(?: and \d)?|2 and 4|1 and 3|off-?beats?|ands?|"
                    r"upbeats?|"
                    r"downbeats?)",
           "the style decides which beats are struck", "half-time, double-time, or the drum grid in the editor"),
    Beyond("other", r"(?:every|each) (?:\d+|few|couple of) (?:bars?|beats?|measures?|seconds?|minutes?)",
           "what comes back every few bars cannot be asked", "say it of sections, or at moments"),
    Beyond("other", r"(?:in |with |for )?(?:the |my |his |her )?(?:left|right|both) hands?",
           "hands are not told apart", "the tune an octave lower, or a bass part"),
    Beyond("production", r"8d(?: audio)?|binaural(?: beats?)?|dolby(?: atmos)?|atmos(?: mix)?|(?:in )?(?:5|"
                         r"7)\.1(?: surround)?|surround(?: sound)?",
           "songs are made in stereo", "wide stereo"),
    Beyond("production", r"(?:tuned (?:to|at) )?a ?= ?4\d\d|(?:at )?4(?:32|15|28|44) ?hz|5\d\d ?hz|"
                         r"solfeggio(?: frequenc\w+)?",
           "instruments are tuned to A = 440 Hz", "A = 440 Hz"),
    Beyond("other", r"drop(?:ped)?[- ](?-i:[A-G])(?:b|#| flat| sharp)?(?: tun(?:ing|ed))?|(?-i:DADGAD)|"
                    r"(?:open|alternate|drop(?:ped)?|down-?) ?(?:(?-i:[A-G]) )?tun(?:ing|ed)s?|"
           r"tuned (?:a |half a |1 )?[\w ]{0,12}down",
           "guitars keep their usual tuning", "a lower key, or the guitars an octave lower"),
    Beyond("production", r"micro-?tonal(?:ity)?|quarter[- ]?tones?|just intonation|24-?tet|maqam",
           "notes lie on the twelve semitones", "phrygian mode"),
    Beyond("production", r"(?:lots? of |less |more |huge |heavy |no )?(?:reverb(?:ed|eration)?|delay|"
                         r"echo(?:es)?|chorus effect|flanger|phaser|"
           r"distortion pedal|bit-?crush(?:ed|er)?|slowed and reverb(?:ed)?|slowed(?: down)?(?= and "
           r"reverb))(?: on \w+(?: \w+)?)?",
           "effects are set in the mixer, not by the prompt", "the strip's reverb and delay sends in the mixer"),
    Beyond("production", r"side-?chain(?:ed|ing)?|compress(?:ed|ion|or)|eq'?(?:ed|d)?|high-?pass|low-?pass|"
                         r"filter sweeps?|"
           r"pan(?:ned)?(?: hard)?(?: the \w+| it)?(?: to the)? (?:left|right)|stereo width|multiband|master(?:ed|"
           r"ing)?(?= to| at| loud)",
           "mixing is done in the mixer, not by the prompt", "the track's strip in the mixer"),
    Beyond("production", r"revers(?:e|ed) (?:it|guitar|piano|drums|cymbals?|audio)|reverse it|backwards|tape "
                         r"stop|glitch(?:y|es|ed)?|stutters?|chopped(?: and screwed)?|"
           r"(?:record |turntable )?scratch(?:es|ing)?|air ?horns?|sirens?|gun ?shots?|vocal chops?|samples? "
           r"of [\w ]+|sampled",
           "recorded effects of this kind are not made here", "import a sound and place it on the timeline"),
    Beyond("production", r"wobbl(?:e|es|y|ing)(?= |,|\.|$)(?: tape)?", "no pitch wobble is made", "the lo-fi style"),
    Beyond("production", r"bird ?song|birds?(?: chirping| singing| sounds)?|crickets|traffic(?: noise)?|"
                         r"crowd(?: noise| cheering)?|applause|footsteps|"
           r"thunder(?:storm)? sounds?|rain ?forest(?: ambience| sounds)?|cafe (?:noise|ambience)|city "
           r"(?:noise|sounds)|train sounds?|heartbeat(?: sound)?",
           "that sound is not made here", "rain, waves, wind, fire, vinyl or hiss; or import a recording"),
    Beyond("other", rf"(?:sung |sing(?:ing|s)?(?: it)? |lyrics |vocals |rap(?:ped)? )?in (?:{LANGUAGES})|"
           rf"(?:{LANGUAGES})(?: lyrics| vocals| singing| words| rap)", "voices sing English only", "English lyrics"),
    Beyond("other", r"pentatonic(?: scale)?|whole-?tone scale|octatonic|chromatic scale|blues scale|harmonic minor|"
           r"(?:only |use )*(?:the )?(?:black|white) keys(?: only)?|12-?tone|twelve-?tone|atonal",
           "melodies keep to the major, minor and church modes", "dorian or minor"),
    Beyond("other", r"(?:more |less |heavily )?syncopat(?:ed|ion)|"
                    r"poly-?rhythm(?:s|ic)?|poly-?met(?:er|re|ric)|rubato",
           "the style decides the feel of the rhythm", "swung or straight eighths"),
    Beyond("other", r"(?:chromatically )?(?:de|a)scending bass ?lines?|chromatic bass(?: ?line)?|pedal "
                    r"(?:point|note)|walking(?= down)",
           "bass lines follow the chords", "a walking bass"),
)  # fmt: skip
ALL: tuple[Beyond, ...] = (*_OTHERS, *_instruments(), *_styles())
_FINDERS = tuple((each, re.compile(rf"(?<![\w'])(?:{each.pattern})(?![\w'])", re.IGNORECASE)) for each in ALL)
_ARTIST = re.compile(
    r"\b(?:[Ii]n the (?:style|vein|manner|spirit) of|(?:[Ss]ounds?|[Ss]ounding) like|[Ll]ike|à la|a la|"
    r"[Ii]nspired by|"
    r"[Rr]eminiscent of|[Cc]over of|[Rr]emix of)\s+(?:the |a |an )?((?:[A-Z][\w'.&-]*)(?:\s+(?:[A-Z][\w'.&-]*|"
    r"of|the|and|&))*)"
)
_ARTIST_WHY = "no artist, song or composer is imitated"


def _is_here(what: Beyond, words: str) -> bool:
    """Whether the studio has an instrument or a style of this very name after all."""
    if what.kind == "instrument":
        return catalogue.knows(words)
    name = re.sub(r"[\s-]+", "_", words.lower())
    return what.kind == "style" and name in load_styles().styles


def find_beyond(text: str) -> list[tuple[int, int, Beyond]]:
    """(start, end, what) of everything in a (tidied) text that cannot be had, longest first at one place."""
    found = [
        (m.start(), m.end(), each)
        for each, finder in _FINDERS
        for m in finder.finditer(text)
        if not _is_here(each, m.group())
    ]
    artist = Beyond("other", "", _ARTIST_WHY, "name the style, mood and instruments")
    found += [(match.start(), match.end(), artist) for match in _ARTIST.finditer(text)]
    found.sort(key=lambda item: (item[0], item[0] - item[1]))
    kept: list[tuple[int, int, Beyond]] = []
    for item in found:
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
    return kept
