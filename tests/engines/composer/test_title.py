# SPDX-License-Identifier: GPL-3.0-or-later
"""What a song is called."""

import pytest

from musicstudio.engines.composer.prompt.title import make_title
from musicstudio.engines.contract import Request, Task


@pytest.mark.parametrize(
    ("prompt", "lyrics", "title"),
    [
        ('a waltz called "Snow on Water", slow', "", "Snow On Water"),
        ("pop", "[Verse]\nFirst words\n[Chorus]\nCarry me home (carry me home)\n", "Carry Me Home"),
        ("pop", "(ooh)\nOnly one line,\n", "Only One Line"),
        ("pop", "[Verse]\nLove me (oh (yeah) baby) now\n", "Love Me Now"),
        ("pop", "[00:12.34]Hello <00:12.90> my   friend (yeah\n", "Hello My Friend"),
    ],
)
def test_a_title_is_the_one_asked_for_or_the_hook_without_its_echo(prompt: str, lyrics: str, title: str) -> None:
    assert make_title(Request(Task.GENERATE, prompt, lyrics=lyrics), None) == title
