# SPDX-License-Identifier: GPL-3.0-or-later
"""The folder of results: here, or wherever fsspec reaches (a bucket, a server)."""

from collections.abc import Iterable
from pathlib import Path

import fsspec
import msgspec

from musicstudio.core.errors import InputError, StorageError

from .outcome import Outcome

_NOTES = ".batch"
_GONE_WITH_THE_PROCESS = "memory:"
_MOST_LETTERS = 200


class Target:
    """Files of tasks, and a note beside them for each task that is done. Raises `StorageError` where it cannot act."""

    def __init__(self, folder: str) -> None:
        if folder.startswith(_GONE_WITH_THE_PROCESS):
            raise InputError(f"“{folder}” is gone when the work is done; name a folder or a bucket.")
        try:
            self._fs, self._root = fsspec.core.url_to_fs(folder)
        except Exception as error:  # each kind of place has errors of its own
            raise InputError(f"“{folder}” cannot be written to: {_first_line(error)}") from error

    def note_of(self, key: str) -> Outcome | None:
        """What is known of a task; None if nothing, or if the note was not written to its end."""
        try:
            return msgspec.json.decode(self._fs.cat_file(self._at(_NOTES, f"{key}.json")), type=Outcome)
        except (FileNotFoundError, msgspec.DecodeError):
            return None
        except Exception as error:  # each kind of place has errors of its own
            raise self._failure(error) from error

    def publish(self, outcome: Outcome, made: Path) -> Outcome:
        """Put all files of a folder in place, under a name that nothing else has."""
        before = self.note_of(outcome.key)
        name = before.name if before else self._free_name(outcome, made)
        places = {path: _renamed(path.relative_to(made), outcome.name, name) for path in sorted(_files(made))}
        placed = msgspec.structs.replace(outcome, name=name, files=tuple(sorted(_heads(places.values()))))
        self._write_note(msgspec.structs.replace(placed, state="placing"))
        try:
            for path, place in places.items():
                where = self._at(*place.parts)
                self._fs.makedirs(where.rsplit("/", 1)[0], exist_ok=True)
                self._fs.put_file(str(path), where)
        except Exception as error:  # each kind of place has errors of its own
            raise self._failure(error) from error
        self._write_note(placed)
        return placed

    def require_writable(self) -> None:
        """Fail now rather than after the work."""
        self.write(f"{_NOTES}/begun", b"")

    def write(self, name: str, data: bytes) -> None:
        """A file of its own, such as the report."""
        where = self._at(name)
        try:
            self._fs.makedirs(where.rsplit("/", 1)[0], exist_ok=True)
            self._fs.pipe_file(where, data)
        except Exception as error:  # each kind of place has errors of its own
            raise self._failure(error) from error

    def _write_note(self, outcome: Outcome) -> None:
        self.write(f"{_NOTES}/{outcome.key}.json", msgspec.json.encode(outcome))

    def _free_name(self, outcome: Outcome, made: Path) -> str:
        """The task's name, or with its key behind it where other work or a person has files of that name."""
        heads = _heads(path.relative_to(made) for path in _files(made))
        if any(self._fs.exists(self._at(head)) for head in heads):
            return f"{outcome.name} {outcome.key[:8]}"
        return outcome.name

    def _at(self, *parts: str) -> str:
        return "/".join((self._root.rstrip("/"), *parts))

    def _failure(self, error: Exception) -> StorageError:
        if isinstance(error, StorageError):
            return error
        reason = getattr(error, "strerror", None) or _first_line(error)
        return StorageError(f"The folder of results cannot be written to: {reason}.")


def _first_line(error: Exception) -> str:
    text = " ".join(str(error).split("\n", 1)[0].split())
    return text.rstrip(".")[:_MOST_LETTERS] or type(error).__name__


def _files(made: Path) -> list[Path]:
    return [path for path in made.rglob("*") if path.is_file()]


def _heads(places: Iterable[Path]) -> set[str]:
    return {place.parts[0] for place in places}


def _renamed(place: Path, old: str, new: str) -> Path:
    head = place.parts[0]
    return Path(head.replace(old, new, 1) if head.startswith(old) else head, *place.parts[1:])
