# SPDX-License-Identifier: GPL-3.0-or-later
"""What an assistant can do, as functions of plain values; the server gives them to it as tools."""

from typing import Any

import msgspec

from musicstudio.app.actions import ACTIONS, Action
from musicstudio.app.files.export import ExportOptions
from musicstudio.app.files.export import export as export_song
from musicstudio.app.generation.generate import generate, requests_for
from musicstudio.app.generation.plan import understand
from musicstudio.app.generation.regenerate import RegenerationTarget, regenerate
from musicstudio.app.generation.sheet_words import sentence_of
from musicstudio.app.headless.naming import clip_ids_named, section_ids_named, track_ids_named
from musicstudio.app.headless.session import HeadlessSession
from musicstudio.app.library.entry_words import plain_of
from musicstudio.app.session.create_state import CreateValues
from musicstudio.app.session.engine_list import all_engines
from musicstudio.core.errors import InputError
from musicstudio.engines.contract import GenerationOptions
from musicstudio.interchange.song_sheet import sheet_from_json, sheet_json
from musicstudio.library.entries import Query
from musicstudio.library.file import Library
from musicstudio.project.model.sheet import SongSheet
from musicstudio.storage.layout import FOLDER_SUFFIX

from ..summary import summary
from .one_step import in_one_step, opened
from .places import Places

_SHUT_OUT = (
    "transport.", "edit.", "listen.", "automation.touch", "automation.latch", "track.arm", "track.instrument_plugin",
    "track.plugin_setting", "mix.plugin_window", "mix.match", "song.album", "song.generate", "song.try_again",
    "clip.to_melody",
)  # fmt: skip
"""Not for assistants: what plays or records, third-party code, paths of files, and what only a window shows."""
_SHEET_CHARACTERS = 400_000


class Door:
    """Each method is one call; it raises `StudioError` with a sentence. Paths lie in the places that are allowed."""

    def __init__(self, places: Places) -> None:
        self.places = places

    def list_songs(self) -> list[str]:
        """The songs in the songs folder by name."""
        folder = self.places.home
        found = folder.iterdir() if folder.is_dir() else ()
        return sorted(path.stem for path in found if path.suffix == FOLDER_SUFFIX and path.is_dir())[:500]

    def describe_song(self, song: str) -> dict[str, Any]:
        """Title, length, tempo, key, sections, tracks and clips, song sheet, and the steps of the history."""
        with opened(self.places.song(song)) as headless:
            history = [entry.label for entry in headless.session.document.history[-30:]]
            return {**summary(headless.project), "history": history}

    def plan(self, prompt: str, lyrics: str = "", length_s: float | None = None) -> dict[str, Any]:
        """What each word would cause, and the whole song sheet to change and give to generate."""
        sheet = understand(all_engines()[0].get(), prompt, lyrics, GenerationOptions(duration_s=length_s))
        return {
            "sentence": " ".join(part.text for part in sentence_of(sheet)),
            "not_used": [msgspec.to_builtins(span) for span in sheet.unanswered],
            "sheet": sheet_json(sheet).decode(),
        }

    def generate(
        self, song: str, prompt: str, lyrics: str = "", sheet: str = "", seed: int | None = None,
        length_s: float | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """A new song under a name that is free."""
        path = self.places.song(song)
        if path.exists():
            raise InputError(f"There is a song “{path.stem}” already; choose another name.")
        plan = _sheet(sheet)
        values = CreateValues(
            prompt=prompt or (plan.prompt if plan else ""), lyrics=lyrics, sheet=plan, seed=seed,
            options=GenerationOptions(duration_s=length_s),
        )  # fmt: skip
        requests_for(values)  # what cannot be made leaves no folder
        self.places.home.mkdir(parents=True, exist_ok=True)
        with HeadlessSession.create(path) as headless:
            done = in_one_step(headless, lambda: headless.wait_for(generate(headless.session, values)))
            return {**done, **_short(headless)}

    def regenerate(
        self, song: str, section: str = "", tracks: tuple[str, ...] = (), prompt: str = "", different: float = 0.5,
        takes: int = 1, seed: int | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """New takes; what was there stays as a take."""
        with opened(self.places.song(song)) as headless:
            project = headless.project
            everything = tuple(each.id for each in project.sections)
            ids = section_ids_named(project, section) if section else everything
            target = RegenerationTarget(ids, None, track_ids_named(project, tracks))

            def do() -> None:
                session = headless.session
                job = regenerate(session, target, takes=takes, difference=different, prompt=prompt, seed=seed)
                headless.wait_for(job)

            return {**in_one_step(headless, do), **_short(headless)}

    def list_actions(self) -> list[dict[str, str]]:
        """Everything that `do` takes."""
        return [
            {"action": each.id, "does": each.title, "asks": each.question.label if each.question else ""}
            for each in _offered().values()
        ]

    def do(
        self, song: str, action: str, answer: str = "", section: str = "", tracks: tuple[str, ...] = (),
        clips: bool = False, at_s: float = 0.0,
    ) -> dict[str, Any]:  # fmt: skip
        """One action of the menus on what is named."""
        chosen = _offered().get(action)
        if chosen is None:
            raise InputError(f"There is no action {action[:60]!r} for assistants; list_actions tells those there are.")
        with opened(self.places.song(song)) as headless:
            return {**in_one_step(headless, lambda: _act(headless, chosen, answer, section, tracks, clips, at_s)),
                    **_short(headless)}  # fmt: skip

    def undo(self, song: str) -> dict[str, Any]:
        """The song as it was before its last step, as a new step, so that this can be undone, too."""
        with opened(self.places.song(song)) as headless:
            document = headless.session.document
            if not document.can_undo:
                raise InputError("There is nothing to undo in this song.")
            earlier = document.history_states.states[document.history_index - 1]
            label = document.history[document.history_index].label
            done = in_one_step(headless, lambda: document.transact(f"Undo {label}", lambda _: earlier))
            return {**done, **_short(headless)}

    def search_library(self, words: str = "", like: str = "", limit: int = 10) -> list[dict[str, Any]]:
        """What was made and brought in, by words and by sound."""
        return [plain_of(found) for found in Library().search(Query(words=words, like=like, limit=limit)).found]

    def export(self, song: str, file: str, may_overwrite: bool = False) -> dict[str, Any]:
        """A mix, or MIDI, by the file's ending, in the songs folder."""
        path, target = self.places.song(song), self.places.path(file)
        if target.is_relative_to(path) or target.suffix == FOLDER_SUFFIX:
            raise InputError("A file cannot be written into a song.")
        if target.exists() and not may_overwrite:
            raise InputError(f"“{target.name}” is there already; say may_overwrite to replace it.")
        reports: list[dict[str, Any]] = []
        with opened(path) as headless:
            options = ExportOptions(target)
            headless.wait_for(export_song(headless.session, options, lambda done: reports.append(done.as_json())))
        return {"written": target.name, **reports[0]}


def _offered() -> dict[str, Action]:
    return {key: action for key, action in ACTIONS.items() if not key.startswith(_SHUT_OUT)}


def _act(
    headless: HeadlessSession, action: Action, answer: str, section: str, tracks: tuple[str, ...], clips: bool,
    at_s: float,
) -> None:  # fmt: skip
    session, project = headless.session, headless.project
    sections, rows = (section_ids_named(project, section) if section else ()), track_ids_named(project, tracks)
    if clips:
        session.selection.set(clip_ids=clip_ids_named(project, sections, rows, None))
    else:
        session.selection.set(section_ids=sections, track_ids=rows)
    session.player.seek(at_s)
    if problem := action.why_not(session):
        raise InputError(problem)
    if action.question and not answer:
        raise InputError(f"{action.id} needs an answer: {action.question.label}.")
    running = {job.id for job in session.jobs.views}
    action.do(session, answer or None)
    for job in session.jobs.views:
        if not job.state.is_final and job.id not in running:
            headless.wait_for(job.id)


def _sheet(text: str) -> SongSheet | None:
    if len(text) > _SHEET_CHARACTERS:
        raise InputError("That is too long for a song sheet.")
    return sheet_from_json(text.encode(), "The sheet") if text.strip() else None


def _short(headless: HeadlessSession) -> dict[str, Any]:
    project = headless.project
    return {"song": headless.session.path.stem, "title": project.title, "length_s": round(project.length_s, 2),
            "sections": [section.name for section in project.sections],
            "tracks": [track.name for track in project.tracks if track.kind != "bus"]}  # fmt: skip
