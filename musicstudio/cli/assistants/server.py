# SPDX-License-Identifier: GPL-3.0-or-later
"""The door as a server of the Model Context Protocol, over stdin and stdout alone; no socket is opened.

Every call is logged before its answer goes out, and calls come one after the other.
"""

import threading
from collections.abc import Callable
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from musicstudio.app.session.assistant_log import log_activity
from musicstudio.core.errors import Cancelled, StudioError
from musicstudio.core.version import VERSION

from .door import Door

Name = Annotated[str, Field(max_length=400, description="name of a song, as list_songs tells it")]
Text = Annotated[str, Field(max_length=20_000)]
Short = Annotated[str, Field(max_length=400)]
Sheet = Annotated[str, Field(max_length=400_000, description="JSON of a song sheet, from plan, changed or not")]
Seed = Annotated[int | None, Field(ge=0, le=2**31 - 1)]
Length = Annotated[float | None, Field(ge=1, le=1800, allow_inf_nan=False, description="seconds")]
Names = Annotated[list[Short], Field(max_length=64, description="names or roles of tracks; empty: all")]
_INSTRUCTIONS = (
    "MusicStudio composes, edits and exports songs on the user's machine. plan says what words would cause; "
    "generate makes a new song; regenerate adds takes; do runs any action that list_actions names. "
    "Each call is one step of the song's history that can be undone."
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_ADDS = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)
_OVERWRITES = ToolAnnotations(read_only_hint=False, destructive_hint=True, open_world_hint=False)


def make_server(door: Door) -> MCPServer:
    """A server whose tools are what the door offers."""
    server, calls = MCPServer("musicstudio", instructions=_INSTRUCTIONS, version=VERSION), _Calls()

    @server.tool(annotations=_READS)
    def list_songs() -> dict[str, Any]:
        """The songs that can be worked on."""
        return calls.run("list_songs", "", {}, lambda: {"songs": door.list_songs()})

    @server.tool(annotations=_READS)
    def describe_song(song: Name) -> dict[str, Any]:
        """Everything about a song: sections, tracks, clips, sheet, history."""
        return calls.run("describe_song", song, {}, lambda: door.describe_song(song))

    @server.tool(annotations=_READS)
    def plan(prompt: Text, lyrics: Text = "", length_s: Length = None) -> dict[str, Any]:
        """What each word would cause, which are not used and why, and the song sheet as JSON."""
        return calls.run("plan", "", {"prompt": prompt}, lambda: door.plan(prompt, lyrics, length_s))

    @server.tool(annotations=_ADDS)
    def generate(
        song: Name, prompt: Text = "", lyrics: Text = "", sheet: Sheet = "", seed: Seed = None, length_s: Length = None
    ) -> dict[str, Any]:
        """Compose a new song, from words or from a sheet. The name must be free."""
        asked = {"prompt": prompt, "seed": seed, "sheet": bool(sheet)}
        return calls.run("generate", song, asked, lambda: door.generate(song, prompt, lyrics, sheet, seed, length_s))

    @server.tool(annotations=_ADDS)
    def regenerate(
        song: Name, section: Short = "", tracks: Names | None = None, prompt: Text = "",
        different: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.5,
        takes: Annotated[int, Field(ge=1, le=8)] = 1, seed: Seed = None,
    ) -> dict[str, Any]:  # fmt: skip
        """New takes of a section or of all; what was there stays as a take."""
        asked = {"section": section, "tracks": tracks, "prompt": prompt}
        rows = tuple(tracks or ())
        return calls.run(
            "regenerate", song, asked, lambda: door.regenerate(song, section, rows, prompt, different, takes, seed)
        )

    @server.tool(annotations=_READS)
    def list_actions() -> dict[str, Any]:
        """Every action that `do` takes, and what it asks for."""
        return calls.run("list_actions", "", {}, lambda: {"actions": door.list_actions()})

    @server.tool(annotations=_OVERWRITES)
    def do(
        song: Name, action: Short, answer: Text = "", section: Short = "", tracks: Names | None = None,
        clips: bool = False, at_s: Annotated[float, Field(ge=0, le=360_000, allow_inf_nan=False)] = 0.0,
    ) -> dict[str, Any]:  # fmt: skip
        """Run one action on a section, on tracks, or (clips) on the clips where they cross; at_s: the playhead."""
        asked = {"action": action, "answer": answer, "section": section, "tracks": tracks}
        rows = tuple(tracks or ())
        return calls.run("do", song, asked, lambda: door.do(song, action, answer, section, rows, clips, at_s))

    @server.tool(annotations=_OVERWRITES)
    def undo(song: Name) -> dict[str, Any]:
        """Take the last step of a song back."""
        return calls.run("undo", song, {}, lambda: door.undo(song))

    @server.tool(annotations=_READS)
    def search_library(
        words: Short = "", like: Short = "", limit: Annotated[int, Field(ge=1, le=50)] = 10
    ) -> dict[str, Any]:
        """What was made and brought in on this machine, by words and by nearness of sound to an id."""
        return calls.run(
            "search_library", "", {"words": words}, lambda: {"found": door.search_library(words, like, limit)}
        )

    @server.tool(annotations=_OVERWRITES)
    def export(song: Name, file: Short, may_overwrite: bool = False) -> dict[str, Any]:
        """Write a mix (wav, flac, mp3, ogg, opus, m4a) or MIDI (mid) beside the songs."""
        asked = {"file": file, "may_overwrite": may_overwrite}
        return calls.run("export", song, asked, lambda: door.export(song, file, may_overwrite))

    return server


class _Calls:
    """One call at a time, each logged with what came of it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def run(self, tool: str, song: str, asked: dict[str, Any], work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        with self._lock:
            try:
                done = work()
            except (StudioError, Cancelled, OSError, ValueError) as error:
                sentence = str(error) if isinstance(error, StudioError) else "That could not be done."
                log_activity(tool, song, asked, sentence, is_refused=True)
                raise ToolError(sentence) from error
            try:
                log_activity(tool, song, asked, str(done.get("step") or "read"))
            except StudioError as error:
                raise ToolError(str(error)) from error
            return done


def serve(door: Door) -> None:
    """Answer on stdin and stdout until stdin ends."""
    make_server(door).run("stdio")
