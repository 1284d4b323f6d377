# SPDX-License-Identifier: GPL-3.0-or-later
"""A lyric as people paste it becomes parts that can be sung, and what is odd is told."""

from musicstudio.engines.composer.vocals.lyric_parts import read_parts


def kinds_and_counts(lyrics):
    return [(kind, len(lines)) for kind, lines in read_parts(lyrics)[0]]


def test_stanzas_without_tags_are_verses():
    assert kinds_and_counts("One\ntwo\n\nthree") == [("verse", 2), ("verse", 1)]


def test_a_long_stanza_is_shared_out_evenly():
    assert kinds_and_counts("\n".join(["line"] * 20)) == [("verse", 7), ("verse", 6), ("verse", 7)]


def test_a_line_nobody_sings_on_one_breath_becomes_several_and_keeps_its_words():
    (_, lines), *_ = read_parts("word " * 60)[0]
    assert [len(line.syllables) for line in lines] == [20, 20, 20]


def test_sections_without_words_stand_only_where_bands_play_alone():
    parts, notices = read_parts("[Verse]\nOne\n[Solo]\n[Bridge]\n")
    assert [kind for kind, _ in parts] == ["verse", "solo"]
    assert notices == ("There are no words under [Bridge], so the song has no such section.",)


def test_an_unknown_tag_is_a_verse_and_told():
    parts, notices = read_parts("[Kazoo]\nOne")
    assert [kind for kind, _ in parts] == ["verse"] and "[Kazoo]" in notices[0]


def test_words_in_parentheses_alone_are_the_leads():
    parts, notices = read_parts("[Verse]\n(One)\n[Chorus]\n(two)")
    assert not any(line.backing for _, lines in parts for line in lines) and len(notices) == 1
    mixed, told = read_parts("[Verse]\nOne\n[Chorus]\n(two)")
    assert [lines[0].backing for _, lines in mixed] == [False, True] and not told


def test_of_many_odd_words_only_the_first_are_told():
    assert len(read_parts("\U0001f600\n" * 50)[1]) <= 5
