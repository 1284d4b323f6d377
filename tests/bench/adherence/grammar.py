# SPDX-License-Identifier: GPL-3.0-or-later
"""Wishes put together at random from a grammar that is not the parser's: each with the checks that would show it.

``rows(count, seed)`` gives lines of the format of the sets. A wish that is not obeyed must be told: nothing else is
asked here, so wordings that nobody taught the parser are welcome.
"""

import random

WISHES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    # tempo, key, metre, length
    (("at 96 beats per minute", "tempo 96", "♩ = 96", "96bpm please", "with a pulse of 96 BPM"), ("bpm 96 ?? 96",)),
    (("in E flat minor", "E♭ minor", "key: Eb min", "the key is e-flat minor"), ("scale Eb minor ?? minor|flat|eb",)),
    (("in waltz time", "three beats to the bar", "in 3/4", "counted in three"), ("meter 3/4 ?? waltz|three|3",)),
    (("in 6/8", "six-eight time", "with a 6/8 lilt"), ("meter 6/8 ?? 6/8|six|lilt",)),
    (("lasting 48 seconds", "48 secs long", "0:48 total", "it runs for forty-eight seconds"), ("length 48 "
                                        "?? 48|forty",)),
    # who plays
    (("carried by a bassoon", "the melody belongs to the bassoon", "bassoon front and centre"), (
        "leads bassoon ?? bassoon",)),
    (("no drums at all", "drums are off the table", "leave the drums at home", "zero drums"), ("absent "
                                        "drums ?? drums",)),
    (("banjo is a must", "do include a banjo", "some banjo picking"), ("plays banjo ?? banjo",)),
    (("just oboe and harp, nobody else", "an oboe and a harp play, no other instrument"), ("only oboe,harp "
                                        "?? only|just|nobody|other",)),
    (("with at most three instruments", "three instruments tops", "never more than three instruments"), (
        "parts<=3 ?? three",)),
    (("without any electric guitars", "electric guitars are forbidden", "ban electric guitars"),
     ("absent clean_guitar ?? electric", "absent overdriven_guitar ?? electric", "absent distorted_guitar ?? electric",
      "absent muted_guitar ?? electric")),
    (("long held cello notes", "the cello plays really long notes"), ("long cello ?? long|held",)),
    (("staccato trumpet", "the trumpet plays short notes"), ("short trumpet ?? staccato|short",)),
    (("piano arpeggios", "the piano breaks its chords", "broken chords on the piano"), ("broken piano ?? "
                                        "arpegg|break|broken",)),
    # groove
    (("swung eighths", "with a swing feel", "shuffled", "give it a shuffle"), ("swing ?? swing|swung|shuffl",)),
    (("dead straight eighth notes", "not swung at all"), ("straight ?? straight|swung",)),
    (("walking bass", "the bass walks in quarters"), ("walking ?? walk",)),
    (("kick on every quarter", "four to the floor"), ("fouronfloor ?? kick|floor",)),
    # course
    (("it builds from almost nothing to a roar", "ever louder until the end"), ("rising ?? build|louder|"
                                        "roar|growing",)),
    (("it dwindles towards the end", "gradually dying away"), ("falling ?? dwindl|dying|fading",)),
    (("quiet verses and loud choruses", "verses hushed, choruses blasting"), ("louder verse chorus ?? quiet|"
                                        "hushed|loud|blast",)),
    (("the trumpet stays silent until the chorus", "hold the trumpet for the chorus"), ("entersin trumpet "
                                        "chorus ?? trumpet|hold",)),
    (("drums come in after 16 seconds", "at 0:16 the drums kick in"), ("enters drums 16 ?? 16|drums",)),
    (("the harp leaves at 0:20", "by 0:20 the harp has gone"), ("leaves harp 20 ?? harp|0:20",)),
    (("opens with solo flute", "a flute on its own to begin with"), ("first flute ?? flute",)),
    (("a big hit at 0:12", "slam on second 12"), ("hit 12 ?? 12|hit|slam",)),
    (("everything stops dead at 0:18", "cut to silence at 0:18"), ("stop 18 ?? 18|silence|stop",)),
    (("with two choruses exactly", "exactly two choruses"), ("count chorus 2 ?? two",)),
    (("three verses", "it has three verses"), ("count verse 3 ?? three",)),
    (("no bridge", "skip the bridge"), ("nosection bridge ?? bridge",)),
    (("it begins with the chorus", "chorus first"), ("firstsection chorus ?? begin|first",)),
    (("an eight-bar intro", "the intro is 8 bars"), ("introbars 8 ?? eight|intro",)),
    (("the tune climbs in the chorus", "an upward melody in every chorus"), ("contour chorus up ?? climb|up",)),
    (("the last chorus a semitone higher", "up a half step for the final chorus"), ("keychange ?? semitone|"
                                        "half step|higher|key",)),
    (("slowing down at the end", "with a ritardando to finish"), ("slowsdown ?? slow|ritard",)),
    (("the bridge is in 5/4", "5/4 for the bridge only"), ("meterin bridge 5/4 ?? 5/4",)),
    (("bridge at 80 bpm, the rest at 120 bpm", "120 bpm, slower bridge at 80"), ("tempoin bridge 80 ?? 80",)),
    # harmony
    (("over Dm Bb F C", "chords: Dm, Bb, F, C", "the loop Dm–Bb–F–C"), ("progression 0 8 3 10 || "
                                        "progression 9 5 0 7 ?? dm|chord|loop",)),
    (("only two chords", "with two chords, nothing else"), ("chordcount 2 ?? two chords",)),
    (("lush seventh chords", "maj7 and m7 harmony"), ("sevenths ?? seventh|m7",)),
    # sound, beyond
    (("rain in the background", "with the sound of rain"), ("sounds rain ?? rain",)),
    (("plus a theremin and a didgeridoo", "theremin, didgeridoo"), ("tells theremin", "tells didgeridoo")),
    (("like Björk meets Sepultura", "think Björk, think Sepultura"), ("tells björk", "tells sepultura")),
    (("in the vein of Zumbrel", "Zumbrel style"), ("tells zumbrel",)),
    (("recorded on a flarpophone", "flarpophone"), ("tells flarpophone",)),
    (("with heavy sidechain and a phaser", "phaser and sidechain everywhere"), ("tells phaser", "tells sidechain")),
    (("sung in Icelandic", "Icelandic words"), ("tells icelandic",)),
    (("hard-panned guitars", "guitars panned left"), ("tells panned",)),
)  # fmt: skip
STYLES = ("folk", "rock", "jazz", "pop", "funk", "orchestral", "house", "ballad", "bossa nova", "country", "synthwave")
FRAMES = (
    "{style}, {a}", "{style}: {a}, {b}", "Please write {style}; {a}", "I need {style} - {a}, and {b}",
    "{a}, {style}", "{style} with this: {a}. Also {b}.", "{b}; {a}; {style}",
)  # fmt: skip
AGAINST = (
    ("solo violin, but full orchestra", ("tells solo|violin|orchestra",)),
    ("instrumental, and she sings the verses", ("tells instrumental|sings",)),
    ("three minutes long and no longer than 20 seconds", ("tells 20|three|minutes|length",)),
    ("a waltz in 5/4", ("tells waltz|5/4|metre",)),
    ("no piano; piano solo in the middle", ("tells piano",)),
    ("70 bpm, no wait, 140 bpm", ("tells 70|140",)),
    ("in C major and in F# minor", ("tells c major|f# minor",)),
    ("without a chorus, huge chorus", ("tells chorus",)),
    ("a cappella with drums", ("tells drums|cappella",)),
)  # fmt: skip


def rows(count: int, seed: int) -> list[dict]:
    """Lines of random wishes with their checks; now and then one that contradicts itself."""
    rng = random.Random(seed)
    return [_row(rng) for _ in range(count)]


def _row(rng: random.Random) -> dict:
    if rng.random() < 0.06:
        words, checks = rng.choice(AGAINST)
        return {"prompt": words, "plan": [], "notes": list(checks), "sound": []}
    frame = rng.choice(FRAMES)
    first, second = rng.sample(WISHES, 2)
    wishes = (first, second) if "{b}" in frame else (first,)
    words = [rng.choice(each[0]) for each in wishes]
    prompt = frame.format(style=rng.choice(STYLES), a=words[0], b=words[-1])
    return {"prompt": prompt, "plan": [], "notes": [check for each in wishes for check in each[1]], "sound": []}


def every_wish() -> list[dict]:
    """Each wording once, in a song."""
    return [
        {"prompt": f"{STYLES[i % len(STYLES)]}, {words}", "plan": [], "notes": list(checks), "sound": []}
        for i, (wordings, checks) in enumerate(WISHES) for words in wordings
    ] + [{"prompt": words, "plan": [], "notes": list(checks), "sound": []} for words, checks in AGAINST]  # fmt: skip
