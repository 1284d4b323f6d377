# SPDX-License-Identifier: GPL-3.0-or-later
"""The set that the parser is tuned on: prompts drawn from a grammar of its own, so that the one kept apart stays so."""

import random

GENRES = ("rock", "a folk song", "lo-fi", "techno", "a pop ballad", "jazz", "film music", "funk", "an indie tune")
ABSENT = (
    "{g}, no {x}",
    "{g} without {x}",
    "{g} without any {x}",
    "{g} but leave the {x} out",
    "{g}, hold the {x}",
    "{g}, skip the {x}",
    "{g}, minus the {x}",
    "{g} with everything but {x}",
    "I don't want {x}, just {g}",
    "{g}; there should be no {x}",
    "{g} free of {x}",
    "{g} lacking {x}",
    "{g}, drop the {x}",
    "please avoid {x}, {g}",
    "{g}, exclude {x}",
    "{g} and don't use {x}",
    "{g}, cut the {x}",
    "{g} sans {x}",
    "{g} with no {x} at all",
    "{g}, not any {x}",
    "{g} without the sound of {x}",
    "{g} excluding {x}",
    "no {x} please, {g}",
    "{g}. Never use {x}.",
    "{g} that has no {x}",
    "{g}, zero {x}",
    "{g} with {x} removed",
)
PLAYERS = {
    "drums": "drums",
    "bass": "bass",
    "strings": "strings",
    "brass": "brass",
    "guitars": "guitar",
    "piano": "grand_piano",
    "percussion": "percussion",
}
LENGTHS = (
    ("exactly {n} seconds of {g}", 1),
    ("{g}, {n}s", 1),
    ("{g}, {n} seconds long", 1),
    ("a {n}-second clip of {g}", 1),
    ("{g} lasting {n} seconds", 1),
    ("{g} that lasts {n} secs", 1),
    ("{n} sec {g}", 1),
    ("{g} ({n} seconds)", 1),
    ("{g}, length {n} seconds", 1),
    ("keep it to {n} seconds, {g}", 1),
    ("{g} for {n} seconds", 1),
)
LENGTH_WORDS = (
    ("{g}, a minute and a half", 90),
    ("{g}, one minute and twenty seconds", 80),
    ("{g}, 1:15 long", 75),
    ("{g}, half a minute", 30),
    ("{g}, three and a half minutes", 210),
    ("{g}, a two-minute track", 120),
    ("{g}, about 2 minutes", 120),
    ("{g}, a full minute", 60),
    ("{g} over 45 seconds", 48.6),
    ("{g} between 40 and 50 seconds", 45),
    ("{g}, roughly a minute long", 60),
    ("{g}, 1 min 40", 100),
    ("{g}, 75 second cue", 75),
    ("{g}, two minutes and ten seconds", 130),
    ("{g} of at most 50 seconds", 45),
)
KEYS = (
    ("{g} in D", "D major"),
    ("{g} in B minor", "B minor"),
    ("{g}, key of F", "F major"),
    ("{g} in C-sharp minor", "C# minor"),
    ("{g} in E flat", "Eb major"),
    ("{g}, Gm", "G minor"),
    ("{g} in F sharp major", "F# major"),
    ("{g}, A dorian", "A dorian"),
    ("{g}, key: A minor", "A minor"),
    ("E minor {g}", "E minor"),
    ("{g} in the key of B flat minor", "Bb minor"),
    ("{g} in A, fast", "A major"),
    ("jam on A minor, {g}", "A minor"),
    ("{g} on D dorian", "D dorian"),
)
OTHERS = (
    ("{g}, the piano alone for the first 4 bars", [], ["first piano"]),
    ("{g}, just a harp to begin with", [], ["first harp"]),
    ("{g}; drums by themselves for 4 bars at the start", [], ["first drums"]),
    ("{g}, opens on solo guitar", [], ["first guitar"]),
    ("first the bass, then the drums, {g}", [], ["order bass drums"]),
    ("{g}; strings first, drums later", [], ["order strings drums"]),
    ("{g}: flute, followed by harp, followed by everyone", [], ["order flute harp"]),
    ("{g}, hushed verses, gigantic choruses", [], ["louder verse chorus"]),
    ("{g}, the bridge drops to almost nothing", [], []),
    ("{g} with a soaring chorus and an intimate verse", [], ["louder verse chorus"]),
    ("{g}, crash at 0:12, 25 seconds", ["event hit 12", "length 25"], ["hit 12", "length 25"]),
    ("{g}, 30 seconds, with a stab at 10 s", ["event hit 10"], ["hit 10"]),
    ("{g}, finish on a big cymbal crash", [], ["endhit"]),
    ("{g}, end with a drum hit", [], ["endhit"]),
    ("{g}, an ascending tune throughout", ["contour all up"], ["contour all up"]),
    ("{g} whose melody keeps descending", ["contour all down"], ["contour all down"]),
    ("{g} with the chorus melody climbing", ["contour chorus up"], ["contour chorus up"]),
    ("{g}, trumpet melody", ["leads trumpet"], ["leads trumpet"]),
    ("{g}, the cello sings the tune", ["leads cello"], ["leads cello"]),
    ("{g} with an oboe out front", ["leads oboe"], ["leads oboe"]),
    ("a lone flute", ["closed"], ["only flute"]),
    ("brass trio", ["closed"], ["only brass"]),
    ("three violins and a cello, nobody else", ["closed"], ["only violin,cello"]),
    ("guitar and flute, that's all", ["closed"], ["only guitar,flute"]),
    ("{g}, hardly any drums", ["sparse drums"], ["sparse drums"]),
    ("{g}, a touch of percussion", ["sparse percussion"], ["sparse percussion"]),
    ("{g}, no tune", ["absent melody"], ["nolead"]),
    ("{g} without a melody", ["absent melody"], ["nolead"]),
    ("{g}, nobody singing", ["instrumental"], ["absent vocals"]),
    ("{g}, no intro or outro", ["without intro", "without outro"], ["nosection intro", "nosection outro"]),
    ("{g}, skip the bridge", ["without bridge"], ["nosection bridge"]),
    ("{g}, half-time in the bridge", [], []),
    ("{g}, very calm and empty", [], ["calm"]),
    ("{g}, hardly anything going on, serene", [], ["calm"]),
    ("{g}, furious and relentless", [], ["energetic"]),
    ("{g} with castanets", ["told castanets"], []),
    ("{g} with a hammered dulcimer", ["told dulcimer"], []),
    ("{g}, lyrics in Italian", ["told italian"], []),
    ("{g} à la Radiohead", ["told radiohead"], []),
    ("{g}, gloopy snorfling", ["told gloopy"], []),
    ("{g} with lots of delay", ["told delay"], []),
    ("{g} at 93", ["bpm 93"], ["bpm 93"]),
    ("{g}, 101 bpm, 33 seconds", ["bpm 101", "length 33"], ["bpm 101", "length 33"]),
    ("{g}, gets quicker in the second half, 50 seconds", ["event tempo"], ["tempochange", "length 50"]),
    ("{g}, the key goes up a semitone for the last chorus", ["event key"], ["keychange"]),
    ("{g}, the middle section in 6/8", [], []),
    ("{g}, campfire crackling in the background", ["texture fire"], []),
    ("{g} by the sea, waves", ["texture waves"], []),
)


def rows(seed: int = 7) -> list:
    """The dev set as rows like those of ``prompts.jsonl``."""
    rng = random.Random(seed)
    found = []
    for template in ABSENT:
        for word in rng.sample(sorted(PLAYERS), 2):
            name = PLAYERS[word]
            prompt = template.format(g=rng.choice(GENRES), x=word)
            found.append({"prompt": prompt, "plan": [f"absent {name}"], "notes": [f"absent {name}"], "sound": []})
    for template, _ in LENGTHS:
        seconds = rng.choice((22, 37, 41, 58, 73))
        prompt = template.format(g=rng.choice(GENRES), n=seconds)
        found.append({"prompt": prompt, "plan": [f"length {seconds}"], "notes": [f"length {seconds}"], "sound": []})
    for template, seconds in LENGTH_WORDS:
        prompt = template.format(g=rng.choice(GENRES))
        found.append({"prompt": prompt, "plan": [f"length {seconds}"], "notes": [f"length {seconds}"], "sound": []})
    for template, name in KEYS:
        prompt = template.format(g=rng.choice(GENRES))
        found.append({"prompt": prompt, "plan": [f"key {name}"], "notes": [f"scale {name}"], "sound": []})
    for template, plan, notes in OTHERS:
        found.append({"prompt": template.format(g=rng.choice(GENRES)), "plan": plan, "notes": notes, "sound": []})
    return found
