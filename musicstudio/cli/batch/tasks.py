# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows as commands of the studio: what each runs, what it is called, and the key by which it is known again."""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from musicstudio.core.errors import InputError
from musicstudio.core.files import safe_name
from musicstudio.core.version import VERSION

from .rows import Row, Value

MAKES = {
    "generate": ".mstudio", "restyle": ".mstudio", "harmonize": ".mstudio", "compose": ".mid", "transcribe": ".mid",
    "master": ".wav", "clean": ".wav", "sing": ".wav", "separate": "",
}  # fmt: skip
CHANGES = ("regenerate", "layer", "extend", "mix")
SONG = ".mstudio"
_FROM_WORDS = ("generate", "compose")
_FILES = ("input", "lyrics", "melody", "hum", "plan", "match")
_OWN = ("command", "name", "input", "export")
_PLACE = re.compile(r"\{(\w+)\}")
_BLOCK = 1 << 20
OUT = "\ue000"  # stands in a command before a path in the folder of results


class Task(msgspec.Struct, frozen=True):
    """One piece of work.

    key: the same for the same work on the same input by the same version; name: of its files, without suffix;
    steps: commands in order, `OUT` before each path that is in the folder of results; original: a song to copy first.
    """

    key: str
    number: int
    name: str
    steps: tuple[tuple[str, ...], ...] = ()
    original: str = ""
    problem: str = ""
    version: str = VERSION


class Commands(Protocol):
    """What the command line knows."""

    def options(self, command: str) -> Collection[str]:
        """The names of a command's options, with _ for -."""

    def problem(self, words: Sequence[str]) -> str:
        """What is wrong with a command line; empty if it can run."""


def tasks_of(rows: Iterable[Row], folder: Path, commands: Commands) -> list[Task]:
    """A task for each row; one that cannot be done has its problem. folder: where paths in rows begin."""
    tasks: list[Task] = []
    for row in rows:
        try:
            task = _task(row, folder, commands)
            problem = next(filter(None, (commands.problem(_checked(step)) for step in task.steps)), "")
            tasks.append(msgspec.structs.replace(task, problem=problem))
        except InputError as error:
            tasks.append(Task("", row.number, f"row {row.number}", problem=str(error)))
    return _told_apart(tasks)


def _task(row: Row, folder: Path, commands: Commands) -> Task:
    if row.problem:
        raise InputError(f"The row cannot be read: {row.problem}.")
    fields = {name: _filled(value, row.fields) for name, value in row.fields.items()}
    command = str(fields.get("command", "generate"))
    if command not in MAKES and command not in CHANGES:
        raise InputError(f"A batch can do {', '.join((*MAKES, *CHANGES))}, not “{command}”.")
    wishes = _wishes(command, fields, row.fields, commands)
    paths = {name: _path(fields[name], folder) for name in _FILES if name in fields}
    name = safe_name(str(fields.get("name") or _usual_name(command, fields, paths)))
    steps = _steps(command, name, {**wishes, **paths}, fields)
    original = paths.get("input", "") if command in CHANGES else ""
    return Task(_key(steps, name, paths.values()), row.number, name, steps, original)


def _wishes(command: str, fields: dict[str, Value], written: dict[str, Value], commands: Commands) -> dict[str, Value]:
    """What goes to the commands. A name that only stands in braces elsewhere, such as {mood}, is no wish."""
    known = {"prompt", *commands.options(command), *(f"export_{name}" for name in commands.options("export"))}
    in_braces = {name for value in written.values() for name in _PLACE.findall(str(value))}
    strange = [name for name in fields if name not in (*_OWN, *known) and name not in in_braces]
    if strange:
        raise InputError(f"“{command}” knows no “{strange[0]}”.")
    return {name: value for name, value in fields.items() if name in known and name not in _OWN}


def _filled(value: Value, fields: dict[str, Value]) -> Value:
    """``{mood}`` in a text becomes what the row says of mood; anything else in braces stays."""
    if not isinstance(value, str):
        return value
    return _PLACE.sub(lambda found: str(fields.get(found[1], found[0])), value)


def _path(value: Value, folder: Path) -> str:
    path = folder / Path(str(value)).expanduser()
    if not path.exists():
        raise InputError(f"“{value}” does not exist.")
    return str(path.resolve())


def _usual_name(command: str, fields: dict[str, Value], paths: dict[str, str]) -> str:
    if "input" in paths:
        return f"{Path(paths['input']).stem} {command}"
    words = " ".join(str(fields.get("prompt", command)).split()[:8])
    return f"{words} {fields['seed']}" if "seed" in fields else words


def _steps(command: str, name: str, wishes: dict[str, Value], fields: dict[str, Value]) -> tuple[tuple[str, ...], ...]:
    made = f"{OUT}{name}{SONG if command in CHANGES else MAKES[command]}"
    export_wishes = {key.removeprefix("export_"): value for key, value in wishes.items() if key.startswith("export_")}
    own = {key: value for key, value in wishes.items() if not key.startswith("export_") and key != "input"}
    words = [command, *_positional(command, made, own, wishes), *_words(own)]
    if command in MAKES:
        words += ["-o", made]
    steps = [tuple(words)]
    if made.endswith(SONG):
        for kind in str(fields.get("export", "wav")).split():
            where = f"{OUT}{name}.{kind.lstrip('.')}"
            steps.append(("export", made, "-o", where, *_words(export_wishes)))
    return tuple(steps)


def _positional(command: str, made: str, own: dict[str, Value], wishes: dict[str, Value]) -> list[str]:
    if command in CHANGES:
        if "input" not in wishes:
            raise InputError(f"“{command}” needs an input.")
        return [made]
    if command in _FROM_WORDS:
        return [str(own.pop("prompt"))] if "prompt" in own else []
    return [str(wishes["input"])] if "input" in wishes else []


def _words(wishes: dict[str, Value]) -> list[str]:
    words: list[str] = []
    for name, value in wishes.items():
        option = "--" + name.replace("_", "-")
        if value is True or value == "true":
            words.append(option)
        elif value is not False and value != "false":
            words.append(f"{option}={value:g}" if isinstance(value, float) else f"{option}={value}")
    return words


def _checked(step: Sequence[str]) -> list[str]:
    return [word.removeprefix(OUT) for word in step]


def _key(steps: tuple[tuple[str, ...], ...], name: str, paths: Iterable[str]) -> str:
    contents = [_digest(Path(path)) for path in paths]
    plain = [[word.replace(f"{OUT}{name}", OUT) for word in step] for step in steps]
    stated = json.dumps([VERSION, plain, contents], ensure_ascii=False)
    return hashlib.sha256(stated.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _digest(path: Path) -> str:
    """Of a file, or of all that is in a song's folder. Raises `InputError`."""
    found = hashlib.sha256()
    try:
        for each in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if each.is_file():
                found.update(str(each.relative_to(path.parent)).encode("utf-8", "surrogateescape"))
                with each.open("rb") as file:
                    while block := file.read(_BLOCK):
                        found.update(block)
    except OSError as error:
        raise InputError(f"“{path.name}” cannot be read: {error.strerror or error}.") from error
    return found.hexdigest()


def _told_apart(tasks: list[Task]) -> list[Task]:
    """The same work once; other work of a name that is taken gets a number behind it."""
    seen: set[str] = set()
    names: set[str] = set()
    apart: list[Task] = []
    for task in tasks:
        if task.key and task.key in seen:
            continue
        seen.add(task.key)
        name, number = task.name, 1
        while name.casefold() in names:
            number += 1
            name = f"{task.name} {number}"
        names.add(name.casefold())
        apart.append(_renamed(task, name))
    return apart


def _renamed(task: Task, name: str) -> Task:
    if name == task.name:
        return task
    steps = tuple(tuple(word.replace(f"{OUT}{task.name}", f"{OUT}{name}") for word in step) for step in task.steps)
    return msgspec.structs.replace(task, name=name, steps=steps)
