# SPDX-License-Identifier: GPL-3.0-or-later
"""Words of order, strength, place and motion: what a musician writes about the course of a piece.

Each table is (meaning, pattern). Patterns are matched on lower-case text between word boundaries, longest table first.
"""

SECTIONS: tuple[tuple[str, str], ...] = (
    ("prechorus", r"pre-?\s?chorus(?:es)?"),
    ("chorus", r"chorus(?:es)?|refrains?|hooks?"),
    ("intro", r"intros?|introductions?"),
    ("verse", r"verses?"),
    ("bridge", r"bridges?|middle (?:8|eight)"),
    ("break", r"break-?downs?|(?<!drum )breaks?"),
    ("build", r"build[- ]?ups?|builds?(?= for| of|-| then| section| \(| \[|\]|:|,|$)"),
    ("drop", r"(?:the |a |huge |big )?drops?(?! out| away| the| to| d| in)(?= |,|\.|;|:|\]|\)|$)"),
    ("solo", r"solos?(?: section| break)?"),
    ("outro", r"outros?|codas?"),
)
FINALE = (
    r"ending(?= (?:should|must|is|has|needs|turns|sounds|feels|in|to be)\b)|"
    r"finale|grand finale|closing section|last section|final section|ending section"
)

LEVELS: tuple[tuple[float, str], ...] = (
    (
        0.05,
        r"(?:hardly|barely) anything(?: going on| happening)?|nothing(?: much)? happening|"
        r"whisper(?:ed|ing|y)?|hush(?:ed)?|barely (?:there|audible)|almost (?:silent|nothing)(?: happening)?|faint|"
        r"as quiet(?:ly)? as possible|pianissimo|ppp?",
    ),
    (0.12, r"(?:very |really |super |much )(?:soft(?:ly|er)?|quiet(?:ly|er)?|calm(?:er)?|gentle)"),
    (
        0.16,
        r"quiet(?:ly)?|soft(?:ly)?|tender(?:ly)?|delicate(?:ly)?|calm(?:ly)?|gentle|gently|intimate|subdued|"
        r"low-?key|peaceful|stripped(?:[ -](?:back|down|bare))?|piano(?= dynamic)|bare|small",
    ),
    (
        0.24,
        r"spars(?:e|er|ely)|thin(?:ned out)?|empty|restrained|understated|light(?:ly)?(?= verse| intro| bridge)|"
        r"quieter|softer|calmer|gentler|smaller|mellower|thins out",
    ),
    (0.5, r"moderate(?:ly)?(?= loud| energy)|mezzo(?:forte|piano)?|medium energy"),
    (
        0.8,
        r"loud(?:ly|er)?|strong(?:er|ly)?|full(?:er)?(?! stop| band| strings| orchestra| minute)|big(?:ger)?|dense|"
        r"thick|lively|livelier|busier|powerful|forte|heavier|high[- ]energy|energetic|intense|bold|lush",
    ),
    (
        0.97,
        r"huge|massive|enormous|explosive|thunder(?:ous|ing)|gigantic|roaring|towering|anthemic|colossal|"
        r"(?:very|really|extremely|super) (?:loud|big|intense|strong)|fortissimo|fff?|explod(?:e|es|ing)|erupts?|"
        r"soaring|blazing|full blast|wall of sound|climactic|monumental",
    ),
)

JOIN = (
    r"(?:then |only |finally |both )?(?:comes? in|coming in|joins?(?: in(?! (?:the |at |on |bar |verse|chorus|"
    r"bridge|intro|outro|last |first |second |final )))?|joining(?: in)?|enters?|entering|"
    r"kicks? in|arrives?|appears?|is added|are added|added|gets? added|starts? playing|fades? in|"
    r"(?:slip|sneak|creep|slide|drift|float|glide|ease|pop|chime|swoop)s? in|"
    r"bursts? in|steps? in|drops? in|takes? over|is introduced|are introduced|begins? to play|return(?:s|ing)?|"
    r"comes? back(?: in)?|start(?=s? (?:at|in|on|with the (?:verse|chorus))))(?: gradually| slowly| later| one "
    r"by one| softly)?"
)
BRING = r"(?:bring(?:s|ing)? in|add(?:s|ing)?(?: in)?|introduc(?:e|es|ing)|layer(?:s|ing)? in|throw in)"
LEAVE = (
    r"(?:drops? out|dropping out|leaves?|leaving|disappears?|falls? (?:away|silent|out)|sits? out|rests?|goes? away|"
    r"(?:stops?|stopping)(?: playing| again)|"
    r"(?<!stay )(?<!stays )(?<!staying )out(?= (?:for|in|during|until|till|from|at) (?:the|bar|measure|"
    r"\d))|(?<=they )stop|has gone|have gone|gone|is gone|are gone|is "
    r"removed|cuts? out|is silent|are silent|fades? out|pauses?)"
)
STAY_OUT = r"(?:stays? out|waits?|silent|tacet|absent|don'?t play|doesn'?t play|not play(?:ing)?|held back)"
START = (
    r"(?:start(?:s|ing)?(?: (?:off|out))?(?: just)?(?: with| on| from|ing with)?|begin(?:s|ning)?(?: with)?|"
    r"open(?:s|ing)(?: with| on)|opens?(?: with| on)?|intro(?:duction)? (?:with|of|is|played by|by)|kick(?:s|"
    r"ing)? off with|"
    r"first (?:only|just|the|come|comes)|first(?= |,|;|$)|to begin with|to start with|at first)"
)
THEN = r"(?:and |but )?(?:then|after that|afterwards|next|followed by|later|finally|and finally|lastly|at last|before)"
ONLY = (
    r"(?:only|just|nothing but|solely|purely|exclusively|alone|nothing else|and nothing else|by (?:itself|"
    r"themselves)|unaccompanied|nobody else|no one else|that's (?:all|it)|no other instruments?|solo|lone|on "
    r"its own|on their own|single)"
)
LEAD_PHRASES = (
    r"(?:takes? the lead|taking the lead|(?:carr(?:y|ies|ying)|plays?|has|sings?|takes?|holds?) the "
    r"(?:(?:main|whole|lead) )?(?:tune|"
    r"melody|lead|theme)|"
    r"(?:is|are|be|being|as) the (?:star|hero|focus|(?:main|leading) (?:thing|instrument|voice|attraction)|"
    r"cent(?:re|er) of attention)(?: of (?:the show|it all))?|stands? out|dominates?|takes? the spotlight|"
    r"in the (?:foreground|spotlight)|front and cent(?:re|er)|"
    r"on (?:the )?(?:lead|melody)|up front|in (?:the )?front|out front|in the lead|is the star|takes? "
    r"cent(?:re|er) stage|on top)"
)
LEAD = r"(?:leads?|leading|featured|(?:melody|tune|theme)|solos?(?=$|,| over| on top))"
LED_BY = (
    r"(?:(?:melody|tune|theme) for(?: the| an?| solo)?|led by|lead by|driven by|featuring|carried by|"
    r"fronted by|(?:melody|tune|theme|lead)(?: is)?(?: played)? "
    r"(?:on|by)(?: the| a| an)?|give the (?:melody|tune|lead) to(?: the| a)?|"
    r"plays? the (?:melody|tune|theme) (?:on|with)(?: the| a| an)?)"
)
BACKING = (
    r"(?:backed by|accompanied by|in the background|underneath|behind it|as accompaniment|in support|supporting|"
    r"background|under it)"
)
COMPOUND_HITS = (
    r"(?:big |huge |final |loud )?(?:cymbal|orchestra(?:l)?|drum|gong|snare) (?:crash|hit|stab|stroke)(?:es|s)?"
)
HITS = (
    r"(?:hits?|accents?|impacts?|stabs?|crash(?:es)?|explosions?|hit ?points?|slams?|"
    r"(?:big |huge |final )?(?:cymbal|orchestra(?:l)?|drum) (?:crash|hit|stab)(?:es|s)?)"
)
STOPS = (
    r"(?:(?:everybody|everyone|all (?:the )?(?:instruments|players|parts)) (?:stops?|pauses?|falls? silent|"
    r"goes? silent)|"
    r"everything (?:stops|goes silent|falls silent|cuts out|pauses)|(?:full|complete|dead|sudden|total) "
    r"(?:stop|silence|pause)|"
    r"(?:the )?(?:music|band|all) (?:stops|pauses|goes silent)|silence|cut to silence|general pause|grand "
    r"pause|tacet|"
    r"stop[- ]time|all stop|stops? dead|(?:full )?stops?(?= (?:at|on|for|before|after))|pause)"
)
SHIFTS = (
    r"(?:(?:mood|tone|atmosphere|feel|energy) (?:shift|change|switch|turn)s?|(?:shift|change|switch|turn)s?(?: "
    r"in| of)? (?:mood|tone)|"
    r"turns?(?: (?:to|into))?|becomes?|becoming|shifts?(?: to)?|changes? to|gets|switches? to|goes|resolves? "
    r"(?:to|into))"
)
_IN_SECTION = (
    r"(?= (?:in|through|during|for|over) (?:the |every |each |all )?(?:\w+ )?"
    r"(?:verse|chorus|bridge|hook|intro|outro|refrain))"
)
UP = (
    r"(?:up"
    + _IN_SECTION
    + r"|rising|rises?|ascending|ascends?|climb(?:s|ing)?(?: higher(?: and higher)?)?|going up(?:wards?)?|goes "
    r"up(?:wards?)?|"
    r"upwards?|upward|soars? up|moves? up|lifting|lifts|higher and higher|stepping up)"
)
DOWN = (
    r"(?:down"
    + _IN_SECTION
    + r"|falling|falls?|fall|descending|descends?|going down(?:wards?)?|goes down(?:wards?)?|downwards?|downward|"
    r"sink(?:s|ing)?|drooping|moves? down|lower and lower|stepping down|cascad(?:es|ing))"
)
TUNE = r"(?:melod(?:y|ies)|tunes?|hooks?|top ?lines?|lead lines?|themes?|vocal lines?|melodic lines?|phrases?)"
RISING_ALL = (
    r"(?:crescendos?|build(?:s|ing)?(?: up)?(?: (?:steadily|gradually|slowly))?(?: to| from| towards)?(?: (?:a |an "
    r")?(?:huge |big |massive )?"
    r"(?:climax|peak))?|(?:gradually|slowly|steadily) (?:build|ris|grow|intensif|get)\w*(?: louder| up)?|"
    r"grow(?:s|ing)(?: louder| in intensity)?|growing intensity|rising tension|keeps? (?:building|growing)|"
    r"gets? (?:louder|bigger|more intense)(?: and (?:louder|bigger|more intense))?|swells?(?= (?:up|to|over)))"
)
FALLING_ALL = (
    r"(?:diminuendos?|decrescendos?|fad(?:es|ing) to (?:a |an )?[\w ]{0,14}(?:finish|end|close|stop|nothing|"
    r"silence|black)|dwindl(?:es|ing)|fad(?:e|es|ing)(?: away| out| to nothing| down)+|dies? (?:away|down)|winds? down|"
    r"calms? down|quiets? down|gets? (?:quieter|softer|calmer)(?: and (?:quieter|softer))?|ebbs away|"
    r"(?:gradually|slowly|steadily) (?:calm|fad|quiet|die|soften)\w*(?: down| away| out)?)"
)
PEAK = (
    r"(?:the )?(?:loudest|biggest|strongest|most intense|highest) (?:moment|point|part|bit|peak)(?: is| comes?| "
    r"should be)?|"
    r"(?:it )?(?:climax(?:es)?|peaks?|culminat(?:es|ion))(?: is| comes?)?|(?:the )?(?:climax|peak|high "
    r"point)(?: is| comes?)?"
)
FOUR_ON_FLOOR = (
    r"(?:a )?(?:steady |pounding )?(?:4|four)[- ]on[- ](?:the[- ])?floor(?: kick(?: drum)?s?| beat| drums?)?|"
    r"(?:the )?(?:kick|bass drum)(?: drum)?s? (?:on )?(?:every|each|all(?: 4)?) (?:beats?|quarters?(?: notes?)?)|"
    r"disco beat"
)
KEY_CHANGE = (
    r"(?:(?:key change|change of key|modulat(?:e|es|ion|ing)|truck driver(?: change)?)(?: up| down)?(?: "
    r"by)?(?: a| an| 1| one)?(?: (?:key|half[- ]step|whole[- ]step|(?:whole )?tone|semitone|minor 3rd|third|"
    r"fourth|4th|fifth|5th))?|"
    r"(?:goes |go |lifts? |moves? |shifts? )?up (?:by )?(?:a |1 |one )?(?:key|half[- ]step|whole[- ]step|"
    r"(?:whole )?tone|semitone|minor 3rd|third|fourth|4th|fifth|5th))"
)
STEPS: tuple[tuple[int, str], ...] = (
    (1, r"half[- ]step|semitone"), (2, r"whole[- ]step|whole tone|(?<!semi)tone\b"), (3, r"minor (?:3rd|third)"),
    (4, r"(?:major )?(?:3rd|third)"), (5, r"4th|fourth"), (7, r"5th|fifth"), (12, r"octave"),
)  # fmt: skip
FASTER = (
    r"(?:speeds? (?:it |everything |things )?up|accelerandos?|accelerat(?:es|ing)|(?:keeps? )?"
    r"gett?(?:s|ing)? (?:faster|quicker)(?: and (?:faster|quicker))?|"
    r"quickens|faster and faster|"
    r"picks? up (?:speed|the pace))"
)
SLOWER = (
    r"(?:slows? (?:it |everything |things |the (?:song|music|tempo) )?down|slowing (?:it )?down|ritardandos?|"
    r"rit\.?|rallentandos?|rall\.?|(?:keeps? )?gett?(?:s|ing)? slower(?: and slower)?|slower and slower|"
    r"slows? to a (?:halt|crawl))"
)
DOUBLE_TEMPO = r"(?:double the (?:tempo|speed)|twice (?:as fast|the (?:tempo|speed))|tempo doubles)"
HALF_TEMPO = r"(?:half the (?:tempo|speed)|halve the tempo|twice as slow|tempo halves)"
HALF_TIME = r"half[- ]?time(?: feel)?"
DOUBLE_TIME = r"double[- ]?time(?: feel)?"
KEEP = r"(?:keep(?:ing)?|leave|preserve|retain|don'?t (?:touch|change)|same)"

_EIGHTHS = r"(?:8ths?|eighths?|quavers?)(?: notes?)?"
SWINGS: tuple[tuple[str, str], ...] = (
    (
        "straight",
        rf"(?:(?:dead|all|completely|strictly|perfectly|even) )?straight(?: (?:{_EIGHTHS}|feel|time|rhythm|"
        rf"groove|beat|16ths?))|"
        rf"even {_EIGHTHS}|(?:not|never|no|without(?: any)?|un)[ -]?(?:swung|swing|shuffled|shuffle)(?: "
        rf"(?:at all|feel|{_EIGHTHS}))?|"
        r"(?:don'?t|do not|doesn'?t|must not) swing(?: it)?|unswung|played straight",
    ),
    (
        "swung",
        rf"(?:(?:heavily|lightly|hard|gently|slightly|medium|a bit) )?swung(?: (?:{_EIGHTHS}|feel|rhythm|"
        rf"groove|beat|hats?|16ths?))?|"
        rf"swing(?:ing)? (?:{_EIGHTHS}|feel|rhythm|groove|beat|it)|(?:bit|touch|lot|little|hint) of swing|more swing|"
        rf"(?:a |with )?(?:heavy |hard |slow |light )?(?:shuffl(?:ed?|es|ing)|shuffle)(?: (?:feel|rhythm|"
        rf"groove|beat|{_EIGHTHS}|it))?|"
        rf"triplet (?:feel|groove|swing)|(?:let|make) it swing",
    ),
)
TEXTURES: tuple[tuple[str, str], ...] = (
    ("vinyl", r"vinyl(?: (?:crackle|noise|static|hiss|warmth))?|(?:record|needle) (?:crackle|noise)|crackles?|"
              r"(?<!fire )crackling(?! fire)"),
    ("rain", r"rain(?:drops|fall)?(?: sounds?| noise| ambience)?|drizzle|raining"),
    ("waves", r"(?:ocean|sea) (?:waves?|sounds?|ambience)|waves(?= |,|$)|surf(?= sounds?| noise)|seashore"),
    ("wind", r"wind(?: howling| noise| sounds?| blowing)?(?! instrument| section| ensemble| quintet|s)|howling "
             r"wind|breeze"),
    ("fire", r"(?:crackling )?(?:fire(?:place)?|campfire)(?: crackling| sounds?)|crackling (?:fire(?:place)?|"
             r"campfire)"),
    ("hiss", r"tape (?:hiss|noise|saturation)|hiss|white noise|static noise"),
)  # fmt: skip

PURPOSES: tuple[tuple[str, str], ...] = (
    ("podcast", r"podcasts?"), ("game", r"(?:video )?games?|platformer|boss (?:fight|battle)"),
    ("film", r"(?:short )?films?|movies?|documentar(?:y|ies)|trailers?"),
    ("advertisement", r"(?:ads?|adverts?|advertisements?|commercials?)"), ("video", r"(?:you ?tube |tik ?tok |"
                                                                                    r"instagram |travel |"
                                                                                    r"product |promo |music |"
                                                                                    r"social media |drone |training "
              r")?(?:videos?|vlogs?|you ?tube|reels?|clips?|tik ?toks?)"),
    ("corporate", r"corporate|business|explainers?|presentations?|slide ?shows?|onboarding|keynotes?|conferences?"),
    ("celebration", r"birthdays?|part(?:y|ies)(?! of)|celebrations?|new year'?s?(?: eve)?|graduations?|"
                    r"anniversar(?:y|ies)|christmas|hallowe'?en|holidays?"),
    ("wedding", r"weddings?"), ("sleep", r"sleep(?:ing)?|lullab(?:y|ies)"), ("workout", r"work-?outs?|gym"),
    ("background", r"background music|hold music|elevator music"), ("stream", r"(?:live)?streams?"),
)  # fmt: skip

FILLER = frozenset({
    "entire", "around",
    "1", "whatsoever", "whose", "ideally", "actually", "kinda", "totally", "literally", "definitely", "basically", "ok",
    "okay", "hi", "hello", "thanks", "thank", "dear", "exactly", "precisely", "approximately", "roughly", "simply",
        "really", "maybe", "perhaps", "please", "here",
    "underscore", "demo", "called", "form", "structure", "arrangement", "line", "lines", "me", "give",
    "a", "about", "also", "am", "an", "and", "any", "are", "as", "at", "based", "be", "beautiful", "bed",
    "been", "being", "bit", "both", "but", "by", "can", "compose", "composed", "composition", "cool", "could",
    "create", "cue", "do", "does", "feel", "feeling", "feels", "for", "from",
    "while", "whereas", "generate", "get", "gets", "good", "great", "had", "has", "have", "having", "her", "him",
        "himself", "his", "how",
    "i", "i'd", "i'm", "i've", "if", "in", "instrument", "instruments", "into", "is", "it", "it's", "its", "itself",
    "just", "kind", "lasting", "length", "let", "let's", "like", "lovely", "make",
    "makes", "mood", "moods", "music", "musical", "my", "need", "needs", "new", "nice", "of", "on", "one",
    "or", "our", "part", "parts", "per", "piece", "pieces", "play", "played", "playing", "plays",
    "plus", "purpose", "purposes", "quite", "s", "section", "sections", "she", "should", "so", "some", "something",
    "song", "songs", "sort", "sound", "sounding", "sounds", "style", "styled", "that", "that's", "the", "their",
    "them", "themselves", "theme", "there", "these", "they", "this", "those", "through", "throughout", "time", "times",
    "to", "too", "total", "track", "tracks", "tune", "type", "us", "use", "using", "uses", "very", "via", "vibe",
        "vibes",
    "want", "wants", "was", "way", "we", "were", "what", "where", "which", "who", "whole", "why", "will", "with",
    "within", "would", "write", "written", "you", "your", "featuring", "features", "made",
    "must", "tempo",
})  # fmt: skip

RELATIONS = frozenset({
    "no", "not", "only", "never", "nothing", "none", "without", "off", "up", "down", "out", "again", "back", "instead",
    "less", "more", "most", "least", "much", "than", "except", "until", "till", "before", "after", "during",
    "when", "whenever", "then", "once", "still", "all", "another", "other", "others", "same", "short", "under",
    "background", "half", "twice", "double", "first", "last", "version", "long", "full", "each", "every", "own",
    "little", "lot", "over", "between", "number", "add",
})  # fmt: skip
"""Words that turn or place what stands beside them; where no reader took one, that is told: what it says is lost."""

ACOUSTIC = (
    r"(?:strictly |purely |fully |entirely |completely )?acoustic(?: instruments)? only|"
    r"(?:(?:only|just|all|purely|strictly|fully|entirely|completely|100%)[ -])acoustic(?: instruments?)?"
    r"(?! (?:\w+ )?(?:guitar|bass|piano|drum))|acoustic instruments|unplugged|"
    r"nothing (?:electric|electronic|amplified)|no electricity"
)
THINNED = (
    r"(?:everything|it|the band|all|the music|the whole thing) (?:drops|strips|thins|falls|cuts|reduces|"
    r"narrows|goes)(?: back| down| out| away)* "
    r"to(?: just| only)?"
)
HOME = (
    r"(?:ends?|ending|finish(?:es)?|resolves?|closes?)(?: \w+ly)? (?:on|to|at) (?:the )?"
    r"(?:tonic|root|home(?: chord| note)?)"
)
