# SPDX-License-Identifier: GPL-3.0-or-later
"""Chords in the lyrics are played where that is wished, and titles are words."""

import pytest

from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.project.model import Key

SHEET = """{title: Test}
[Verse 1]
[Dm]Hello my friend [Am]tonight
[Bb]Sing it out [A7]loud
[Chorus]
F              C/E
Over the river we go
Gm             A7
Over the river and home
[Verse 2]
Nothing is written above me
"""
VERSE, CHORUS = ["Dm", "Am", "Bb", "A7"], ["F", "C/E", "Gm", "A7"]


def composed(lyrics=SHEET, **options):
    wish = GenerationOptions(follows_chords=True, **options)
    return run_to_end(Composer().run(Request(Task.COMPOSE, "pop", lyrics, 2, wish)))


def chords_of(result, number):
    section = result.sections[number]
    inside = [c for c in result.chords if section.start_ticks <= c.start_ticks < section.end_ticks]
    return [chord.name(has_flats=True) for chord in inside], sum(chord.length_ticks for chord in inside)


def test_each_section_is_played_over_its_own_chords_in_their_key():
    result = composed()
    assert result.key == Key(2, "minor")
    kinds = [section.kind for section in result.sections]
    assert kinds == ["intro", "verse", "chorus", "verse", "outro"]
    for number, expected in enumerate([VERSE, VERSE, CHORUS, VERSE, VERSE]):
        names, length = chords_of(result, number)
        assert names == expected and length == result.sections[number].length_ticks


def test_a_key_that_is_asked_for_stays():
    assert composed(key=Key(9, "minor")).key == Key(9, "minor")


def test_without_chords_it_is_told_and_the_studio_chooses():
    result = composed("[Verse]\nHello my friend tonight\n")
    assert any("No chords stand in the lyrics" in notice for notice in result.notices) and result.chords


def test_chords_by_their_sung_names_are_chords():
    result = composed("[Verse]\n[Rem]Hello my friend [Lam]tonight\n[Sib]Sing it out [La7]loud\n")
    assert chords_of(result, 1)[0] == VERSE


@pytest.mark.parametrize(
    ("lyrics", "title"),
    [
        (SHEET, "Over The River We Go"),
        ("[ti:x]\n[00:01.00]Hello my friend", "Hello My Friend"),
        ("**Verse 1**\n[Am]Hello my friend x2", "Hello My Friend"),
        ("【主歌】\nHello\n【副歌】\nSing it (oh yeah) loud", "Sing It Loud"),
    ],
)
def test_a_title_is_made_of_words(lyrics, title):
    assert composed(lyrics).title == title
