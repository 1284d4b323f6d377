# SPDX-License-Identifier: GPL-3.0-or-later
"""What people say to change a selection. Each is (kind, pattern); the first that finds a word has it."""

_HOW = r"(?:(?:much|way|a lot|far|really|very|a (?:little )?bit|a little|slightly|a touch|even|too|a) )*"
_CHORDS = r"(?:chords?|harmon(?:y|ies)|chord progression|progression|changes)"
_MELODY = r"(?:melod(?:y|ies)|tunes?|top ?line|lead line|theme)"
_NEW = (
    r"(?:(?:a |some )?(?:new|different|other|another|fresh|alternative)|change(?: the)?|re-?do(?: the)?|"
    r"rewrite(?: the)?|vary(?: the)?)"
)

_REST = (
    r"(?:everything|everybody|everyone|all|the others?|the rest|the other (?:parts|instruments|tracks))"
    r"(?: else| of (?:it|them))?"
)
_IT = r"(?:it|this|them|these|that)"
EDITS: tuple[tuple[str, str], ...] = (
    ("nothing", rf"(?:please )?(?:don'?t|do not|never) (?:change|touch|alter) (?:anything|a thing|a note|"
                rf"{_IT})(?: at all)?|"
                rf"(?:change|alter|touch) nothing(?: at all)?|(?:leave|keep) (?:{_IT}|everything|all) (?:exactly )?"
                r"(?:as (?:it|they) (?:is|are)|alone|unchanged|untouched|the same)|(?:nothing (?:changes|"
                r"should change))"),
    ("climb", r"(?:make |let )?(?:the )?(?:melody|tune|line|lead) (?:should )?(?:go(?:es)?|going|climbs?|"
              r"moves?) (?:up|down)(?:wards?)?"
              r"(?: (?:instead of|rather than|not) \w+(?:wards?)?)?"),
    ("transpose", r"(?:lower|raise|drop|lift|shift|push|move|bring|take|put|transpose|pitch)s?(?: the| that|"
                  r" this)? (?P<whose>[\w -]{2,20}?) "
                  r"(?:(?:up|down) )?(?:by )?(?:an?|1|one|2|two) (?:octaves?|semitones?|half[- ]steps?|"
                  r"(?:whole )?tones?|thirds?|fourths?|"
                  r"fifths?)(?: (?:up|down|higher|lower))?"),
    ("anew", r"(?:give me |write |play )?something (?:new|fresh|different|else|other)(?: (?:in|for|on|from|"
             r"with) (?:the )?(?P<whom>[\w ]{2,20}))(?P<who>)?"),
    ("double_time", r"(?:double|twice) the (?:tempo|speed) (?:of|for|on|in) "
                    r"(?:the )?(?:(?:hi-?|high )?hats?|drums?|beat|kick|percussion)"),
    ("half_time", r"(?:half|halve) the (?:tempo|speed) (?:of|for|on|in) (?:the )?(?:drums?|beat|percussion)"),
    ("last_beat", r"(?:stop|silence|cut|mute|break)(?: off)? (?:everything|everybody|all|it) (?:on|at|"
                  r"before) the (?:last|final) beat"),
    ("keep", r"keep(?:ing)?(?: the)? (?P<what>groove|beat|rhythm)(?: (?:as it is|the same))?"),
    ("new_chords", rf"(?:change|redo|rewrite|vary)(?: the)? {_CHORDS}"),
    ("brighter", rf"(?:turn|make|put|change) {_IT} (?:in(?:to)? )?(?:a )?major(?: key)?"),
    ("darker", rf"(?:turn|make|put|change) {_IT} (?:in(?:to)? )?(?:a )?minor(?: key)?"),
    ("all_but", r"(?:everyone|everybody|everything|all(?: the (?:others|rest))?)(?: else)?,? (?:except|but|"
                r"apart from|other than|besides)(?: for)?"
                r" (?:the )?(?P<who>[a-z][\w -]{2,18}?)(?= (?:should|must|can|could|plays?|goes|gets?|is|"
                r"are|needs?|a |an |much|way|half|louder|quieter|softer))"),
    ("less_of", r"(?:(?:a (?:little|bit) |much |way )?(?:less|not so much|not so many)|tone down|pull back|"
                r"ease off|dial back|back off)"
                r" (?:of )?(?:the |that )?(?P<whom>[\w -]{2,20}?)(?= *(?:[,.;!]|$| and | but | here| please| in ))"),
    ("plucked", r"pluck(?:ed|ing)?(?: the)? strings(?:,?(?: instead of| rather than| not) bow\w*(?: (?:them|"
                r"ones|it))?)?|"
                r"(?:make |play )?(?:the )?strings (?:plucked|pizzicato|pizz)(?:,?(?: instead of| rather "
                r"than| not) bow\w*)?"),
    ("broken", rf"(?:arpeggiate|break up|break|spread)(?: {_IT}| the chords)?|(?:as |into |in |with "
               rf")?(?:broken chords|arpeggi(?:os?|ated))(?! (?:synth|pad|lead|sequence))"),
    ("climb", rf"(?:let |make )?(?:{_IT} |the (?:tune|melody|line) )?(?:climb|rise|ascend|go up|come up|descend|"
              rf"fall|sink|go down|come down)"
              r"(?: (?:higher|lower|upwards?|downwards?|to the end|towards the end))?(?= *(?:[,.;!]|$))"),
    ("keep_rest", rf"(?:and |but |please )*(?:keep(?:ing)?|leav(?:e|ing)|preserve|retain|(?:don'?t|do not|"
                  rf"without) (?:touch|chang)(?:e|ing)?) "
                  rf"{_REST}(?: (?:as (?:it|they) (?:is|are|was|were)|the same|alone|unchanged|intact|untouched))?|"
                  rf"(?:and |but )*(?:nothing|nobody) else(?: changes?| should change)?|{_REST} (?:stays?|"
                  rf"remains?)(?: (?:the same|as it is|"
                  r"unchanged))?"),
    ("only_them", r"(?:strip|thin|cut|reduce|bring|pare|take|boil)(?:ped|ned)?(?: (?:it|this|that|everything|"
                  r"things|the (?:section|arrangement|"
                  r"band)))?(?: (?:all the way )?(?:down|back))? to(?: just| only)?(?: the)?|"
                  r"(?:drop|remove|mute|cut|lose|silence|take out|kill|get rid of|leave out)(?: out)? "
                  r"(?:everything|everybody|everyone|all)(?: the "
                  r"(?:others?|rest|instruments))?(?: else)? (?:except|but|apart from|other than|besides)(?: "
                  r"for)?(?: the)?|"
                  r"(?:everything|everybody|everyone|all)(?: else)? (?:out|silent|muted|tacet|quiet|off|"
                  r"(?:is |are )?(?:silent|muted|quiet)|rests?|stops?|"
                  r"drops? out|lays? out|sits? out|stays? out|shuts? up|pauses?) (?:except|but|apart "
                  r"from)(?: for)?(?: the)?"),
    ("four", r"(?:a )?(?:steady )?(?:4|four)[- ]on[- ](?:the[- ])?floor(?: kick(?: drum)?s?| beat| drums?| groove)?|"
             r"(?:the )?kick(?: drum)? on (?:every|each) (?:beat|quarter(?: note)?)"),
    ("power", r"power ?chords?(?: only)?|(?:roots? and fifths?|fifths)(?: only)?"),
    ("pitches", r"(?:keep (?:the |its )?|the |with the |in the )?same rhythm,?(?: (?:but|with|and))*(?: (?:the|some))? "
                r"(?:different|other|new) (?:notes|pitches)|(?:different|other|new) (?:notes|pitches),?"
                r"(?: (?:but|with|in|on|to))*"
                r"(?: the)? same rhythm"),
    ("anew", r"(?:(?:give|write|make|play|with|get)(?: the)? (?P<who>[\w ]{2,20}?) )?(?:an? |some "
             r")?(?:(?:completely|totally|whole|entirely) )?"
             r"(?:new|different|another|fresh|other|alternative) (?:rhythm|groove|pattern|beat|part|line|riff|"
             r"fill|figure|idea)s?(?: for (?:the )?"
             r"(?P<whom>[\w ]{2,20}))?"),
    ("last_beat", r"(?:stop|break|cut|silence)s?(?: off| out)? (?:on|at|before|for) the (?:last|final) beat|"
                  r"(?:drop|leave) out the last beat|(?:leave|keep) the last beat (?:empty|silent|free)|"
                  r"(?:silence|nothing|a rest) (?:on|at) the last beat"),
    ("others_anew", r"(?:redo|remake|rewrite|regenerate|replace) (?:the rest|everything else|all the rest|the "
                    r"others)|change (?:everything|all(?: the rest)?|the rest)(?: else)?|(?:and "
                    r")?(?:everything|all) "
                    r"else (?:new|different|anew)"),
    ("same", rf"(?:over |on |with |to )?(?:the )?(?P<what>same (?:{_CHORDS}|{_MELODY}))"),
    ("keep", rf"(?:keep(?:ing)?|leave|leaving|preserve|retain|don'?t (?:touch|change)|without changing)(?: the|"
             rf" its)? "
             rf"(?P<what>(?:{_CHORDS}|{_MELODY}|[a-z]+)(?:(?:,? and |, )(?:the )?(?!change|add|make|remove|"
             rf"drop|new|but|no|with|lose|take|give|play|do|re)(?:{_CHORDS}|{_MELODY}|[a-z]+))?)"
             r"(?: (?:as (?:it|they) (?:is|are|was|were)|the same|alone|unchanged|intact))?"),
    ("same", rf"(?:the )?(?P<what>{_MELODY}|{_CHORDS}|[a-z]+) (?:stays?|remains?|is kept|are kept)(?: the same|"
             rf" as (?:it|they) (?:is|are))?"),
    ("chords_only", rf"(?:only|just)(?: the)? {_CHORDS}"),
    ("new_chords", rf"{_NEW} {_CHORDS}|re-?harmoni[sz](?:e|ed|ing|ation)(?: it| this)?"),
    ("richer", rf"(?:jazz(?:y|ier)|richer|extended|lush(?:er)?|more (?:colou?rful|complex|sophisticated)|7th|"
               rf"seventh|9th) {_CHORDS}"),
    ("tenser", rf"{_HOW}(?:more tension|tenser|more tense|more dissonan(?:ce|t)|(?:more )?suspense(?:ful)?|"
               rf"edgier|darker {_CHORDS})"),
    ("darker", r"(?:make it |turn it |put it |but |and )?(?:much |a bit )?(?:(?:darker|sadder|gloomier),? "
               r")?(?:in(?:to)? )?(?:the |a )?minor(?: key| mode)?|"
               r"(?:make it )?(?:much |a bit )?(?:darker|sadder|gloomier|moodier)"),
    ("brighter", r"(?:make|turn|put|change|switch|move)(?: it| this| everything)?(?: (?:section|part|chorus|"
                 r"verse|bridge))? (?:in(?:to)?|to) "
                 r"(?:the |a )?(?:parallel )?major(?: key| mode)?(?! \w*chords?)|(?<![A-G] )(?<![A-G][#b] "
                 r")(?:make it |turn it |put it )?(?:in(?:to)? "
                 r")?(?:the |a )?major(?: key| mode)|(?:make it "
                 r")?(?:much |a bit )?(?:brighter|happier|sunnier)"),
    ("new_melody", rf"{_NEW} {_MELODY}"),
    ("swap", r"(?:swap|replace|exchange|trade|substitute|change)(?: the| that)? (?P<a>[\w -]{2,24}?) (?:for|"
             r"with|by|to|into)(?: an?| the)? (?P<b>[\w -]{2,24})"),
    ("instead", r"(?P<a>[\w -]{2,24}?) (?:instead of|in place of|rather than|in the place of)(?: the| an?)? "
                r"(?P<b>[\w -]{2,24})"),
    ("walking", r"(?:a )?walking bass(?: ?line)?|(?:make )?(?:the )?bass(?: ?line)? (?:should |must |to "
                r")?walk(?:s|ing)?|"
                r"walk(?:s|ing)? (?:the|that|your) bass(?: ?line)?|walking(?=$|[ ,.])"),

    ("ends_on", r"(?:end(?:s|ing)?|finish(?:es)?|resolve[sd]?|clos(?:e|es|ing)|land(?:s|ing)?)(?: it)? (?:on|"
                r"with|to|at)(?: the)? (?:tonic|root|home(?: note)?|dominant|fifth|5th|key ?note)"),
    ("ramp_up", r"(?:gradually|slowly|progressively|steadily|bit by bit)(?: get(?:s|ting)?)? "
                r"(?:louder|stronger|bigger)|"
                r"(?:get(?:s|ting)? )?louder and louder|crescendo|grow(?:s|ing)? (?:louder|stronger|to "
                r"(?:full (?:volume|strength)|a (?:roar|climax)|\w+ volume))|(?:begin|start) (?:in a "
                r"whisper|quietly|softly|very quietly)(?: and)? (?:grow|build|get louder|swell|end "
                r"loud)\w*(?: (?:to|up to) [\w ]+)?|swell(?:s|"
                r"ing)?|build(?:s|ing)? up"),
    ("ramp_down", r"(?:gradually|slowly|progressively|steadily|bit by bit)(?: get(?:s|ting)?)? "
                  r"(?:quieter|softer|calmer)|"
                  r"fad(?:e|es|ing)(?: (?:away|out|down|to nothing))+|(?:get(?:s|ting)? )?(?:quieter and "
                  r"quieter|softer and softer)|diminuendo|decrescendo|"
                  r"dies? (?:away|down)"),
    ("half_time", r"half[- ]?time(?: feel| groove)?"),
    ("double_time", r"double[- ]?time(?: feel| groove)?|twice as fast"),
    ("transpose", r"(?:(?:a|an|1|one|2|two|3|\d+) )?(?:octaves?|semitones?|half[- ]steps?|(?:whole )?tones?|"
                  r"(?:minor |major |perfect )?(?:thirds?|3rds?|fourths?|4ths?|fifths?|5ths?|sixths?|"
                  r"sevenths?)) (?:higher|lower|up|down|above|below)|"
                  r"(?:up|down|raise(?: it)?|lower(?: it)?|transpose(?:d)?(?: it)?(?: up| down)?|"
                  r"pitch(?:ed)?(?: it)? (?:up|down))(?: by)?(?: an?| 1| one)? ?(?:\d+ )?(?:octaves?|"
                  r"semitones?|half[- ]steps?|(?:whole )?tones?|(?:minor |major |perfect )?(?:thirds?|3rds?|"
                  r"fourths?|4ths?|fifths?|5ths?))"),
    ("longer", rf"{_HOW}(?:longer notes?|(?:long|held|sustained)(?:,? (?:and )?(?:long|held|sustained))* notes?|"
               rf"more sustained|sustained notes?|more legato|legato)"),
    ("shorter", rf"{_HOW}(?:short(?:er)?(?:,? staccato)? notes?|staccato(?: notes?)?|(?:more )?clipped|choppier)"),
    ("sparser", rf"{_HOW}(?:simpler|simplif(?:y|ied)|sparser|spars(?:e)|less busy|fewer notes|less notes|"
                rf"thin(?:ner)?(?: out)?(?: it)?|stripped(?: (?:back|down))?|"
                r"more (?:space|room)|breathe(?: more)?|more breathing (?:space|room)|simplify|emptier|less "
                r"going on|less (?:dense|movement))"),
    ("denser", rf"{_HOW}(?:busier|more notes|denser|more (?:movement|complex|intricate|active|rhythmic)|fuller|"
               rf"more going on)"),
    ("quieter", rf"(?:turn (?:it )?)?{_HOW}(?:quieter|softer|gentler|less loud|loud, tone it down|tone (?:it|"
                rf"them) down|turn (?:it|them) down|lower volume|less volume)|"
                r"way too loud(?:,? tone it down)?|too loud"),
    ("louder", rf"{_HOW}(?:louder|more volume|turn (?:it|them) up|stronger|bigger|too quiet|harder)"),
    ("energy_up", rf"{_HOW}(?:more energ(?:y|etic)|livelier|more drive|more power(?:ful)?|more intense|more "
                  rf"intensity|energetic)"),
    ("energy_down", rf"{_HOW}(?:calm(?:er)?(?: it)?(?: down)?|less energ(?:y|etic)|less intense|more relaxed|"
                    rf"mellower|bring (?:it )?down)"),
    ("offbeat", r"(?:more )?syncopat(?:ed|ion|e it)"),
    ("whole_tempo", r"(?:at )?\d{2,3} ?bpm|(?:faster|slower|speed it up|slow it down)"),
    ("whole_key", r"in an? (?:higher|lower|different|new|other) key|"
                  r"(?:change|put|move)(?: it| the key)? (?:in|to|into) (?:the key of )?[A-G](?:#|b| sharp| "
                  r"flat)?(?: major| minor)?|change the key(?: to [A-G](?:#|b)?(?: major| minor)?)?"),
)  # fmt: skip
FOLLOWS_SONG = {
    "whole_tempo": "a selection keeps the song's tempo; change it in the tempo lane, or restyle the song",
    "whole_key": "a selection keeps the song's key; transpose it, or restyle the song",
}
INTERVALS: tuple[tuple[int, str], ...] = (
    (12, r"octave"), (1, r"semitone|half[- ]step"), (3, r"minor (?:third|3rd)"), (4, r"third|3rd"), (5, r"fourth|4th"),
    (7, r"fifth|5th"), (9, r"sixth"), (11, r"seventh"), (2, r"tone"),
)  # fmt: skip
