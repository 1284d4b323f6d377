# SPDX-License-Identifier: GPL-3.0-or-later
"""The door for assistants, with the SDK's own client over stdio: closed at first, one named step a call, no way out."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters

from musicstudio.app.headless.session import HeadlessSession
from musicstudio.app.session.assistant_log import activities
from musicstudio.app.session.settings import SettingsFile
from musicstudio.interchange.acts import acts_of

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def songs(made_song, tmp_path):
    """A folder with a song, and the door open."""
    SettingsFile().change(assistants="on", songs_folder=str(tmp_path / "songs"))
    shutil.copytree(made_song, tmp_path / "songs" / "calm.mstudio")
    return tmp_path / "songs"


def talk(*calls, options=()):
    """Each call's (is_error, value or text), in one conversation with a server of its own."""

    async def conversation():
        parameters = StdioServerParameters(
            command=sys.executable, args=["-m", "musicstudio", "mcp", *options], env=dict(os.environ)
        )
        async with Client(parameters) as client:
            tools = (await client.list_tools()).tools
            answers = [await client.call_tool(name, arguments) for name, arguments in calls]
            return {tool.name: tool for tool in tools}, [_plain(answer) for answer in answers]

    return asyncio.run(conversation())


def _plain(answer):
    text = answer.content[0].text if answer.content else ""
    return answer.is_error, answer.structured_content if not answer.is_error else text


def labels(path):
    with HeadlessSession.open(path, plays=False) as headless:
        return [entry.label for entry in headless.session.document.history]


def test_the_door_is_closed_until_it_is_opened(tmp_path):
    ran = subprocess.run([sys.executable, "-m", "musicstudio", "mcp"], capture_output=True, text=True, input="")
    assert ran.returncode == 1 and "closed" in ran.stderr and ran.stdout == "" and ran.stderr.count("\n") == 1


def test_a_conversation_makes_one_named_step_a_call(songs):
    steps = len(labels(songs / "calm.mstudio"))
    tools, answers = talk(
        ("list_songs", {}),
        ("do", {"song": "calm", "action": "track.mute", "tracks": ["bass"]}),
        ("do", {"song": "calm", "action": "song.tempo", "answer": "100"}),
        ("undo", {"song": "calm"}),
        ("regenerate", {"song": "calm", "tracks": ["bass"], "prompt": "softer", "seed": 2}),
        ("describe_song", {"song": "calm"}),
    )
    assert [text for is_error, text in answers if is_error] == []
    assert answers[0][1]["songs"] == ["calm"]
    made = labels(songs / "calm.mstudio")
    assert len(made) == steps + 4 and all(label.startswith("Assistant: ") for label in made[-4:])
    assert answers[-1][1]["bpm"] == 96.0
    assert tools["do"].annotations.destructive_hint and not tools["regenerate"].annotations.destructive_hint
    assert tools["describe_song"].annotations.read_only_hint
    assert [each.tool for each in activities()][:2] == ["describe_song", "regenerate"]


def test_the_papers_tell_an_assistants_deeds_as_its_own(songs):
    talk(("do", {"song": "calm", "action": "track.mute", "tracks": ["bass"]}))
    with HeadlessSession.open(songs / "calm.mstudio", plays=False) as headless:
        acts = [(act.kind, act.by) for act in acts_of(headless.session.document.history_states)]
    assert ("mixed", "an assistant") in acts and ("mixed", "a person") not in acts


def test_a_song_is_planned_made_from_its_sheet_and_exported(songs):
    _, planned = talk(("plan", {"prompt": "slow piano, 84 BPM, with a kazoo orchestra", "length_s": 6}))
    sheet = planned[0][1]["sheet"]
    _, answers = talk(
        ("generate", {"song": "slow", "sheet": sheet, "seed": 4}),
        ("generate", {"song": "slow", "prompt": "again"}),
        ("export", {"song": "slow", "file": "slow.mid"}),
        ("export", {"song": "slow", "file": "slow.mid"}),
        ("export", {"song": "slow", "file": "slow.mid", "may_overwrite": True}),
    )
    assert [is_error for is_error, _ in answers] == [False, True, False, True, False]
    assert (songs / "slow.mid").read_bytes()[:4] == b"MThd"
    with HeadlessSession.open(songs / "slow.mstudio", plays=False) as headless:
        recipe = headless.project.recipes[headless.project.song_recipe_id]
        assert recipe.human == () and recipe.parameters["assistant"]


HOSTILE = [
    ("describe_song", {"song": "../../etc"}),
    ("describe_song", {"song": "/etc/passwd"}),
    ("describe_song", {"song": "~root"}),
    ("describe_song", {"song": "calm\x00"}),
    ("describe_song", {"song": "x" * 5000}),
    ("describe_song", {"song": ""}),
    ("describe_song", {"song": 7}),
    ("describe_song", {}),
    ("describe_song", {"song": "link"}),
    ("do", {"song": "calm", "action": "song.album", "answer": "/etc/passwd"}),
    ("do", {"song": "calm", "action": "track.arm"}),
    ("do", {"song": "calm", "action": "mix.match", "answer": "/etc/passwd"}),
    ("do", {"song": "calm", "action": "__import__('os')"}),
    ("do", {"song": "calm", "action": "song.tempo", "answer": "1e999"}),
    ("do", {"song": "calm", "action": "track.mute", "tracks": ["nobody"]}),
    ("regenerate", {"song": "calm", "takes": 10**9}),
    ("regenerate", {"song": "calm", "section": "no such"}),
    ("generate", {"song": "fresh", "sheet": "[" * 10_000}),
    ("generate", {"song": "fresh"}),
    ("generate", {"song": "../fresh", "prompt": "piano"}),
    ("export", {"song": "calm", "file": "../out.wav"}),
    ("export", {"song": "calm", "file": "calm.mstudio/media/x.wav"}),
    ("export", {"song": "calm", "file": "calm.exe"}),
    ("search_library", {"like": "nothing"}),
    ("no_such_tool", {}),
]


def test_hostile_arguments_are_refused_in_a_sentence_and_change_nothing(songs, tmp_path):
    outside = tmp_path / "outside.mstudio"
    shutil.copytree(songs / "calm.mstudio", outside)
    (songs / "link.mstudio").symlink_to(outside)
    before = sorted(path.name for path in tmp_path.rglob("*") if "outside" not in str(path))
    steps = labels(songs / "calm.mstudio")

    async def conversation():
        parameters = StdioServerParameters(
            command=sys.executable, args=["-m", "musicstudio", "mcp"], env=dict(os.environ)
        )
        found = []
        async with Client(parameters) as client:
            for name, arguments in HOSTILE:
                try:
                    answer = await client.call_tool(name, arguments)
                    found.append((name, arguments, answer.is_error, answer.content[0].text))
                except Exception as error:
                    found.append((name, arguments, True, str(error)))
            last = await client.call_tool("list_songs", {})
        return found, last

    found, last = asyncio.run(conversation())
    assert [each[:2] for each in found if not each[2]] == []
    assert not [each for each in found if "Traceback" in each[3] or str(Path.home()) in each[3]]
    assert not last.is_error
    assert labels(songs / "calm.mstudio") == steps
    assert sorted(path.name for path in tmp_path.rglob("*") if "outside" not in str(path)) == before


def test_a_folder_that_the_user_allows_may_be_used(songs, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(songs / "calm.mstudio", other / "mine.mstudio")
    call = ("describe_song", {"song": str(other / "mine")})
    assert talk(call)[1][0][0]
    assert not talk(call, options=("--allow", str(other)))[1][0][0]


def test_it_opens_no_socket(songs):
    code = (
        "import sys, socket\n"
        "def no(*a, **k): raise SystemExit('a socket was opened')\n"
        "socket.socket.bind = no; socket.socket.listen = no\n"
        "from musicstudio.cli.main import main\n"
        "sys.exit(main(['mcp']))\n"
    )

    async def conversation():
        async with Client(StdioServerParameters(command=sys.executable, args=["-c", code], env=dict(os.environ))) as c:
            return await c.call_tool("list_songs", {})

    assert not asyncio.run(conversation()).is_error
