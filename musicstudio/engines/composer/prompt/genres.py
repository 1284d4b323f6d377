# SPDX-License-Identifier: GPL-3.0-or-later
"""Genre words in a prompt and the style files they mean; a genre without a file of its own names its nearest
relatives."""

import re

GENRES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"indie(?: pop| rock)?|bedroom pop|alternative", ("indie_pop",)),
    (r"dream-? ?pop", ("dream_pop",)),
    (r"shoe-?gaz(?:e|ing)|nu-?gaze", ("shoegaze",)),
    (r"city-? ?pop", ("city_pop",)),
    (r"post-?rock", ("rock", "ambient")),
    (r"punk(?: rock)?|hardcore", ("punk",)),
    (r"(?:heavy |death |black |thrash |doom |power |nu |symphonic )?metal|metalcore|djent", ("metal",)),
    (r"(?:hard |classic |soft |alt |garage |prog(?:ressive)? |stadium )?rock(?: ?'?n'? ?roll)?|grunge|"
     r"rockabilly", ("rock",)),
    (r"folk|singer-?songwriter|americana|acoustic song", ("folk",)),
    (r"country|nashville", ("country",)),
    (r"blue-?grass|hillbilly|string band", ("bluegrass",)),
    (r"lullab(?:y|ies)|cradle songs?", ("lullaby",)),
    (r"(?:piano |power |pop )?ballads?|torch song", ("ballad",)),
    (r"blues|bluesy", ("blues",)),
    (r"(?:jazz ?)?swing|bebop|be-bop|hard bop|jazzy?|smooth jazz|cool jazz", ("jazz_swing",)),
    (r"big[ -]?bands?(?: swing| jazz)?|swing (?:big ?)?bands?", ("big_band",)),
    (r"(?:film[ -]?)?noir(?: jazz)?|detective jazz", ("film_noir",)),
    (r"bossa(?: ?nova)?|samba", ("bossa_nova",)),
    (r"funky?|disco", ("funk",)),
    (r"soul(?:ful)?|r ?& ?b|r'?n'?b|rnb|neo-?soul|motown|rhythm and blues", ("soul",)),
    (r"gospel|worship|praise", ("gospel",)),
    (r"reggae|dub(?!step)|rocksteady|dancehall", ("reggae",)),
    (r"ska(?:[ -]punk)?|2-?tone|two-?tone", ("ska",)),
    (r"amapiano", ("amapiano",)),
    (r"afro-?beats?|highlife|african", ("afrobeat",)),
    (r"salsa|latin|mambo|merengue|cha-?cha|son cubano|tango", ("salsa",)),
    (r"reggaet[oó]n|dembow|perreo", ("reggaeton",)),
    (r"cumbia", ("cumbia",)),
    (r"flamenco|buler[ií]as?|sevillanas?", ("flamenco",)),
    (r"mariachi|rancheras?", ("mariachi",)),
    (r"lo-?fi(?: hip[ -]?hop)?|chill-?hop|study beats", ("lofi_hip_hop",)),
    (r"boom[ -]?bap|old-?school hip[ -]?hop|90s hip[ -]?hop|hip[ -]?hop|rap", ("boom_bap",)),
    (r"trap", ("trap",)),
    (r"(?:uk |ny |brooklyn |chicago )?drill", ("drill",)),
    (r"(?:drift |brazilian )?phonk", ("phonk",)),
    (r"(?:uk |speed |future )?garage(?! rock| band| punk)|ukg|2-?step", ("uk_garage",)),
    (r"drum ?(?:and|&|n|'?n'?) ?bass|dnb|d&b|d'n'b|jungle|breakcore|liquid", ("drum_and_bass",)),
    (r"(?:deep |tech |progressive |future |tropical |electro )?house|edm|"
     r"dance(?: music|-pop| track| anthem)", ("house",)),
    (r"techno|industrial|ebm", ("techno",)),
    (r"(?:psy-?|goa |uplifting |vocal )?trance|hardstyle|eurodance", ("trance",)),
    (r"dubstep|brostep|bass music|riddim", ("drum_and_bass", "trap")),
    (r"synth-?wave|retro-?wave|outrun|vapor-?wave|synth-?pop|80s(?: pop| synths?)?|new wave|"
     r"dark-?wave", ("synthwave",)),
    (r"ambient|drone|new age|soundscapes?|downtempo", ("ambient",)),
    (r"trailer|epic orchestral|hybrid orchestral", ("epic_trailer",)),
    (r"cinematic|film score|soundtrack|score|orchestral|orchestra|symphon(?:y|ic)|movie", ("cinematic",)),
    (r"horror(?: film| movie)?(?: score| music)?|halloween", ("horror",)),
    (r"corporate(?: music)?", ("corporate",)),
    (r"christmas|xmas|x-mas|yule(?:tide)?", ("christmas",)),
    (r"chip-?tunes?|8-?bit|16-?bit|nes music|game ?boy|retro (?:video )?game", ("chiptune",)),
    (r"celtic|irish|scottish|jig|reel|gaelic", ("celtic",)),
    (r"waltz(?:es)?|classical|baroque|chamber music|romantic era|sonata|nocturne|minuet|viennese|"
     r"string quartet|concerto", ("classical",)),
    (r"electronica|electronic(?! (?:drum|kit|percussion|beat|piano|organ|bass|sound|pad|string))|electronic "
     r"production|idm|synth music", ("house", "synthwave")),
    (r"(?:synth-?|k-?|j-?|electro|power |art |teen )?pop", ("pop",)),
)  # fmt: skip
_FINDERS = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), names) for words, names in GENRES)


def genre_spans(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """(start, end, style names) of each genre named; a word counts once, for its longest reading."""
    spans: list[tuple[int, int, tuple[str, ...]]] = []
    for finder, names in _FINDERS:
        spans += [(match.start(), match.end(), names) for match in finder.finditer(text)]
    spans.sort(key=lambda span: (span[0], span[0] - span[1]))
    kept: list[tuple[int, int, tuple[str, ...]]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def find_genres(text: str) -> list[tuple[str, ...]]:
    """The style names of each genre named, each once, in the order written."""
    return list(dict.fromkeys(names for _, _, names in genre_spans(text)))
